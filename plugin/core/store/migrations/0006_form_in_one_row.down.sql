-- SPDX-License-Identifier: MIT
CREATE TABLE rating_answer (
  practice_id TEXT NOT NULL,
  rating_id TEXT NOT NULL,
  item TEXT NOT NULL,
  place INTEGER NOT NULL,
  value TEXT,
  touched INTEGER NOT NULL,
  PRIMARY KEY (practice_id, rating_id, item),
  FOREIGN KEY (practice_id, rating_id) REFERENCES rating (practice_id, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE rating_subscale (
  practice_id TEXT NOT NULL,
  rating_id TEXT NOT NULL,
  name TEXT NOT NULL,
  place INTEGER NOT NULL,
  raw TEXT NOT NULL,
  pomp REAL NOT NULL,
  PRIMARY KEY (practice_id, rating_id, name),
  FOREIGN KEY (practice_id, rating_id) REFERENCES rating (practice_id, id)
) STRICT, WITHOUT ROWID;

INSERT INTO rating_answer (practice_id, rating_id, item, place, value, touched)
WITH RECURSIVE line (practice_id, rating_id, place, line, rest) AS (
  SELECT r.practice_id, r.id, -1, substr(r.answers, 1, 0), r.answers FROM rating r
  UNION ALL
  SELECT practice_id, rating_id, place + 1, substr(rest, 1, instr(rest, '
') - 1), substr(rest, instr(rest, '
') + 1) FROM line WHERE rest <> ''
), field (practice_id, rating_id, place, item, rest) AS (
  SELECT practice_id, rating_id, place, substr(line, 1, instr(line, '	') - 1),
    substr(line, instr(line, '	') + 1) FROM line WHERE place >= 0
)
SELECT practice_id, rating_id, item, place, NULLIF(substr(rest, 1, instr(rest, '	') - 1), ''),
  CAST(substr(rest, instr(rest, '	') + 1) AS INTEGER) FROM field;

INSERT INTO rating_subscale (practice_id, rating_id, name, place, raw, pomp)
WITH RECURSIVE line (practice_id, rating_id, place, line, rest) AS (
  SELECT r.practice_id, r.id, -1, substr(r.subscales, 1, 0), r.subscales FROM rating r
  UNION ALL
  SELECT practice_id, rating_id, place + 1, substr(rest, 1, instr(rest, '
') - 1), substr(rest, instr(rest, '
') + 1) FROM line WHERE rest <> ''
), field (practice_id, rating_id, place, name, rest) AS (
  SELECT practice_id, rating_id, place, substr(line, 1, instr(line, '	') - 1),
    substr(line, instr(line, '	') + 1) FROM line WHERE place >= 0
)
SELECT practice_id, rating_id, name, place, substr(rest, 1, instr(rest, '	') - 1),
  CAST(substr(rest, instr(rest, '	') + 1) AS REAL) FROM field;

CREATE TRIGGER rating_answer_unchanged BEFORE UPDATE ON rating_answer BEGIN
  SELECT RAISE(ABORT, 'rating_answer: a fact is never changed');
END;
CREATE TRIGGER rating_answer_kept BEFORE DELETE ON rating_answer
  WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE practice_id = OLD.practice_id) BEGIN
  SELECT RAISE(ABORT, 'rating_answer: a fact is never removed');
END;
CREATE TRIGGER rating_subscale_unchanged BEFORE UPDATE ON rating_subscale BEGIN
  SELECT RAISE(ABORT, 'rating_subscale: a fact is never changed');
END;
CREATE TRIGGER rating_subscale_kept BEFORE DELETE ON rating_subscale
  WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE practice_id = OLD.practice_id) BEGIN
  SELECT RAISE(ABORT, 'rating_subscale: a fact is never removed');
END;

DROP INDEX rating_of_course;
ALTER TABLE rating DROP COLUMN answers;
ALTER TABLE rating DROP COLUMN subscales;
CREATE INDEX rating_of_course
  ON rating (practice_id, course_id, rater, scored, day, session_start, session_number, id,
    measures, subject_key, relation, rater_key, instrument, version, language, mode, setting,
    clinician_id, session_id, declined, pomp, tension, told, sealed_until);

DELETE FROM sqlite_stat1 WHERE idx = 'rating_of_course';
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('rating_answer', 'rating_answer', '1000000 1000000 30 1'),
  ('rating_subscale', 'rating_subscale', '1000000 1000000 30 1'),
  ('rating', 'rating_of_course',
   '1000000 1000000 30 3 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1');
ANALYZE sqlite_schema;
