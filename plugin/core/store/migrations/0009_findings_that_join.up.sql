-- SPDX-License-Identifier: MIT
-- A finding that joined a check-in stands in the projection too: it may be withdrawn by itself, or
-- take the place of the check-in it joined. `numbers`: a re-run's, where they are other ones.
ALTER TABLE alert_event ADD COLUMN numbers TEXT NOT NULL DEFAULT '';
ALTER TABLE alert_now ADD COLUMN joins TEXT;
ALTER TABLE alert_now ADD COLUMN numbers TEXT NOT NULL DEFAULT '';
INSERT INTO alert_now (practice_id, alert_id, course_id, subject_key, clinician_id, cause, status,
    findings, last_day, changed_at, joins)
  SELECT practice_id, id, course_id, subject_key, clinician_id, cause, 'open', 1, day, found_at,
    joins FROM alert WHERE joins IS NOT NULL;
