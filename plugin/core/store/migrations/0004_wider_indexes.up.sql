-- SPDX-License-Identifier: MIT
-- Whoever counts over many courses (report card, supervision) reads an index alone: a rating lies
-- where its id fell, so that looking up each costs more than all of the reading.
DROP INDEX rating_of_course;
CREATE INDEX rating_of_course
  ON rating (practice_id, course_id, rater, scored, day, session_start, session_number, id,
    measures, subject_key, relation, rater_key, instrument, version, language, mode, setting,
    clinician_id, session_id, declined, pomp, tension, told, sealed_until);
DROP INDEX rating_of_session;
CREATE INDEX rating_of_session
  ON rating (practice_id, session_id, rater, id, scored) WHERE session_id IS NOT NULL;
DROP INDEX mirror_session_of_course;
CREATE INDEX mirror_session_of_course
  ON mirror_session (practice_id, course_id, attendance, start_at, session_id, day, clinician_id);

DELETE FROM sqlite_stat1
  WHERE idx IN ('rating_of_course', 'rating_of_session', 'mirror_session_of_course');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('rating', 'rating_of_session', '1000000 1000000 30 3 1 1'),
  ('rating', 'rating_of_course',
   '1000000 1000000 30 3 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1'),
  ('mirror_session', 'mirror_session_of_course', '1000000 1000000 30 3 1 1 1 1');
ANALYZE sqlite_schema;
