-- SPDX-License-Identifier: MIT
-- Where a session is, in a practice with several facilities.
ALTER TABLE mirror_session ADD COLUMN facility TEXT NOT NULL DEFAULT '';
