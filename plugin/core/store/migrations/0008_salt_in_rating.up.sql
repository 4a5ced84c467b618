-- SPDX-License-Identifier: MIT
-- The salt of a rating's digest stands in the rating, not in a row of its own beside its line.
DROP TRIGGER rating_unchanged;
ALTER TABLE rating ADD COLUMN salt TEXT NOT NULL DEFAULT '';
UPDATE rating SET salt = p.salt FROM audit_line l
  JOIN audit_payload p ON p.practice_id = l.practice_id AND p.number = l.number
  WHERE l.practice_id = rating.practice_id AND rating.id = substr(l.object, 8)
    AND l.action IN ('rating.submit', 'rating.decline') AND p.body = '';
CREATE TRIGGER rating_unchanged BEFORE UPDATE ON rating BEGIN
  SELECT RAISE(ABORT, 'rating: a fact is never changed');
END;
INSERT INTO erasing (practice_id, erasure_id)
  SELECT DISTINCT practice_id, 'schema 8' FROM audit_payload;
DELETE FROM audit_payload WHERE body = '';
DELETE FROM erasing WHERE erasure_id = 'schema 8';
