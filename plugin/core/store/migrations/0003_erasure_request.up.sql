-- SPDX-License-Identifier: MIT
-- A records officer's wish that a file be erased, until another carries it out.
CREATE TABLE erasure_request (
  practice_id TEXT NOT NULL,
  client_key TEXT NOT NULL,
  reason TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  PRIMARY KEY (practice_id, client_key)
) STRICT, WITHOUT ROWID;

-- Which files are past their retention is asked of the courses that ended long ago.
CREATE INDEX mirror_course_by_end ON mirror_course (practice_id, ended) WHERE ended IS NOT NULL;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('erasure_request', 'erasure_request', '1000000 1000000 1'),
  ('mirror_course', 'mirror_course_by_end', '1000000 1000000 100');
ANALYZE sqlite_schema;
