-- SPDX-License-Identifier: MIT
ALTER TABLE mirror_session DROP COLUMN facility;
