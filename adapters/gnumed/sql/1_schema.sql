-- SPDX-License-Identifier: MIT
-- What Holdfast needs of its own in GNUmed's database, first part: two schemas, and what the adapter
-- reads and keeps. GNUmed's own schemas are read and written like any other client does, and stay as
-- they are. Run as gm-dbo; running it again changes nothing but the views.

-- The ratings: made by Holdfast itself (2_store.sql sets their rights).
CREATE SCHEMA IF NOT EXISTS holdfast;
-- The adapter's: which encounters are sessions, what was handed over to GNUmed.
CREATE SCHEMA IF NOT EXISTS holdfast_gnumed;
REVOKE ALL ON SCHEMA holdfast, holdfast_gnumed FROM PUBLIC;
GRANT USAGE ON SCHEMA holdfast_gnumed TO "gm-public";
GRANT USAGE ON SCHEMA holdfast TO "gm-doctors";

-- An encounter of one of these types is a session. Change it as gm-dbo.
CREATE TABLE IF NOT EXISTS holdfast_gnumed.session_type (description text PRIMARY KEY);
INSERT INTO holdfast_gnumed.session_type SELECT 'psychotherapy session'
 WHERE NOT EXISTS (SELECT 1 FROM holdfast_gnumed.session_type);
INSERT INTO clin.encounter_type (description)
SELECT description FROM holdfast_gnumed.session_type
 WHERE description NOT IN (SELECT description FROM clin.encounter_type);

DROP VIEW IF EXISTS holdfast_gnumed.course, holdfast_gnumed.session, holdfast_gnumed.clinician,
  holdfast_gnumed.encounter_deleted, holdfast_gnumed.client_merged;

-- Staff with full clinical access. Whose login has expired works here no longer.
CREATE VIEW holdfast_gnumed.clinician AS
SELECT s.pk, s.db_user, s.fk_identity AS identity,
       s.is_active AND r.rolcanlogin AND coalesce(r.rolvaliduntil > now(), true) AS is_active
  FROM dem.staff s
  JOIN pg_catalog.pg_roles r ON r.rolname = s.db_user
 WHERE EXISTS (SELECT 1 FROM pg_catalog.pg_auth_members m
                 JOIN pg_catalog.pg_roles g ON g.oid = m.roleid
                WHERE m.member = r.oid AND g.rolname = 'gm-doctors');

-- GNUmed ties an encounter to an episode only through what is written in it. A session belongs to
-- the episode of the first entry made in it, or of the episode begun in it; with no entry yet, to
-- the episode of the client's session before; else to the client's only open episode. Its clinician
-- is who made the first entry, or whoever kept the encounter.
CREATE VIEW holdfast_gnumed.session AS
SELECT e.pk, e.fk_patient AS client, course.pk AS course, c.pk AS clinician, c.db_user, e.started,
       greatest(0, extract(epoch FROM e.last_affirmed - e.started) / 60)::integer AS minutes
  FROM clin.encounter e
  JOIN clin.encounter_type t ON t.pk = e.fk_type
  JOIN holdfast_gnumed.session_type k ON k.description = t.description
  CROSS JOIN LATERAL (
    SELECT coalesce(
      (SELECT i.fk_episode FROM clin.clin_root_item i WHERE i.fk_encounter = e.pk
        ORDER BY i.pk_item LIMIT 1),
      (SELECT min(p.pk) FROM clin.episode p WHERE p.fk_encounter = e.pk),
      (SELECT i.fk_episode FROM clin.encounter b
         JOIN clin.encounter_type bt ON bt.pk = b.fk_type
         JOIN holdfast_gnumed.session_type bk ON bk.description = bt.description
         JOIN clin.clin_root_item i ON i.fk_encounter = b.pk
        WHERE b.fk_patient = e.fk_patient AND b.started < e.started
        ORDER BY b.started DESC, i.pk_item LIMIT 1),
      (SELECT min(p.pk) FROM clin.episode p JOIN clin.encounter b ON b.pk = p.fk_encounter
        WHERE b.fk_patient = e.fk_patient AND p.is_open HAVING count(*) = 1)) AS pk) course
  CROSS JOIN LATERAL (
    SELECT coalesce(
      (SELECT i.modified_by FROM clin.clin_root_item i
         JOIN holdfast_gnumed.clinician w ON w.db_user = i.modified_by
        WHERE i.fk_encounter = e.pk ORDER BY i.pk_item LIMIT 1),
      e.modified_by) AS db_user) author
  JOIN holdfast_gnumed.clinician c ON c.db_user = author.db_user
 WHERE course.pk IS NOT NULL;

