-- SPDX-License-Identifier: MIT
-- A form is one row: its answers and subscales are lines of text in it (store/form_lines.hpp).
-- They are written once and read whole, never asked for one by one.
DROP INDEX rating_of_course;
DROP TRIGGER rating_unchanged;
ALTER TABLE rating ADD COLUMN answers TEXT NOT NULL DEFAULT '';
ALTER TABLE rating ADD COLUMN subscales TEXT NOT NULL DEFAULT '';
UPDATE rating SET
  answers = COALESCE((SELECT group_concat(l.line, '') FROM (
    SELECT a.item || '	' || COALESCE(a.value, '') || '	' || a.touched || '
' AS line FROM rating_answer a
    WHERE a.practice_id = rating.practice_id AND a.rating_id = rating.id ORDER BY a.place) l), ''),
  subscales = COALESCE((SELECT group_concat(l.line, '') FROM (
    SELECT s.name || '	' || s.raw || '	' || printf('%!.17g', s.pomp) || '
' AS line FROM rating_subscale s
    WHERE s.practice_id = rating.practice_id AND s.rating_id = rating.id ORDER BY s.place) l), '');
DROP TABLE rating_answer;
DROP TABLE rating_subscale;
CREATE TRIGGER rating_unchanged BEFORE UPDATE ON rating BEGIN
  SELECT RAISE(ABORT, 'rating: a fact is never changed');
END;
CREATE INDEX rating_of_course
  ON rating (practice_id, course_id, rater, scored, day, session_start, session_number, id,
    measures, subject_key, relation, rater_key, instrument, version, language, mode, setting,
    clinician_id, session_id, declined, pomp, tension, told, sealed_until, subscales);

DELETE FROM sqlite_stat1 WHERE tbl IN ('rating_answer', 'rating_subscale');
DELETE FROM sqlite_stat1 WHERE idx = 'rating_of_course';
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('rating', 'rating_of_course',
   '1000000 1000000 30 3 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1');
ANALYZE sqlite_schema;
