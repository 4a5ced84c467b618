-- SPDX-License-Identifier: MIT
-- Secrets of the practice's own: what links are signed with, and the pair that answers kept on a
-- device are encrypted to.
CREATE TABLE practice_key (
  practice_id TEXT NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose IN ('link', 'offline')),
  id TEXT NOT NULL,
  secret TEXT NOT NULL,
  open_half TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  PRIMARY KEY (practice_id, purpose, id)
) STRICT, WITHOUT ROWID;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('practice_key', 'practice_key', '1000000 1000000 500000 1');
ANALYZE sqlite_schema;
