-- SPDX-License-Identifier: MIT
INSERT INTO audit_payload (practice_id, number, salt, body)
  SELECT l.practice_id, l.number, r.salt, '' FROM audit_line l
  JOIN rating r ON r.practice_id = l.practice_id AND r.id = substr(l.object, 8)
  WHERE l.action IN ('rating.submit', 'rating.decline') AND l.payload_digest <> ''
    AND r.salt <> '';
ALTER TABLE rating DROP COLUMN salt;
