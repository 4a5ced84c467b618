-- SPDX-License-Identifier: MIT
-- Links that were signed with these keys end with them; the runner has made a copy.
DROP TABLE practice_key;
