-- SPDX-License-Identifier: MIT
-- Empty, as it always was.
CREATE TABLE series_state (
  practice_id TEXT NOT NULL,
  course_id TEXT NOT NULL,
  subject_key TEXT NOT NULL,
  instrument TEXT NOT NULL,
  version TEXT NOT NULL,
  language TEXT NOT NULL,
  rater TEXT NOT NULL,
  relation TEXT NOT NULL,
  rater_key TEXT NOT NULL,
  mode TEXT NOT NULL,
  clinician_id TEXT NOT NULL,
  setting TEXT NOT NULL,
  ratings INTEGER NOT NULL,
  last_day TEXT NOT NULL,
  last_rating_id TEXT NOT NULL,
  parameter_version INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (practice_id, course_id, subject_key, instrument, version, language, rater, relation,
               rater_key, mode, clinician_id, setting)
) STRICT, WITHOUT ROWID;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('series_state', 'series_state', '1000000 1000000 30 3 1 1 1 1 1 1 1 1 1');
ANALYZE sqlite_schema;
