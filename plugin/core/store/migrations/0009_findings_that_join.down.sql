-- SPDX-License-Identifier: MIT
DELETE FROM alert_now WHERE joins IS NOT NULL;
ALTER TABLE alert_now DROP COLUMN numbers;
ALTER TABLE alert_now DROP COLUMN joins;
ALTER TABLE alert_event DROP COLUMN numbers;
