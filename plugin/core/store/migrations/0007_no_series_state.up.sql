-- SPDX-License-Identifier: MIT
-- Where each series left off stands in its course's state; nothing reads it by series.
DROP TABLE series_state;
DELETE FROM sqlite_stat1 WHERE tbl = 'series_state';
ANALYZE sqlite_schema;
