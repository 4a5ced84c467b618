-- SPDX-License-Identifier: MIT
DROP INDEX rating_of_course;
CREATE INDEX rating_of_course
  ON rating (practice_id, course_id, rater, scored, day, session_start, session_number, id);
DROP INDEX rating_of_session;
CREATE INDEX rating_of_session
  ON rating (practice_id, session_id, rater, id) WHERE session_id IS NOT NULL;
DROP INDEX mirror_session_of_course;
CREATE INDEX mirror_session_of_course
  ON mirror_session (practice_id, course_id, attendance, start_at, session_id);

DELETE FROM sqlite_stat1
  WHERE idx IN ('rating_of_course', 'rating_of_session', 'mirror_session_of_course');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('rating', 'rating_of_session', '1000000 1000000 30 3 1'),
  ('rating', 'rating_of_course', '1000000 1000000 30 3 1 1 1 1 1'),
  ('mirror_session', 'mirror_session_of_course', '1000000 1000000 30 3 1 1');
ANALYZE sqlite_schema;