-- An episode in which a clinician holds sessions.
CREATE VIEW holdfast_gnumed.course AS
SELECT s.course AS pk, s.client, s.clinician, s.db_user, min(s.started) AS first_session,
       max(s.started) AS last_session
  FROM holdfast_gnumed.session s
 GROUP BY s.course, s.client, s.clinician, s.db_user;

-- Only GNUmed's audit trail knows what is gone, and only its owner reads that.
CREATE VIEW holdfast_gnumed.encounter_deleted AS
SELECT l.pk, l.fk_patient AS client, age(l.xmin) AS row_age
  FROM audit.log_encounter l WHERE l.audit_action = 'DELETE';

-- A client entered twice: GNUmed leaves a note of who was merged into whom.
CREATE VIEW holdfast_gnumed.client_merged AS
SELECT substr(x.external_id, length('GNUmed::pk::') + 1)::integer AS pk, x.id_identity AS merged_into
  FROM dem.lnk_identity2ext_id x
 WHERE x.external_id ~ '^GNUmed::pk::[0-9]{1,9}$';

GRANT SELECT ON holdfast_gnumed.session_type, holdfast_gnumed.clinician, holdfast_gnumed.session,
  holdfast_gnumed.course, holdfast_gnumed.encounter_deleted, holdfast_gnumed.client_merged
  TO "gm-doctors";
-- Who is signed in may be told so, whoever it is.
GRANT SELECT ON holdfast_gnumed.clinician TO "gm-public";

-- What was handed over, once under each key; each clinician sees their own.
CREATE TABLE IF NOT EXISTS holdfast_gnumed.delivery (
  db_user name NOT NULL DEFAULT session_user,
  kind text NOT NULL CHECK (kind IN ('record', 'notice')),
  key text NOT NULL,
  number bigint GENERATED ALWAYS AS IDENTITY,
  client integer,
  made_at timestamptz NOT NULL DEFAULT now(),
  taken_back_at timestamptz,
  reason text,
  PRIMARY KEY (db_user, kind, key),
  UNIQUE (number)
);
-- Where it stands in GNUmed.
CREATE TABLE IF NOT EXISTS holdfast_gnumed.delivered_row (
  number bigint NOT NULL REFERENCES holdfast_gnumed.delivery (number),
  place text NOT NULL CHECK (place IN ('clin.test_result', 'clin.clin_narrative', 'dem.message_inbox')),
  pk integer NOT NULL,
  PRIMARY KEY (number, place, pk)
);
ALTER TABLE holdfast_gnumed.delivery ENABLE ROW LEVEL SECURITY;
ALTER TABLE holdfast_gnumed.delivered_row ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS own ON holdfast_gnumed.delivery;
CREATE POLICY own ON holdfast_gnumed.delivery USING (db_user = session_user);
DROP POLICY IF EXISTS own ON holdfast_gnumed.delivered_row;
CREATE POLICY own ON holdfast_gnumed.delivered_row
  USING (number IN (SELECT d.number FROM holdfast_gnumed.delivery d WHERE d.db_user = session_user));
GRANT SELECT, INSERT ON holdfast_gnumed.delivery, holdfast_gnumed.delivered_row TO "gm-doctors";
GRANT UPDATE (taken_back_at, reason) ON holdfast_gnumed.delivery TO "gm-doctors";

-- Whom the scores come from, as GNUmed lists laboratories.
INSERT INTO dem.org (description, fk_category)
SELECT 'Holdfast', (SELECT pk FROM dem.org_category WHERE description = 'Laboratory' LIMIT 1)
 WHERE NOT EXISTS (SELECT 1 FROM dem.org WHERE description = 'Holdfast');
INSERT INTO dem.org_unit (fk_org, description)
SELECT pk, 'Holdfast rating forms' FROM dem.org o WHERE description = 'Holdfast'
   AND NOT EXISTS (SELECT 1 FROM dem.org_unit u WHERE u.fk_org = o.pk AND u.description = 'Holdfast rating forms');
INSERT INTO clin.test_org (fk_org_unit, comment)
SELECT pk, 'therapeutic alliance, rated by client and therapist' FROM dem.org_unit u
 WHERE description = 'Holdfast rating forms'
   AND NOT EXISTS (SELECT 1 FROM clin.test_org t WHERE t.fk_org_unit = u.pk);
INSERT INTO dem.inbox_item_type (fk_inbox_item_category, description, is_user)
SELECT pk, 'Holdfast', false FROM dem.inbox_item_category WHERE description = 'clinical'
   AND NOT EXISTS (SELECT 1 FROM dem.inbox_item_type WHERE description = 'Holdfast');
