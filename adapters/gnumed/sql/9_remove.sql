-- SPDX-License-Identifier: MIT
-- Takes away what shows in GNUmed. What was filed in clients' records stays: it is part of them.
DELETE FROM clin.suppressed_hint WHERE fk_hint IN
  (SELECT pk FROM ref.auto_hint WHERE title = 'Holdfast: check-in suggested' AND source = 'Holdfast');
DELETE FROM ref.auto_hint WHERE title = 'Holdfast: check-in suggested' AND source = 'Holdfast';
UPDATE cfg.cfg_str_array SET value = array_remove(value, 'gmHoldfastPlugin')
 WHERE 'gmHoldfastPlugin' = ANY (value);
-- The ratings that stay announce nothing to GNUmed's clients.
DROP FUNCTION IF EXISTS holdfast_gnumed.announce() CASCADE;
