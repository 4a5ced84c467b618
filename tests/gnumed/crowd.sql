-- SPDX-License-Identifier: MIT
-- Ten thousand clients of one clinician, :login, each with a course and a session; many have names that a
-- program could trip over. Without GNUmed's triggers, which are not what is looked at and would take minutes.
\set ON_ERROR_STOP 1
\set QUIET 1
SET default_transaction_read_only TO off;
SET session_replication_role TO replica;

BEGIN;
CREATE TEMP TABLE crowd ON COMMIT DROP AS
SELECT n, nextval('dem.identity_pk_seq')::integer AS client, nextval('clin.encounter_pk_seq')::integer AS encounter,
       nextval('clin.episode_pk_seq')::integer AS episode,
       (ARRAY['Plain', 'O''Quote "Double"', E'Line\nBreak\tTab', '<script>alert(1)</script>', 'Größe ünd Łódź',
              'محمد علي', '张伟 🙂', 'under_score \back', '; DROP TABLE dem.names; --', repeat('Long', 60)])[1 + n % 10]
       || ' ' || n AS last_name
  FROM generate_series(1, 10000) n;
INSERT INTO dem.identity (pk, gender, dob, comment)
SELECT client, 'f', '1990-04-01 11:00+00', 'crowd ' || n FROM crowd;
INSERT INTO dem.names (id_identity, active, lastnames, firstnames) SELECT client, true, last_name, 'Ida' FROM crowd;
INSERT INTO clin.patient (fk_identity) SELECT client FROM crowd;
INSERT INTO clin.encounter (pk, fk_patient, fk_type, fk_location, started, last_affirmed, modified_by)
SELECT encounter, client, t.pk, (SELECT min(pk_org_unit) FROM dem.v_praxis_branches), day, day + interval '50 min',
       :'login'
  FROM crowd, clin.encounter_type t,
       LATERAL (SELECT date_trunc('hour', now()) - (1 + n % 300) * interval '1 day' AS day) days
 WHERE t.description = 'psychotherapy session';
INSERT INTO clin.episode (pk, description, is_open, fk_encounter, modified_by)
SELECT episode, 'therapy', true, encounter, :'login' FROM crowd;
COMMIT;
ANALYZE;
