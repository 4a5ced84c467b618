-- SPDX-License-Identifier: MIT
-- Puts the tab on a workplace, :workplace, behind those that are there. Everybody who works at it
-- has the list, and whoever made a list of their own has it in that too.
\set ON_ERROR_STOP 1
SELECT count(*) = 0 AS is_new FROM cfg.v_cfg_opts_str_array
 WHERE option = 'horstspace.notebook.plugin_load_order' AND workplace = :'workplace' \gset
\if :is_new
SELECT cfg.set_option('horstspace.notebook.plugin_load_order'::text,
  ARRAY['gmProviderInboxPlugin', 'gmPatientOverviewPlugin', 'gmEMRBrowserPlugin',
        'gmEMRListJournalPlugin', 'gmSoapPlugin', 'gmMeasurementsPlugin']::text[],
  :'workplace'::text, NULL::text, NULL::text) \g /dev/null
\endif
UPDATE cfg.cfg_str_array a SET value = value || 'gmHoldfastPlugin'::text
  FROM cfg.cfg_item i JOIN cfg.cfg_template t ON t.pk = i.fk_template
 WHERE a.fk_item = i.pk AND i.workplace = :'workplace'
   AND t.name = 'horstspace.notebook.plugin_load_order'
   AND NOT 'gmHoldfastPlugin' = ANY (a.value);
