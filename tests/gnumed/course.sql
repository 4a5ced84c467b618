-- SPDX-License-Identifier: MIT
-- A course of six weekly sessions, entered by the clinician whose login is :login, for :client; the
-- last one was yesterday.
\set ON_ERROR_STOP 1
SET SESSION AUTHORIZATION :"login";
SET default_transaction_read_only TO off;

BEGIN;
INSERT INTO clin.encounter_type (description) SELECT 'psychotherapy session'
 WHERE NOT EXISTS (SELECT 1 FROM clin.encounter_type WHERE description = 'psychotherapy session');
INSERT INTO clin.encounter (fk_patient, fk_type, fk_location, reason_for_encounter, started,
                            last_affirmed)
SELECT client.id_identity, t.pk, (SELECT pk_org_unit FROM dem.v_praxis_branches ORDER BY 1 LIMIT 1),
       'session ' || n, day, day + interval '50 min'
  FROM generate_series(1, 6) n,
       LATERAL (SELECT date_trunc('day', now()) - ((6 - n) * 7 + 1) * interval '1 day'
                       + interval '9 hours' AS day) days,
       clin.encounter_type t, dem.names client
 WHERE t.description = 'psychotherapy session' AND client.lastnames = :'client'
 ORDER BY n;
WITH first AS (SELECT e.pk FROM clin.encounter e JOIN dem.names c ON c.id_identity = e.fk_patient
                WHERE c.lastnames = :'client' ORDER BY e.started LIMIT 1),
     issue AS (INSERT INTO clin.health_issue (description, fk_encounter)
               SELECT 'Low mood', pk FROM first RETURNING pk, fk_encounter)
INSERT INTO clin.episode (description, fk_health_issue, is_open, fk_encounter)
SELECT 'psychotherapy, ' || :'client', pk, true, fk_encounter FROM issue;
COMMIT;
