-- SPDX-License-Identifier: MIT
-- An invented practice in GNUmed, beside the people whom GNUmed itself brings along: two
-- psychotherapists and a colleague without full access, three clients.
\set ON_ERROR_STOP 1
\set QUIET 1
SET SESSION AUTHORIZATION "gm-dbo";
SET default_transaction_read_only TO off;
SET client_min_messages TO error;

BEGIN;
-- Accounts have passwords like their names, as GNUmed's own examples do.
SELECT gm.create_user(name::name, name)
  FROM unnest(ARRAY['hf-tessa', 'hf-ben', 'hf-frieda', 'hf-left']) name \g /dev/null
SELECT gm.add_user_to_permission_group(name::name, 'gm-doctors'::name)
  FROM unnest(ARRAY['hf-tessa', 'hf-ben', 'hf-left']) name \g /dev/null
SELECT gm.add_user_to_permission_group('hf-frieda'::name, 'gm-staff'::name) \g /dev/null
ALTER ROLE "hf-left" VALID UNTIL '2020-01-01';

CREATE FUNCTION pg_temp.person(first text, last text, title text, born timestamptz) RETURNS integer
LANGUAGE sql AS $$
  WITH i AS (INSERT INTO dem.identity (gender, dob, title, comment)
             VALUES ('f', born, title, 'invented') RETURNING pk)
  INSERT INTO dem.names (id_identity, active, lastnames, firstnames)
  SELECT pk, true, last, first FROM i RETURNING id_identity
$$;
INSERT INTO dem.staff (fk_identity, db_user, short_alias, comment, is_active)
SELECT pg_temp.person(first, last, 'Dr.', '1975-05-05 10:00+00'), login, alias, 'invented', true
  FROM (VALUES ('Tessa', 'Invented', 'hf-tessa', 'HFT'), ('Ben', 'Imaginary', 'hf-ben', 'HFB'),
               ('Frieda', 'Desk', 'hf-frieda', 'HFF'), ('Lea', 'Left', 'hf-left', 'HFL'))
       people (first, last, login, alias);
INSERT INTO clin.patient (fk_identity)
SELECT pg_temp.person(first, last, NULL, '1990-04-01 11:00+00')
  FROM (VALUES ('Ada', 'Sample'), ('Bea', 'Specimen'), ('Cora', 'Newcomer')) clients (first, last);
COMMIT;
