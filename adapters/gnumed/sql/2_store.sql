-- SPDX-License-Identifier: MIT
-- Second part, after Holdfast made its tables as gm-dbo: who may do what with them, and the hint.
-- Running it again sets the same rights.

-- Each clinician keeps a practice of their own, named like their login: a row belongs to whoever is
-- logged in, whatever a program asks for.
DO $$
DECLARE
  one record;
  rights text;
BEGIN
  FOR one IN
    SELECT c.relname,
           coalesce(bool_or(t.tgtype & 16 <> 0), false) AS keeps_values,
           coalesce(bool_or(t.tgtype & 8 <> 0), false) AS keeps_rows
      FROM pg_class c
      LEFT JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal
       AND t.tgfoid IN (SELECT p.oid FROM pg_proc p
                         WHERE p.pronamespace = c.relnamespace AND p.proname LIKE 'keep\_fact%')
     WHERE c.relnamespace = 'holdfast'::regnamespace AND c.relkind = 'r'
     GROUP BY c.relname
  LOOP
    EXECUTE format('ALTER TABLE holdfast.%I ENABLE ROW LEVEL SECURITY', one.relname);
    EXECUTE format('DROP POLICY IF EXISTS own ON holdfast.%I', one.relname);
    EXECUTE format('REVOKE ALL ON holdfast.%I FROM PUBLIC, "gm-doctors"', one.relname);
    -- A fact is added and read. The triggers refuse more, and the rights do too; what an erasure
    -- needs beyond that is the owner's.
    rights := CASE
      WHEN one.relname IN ('schema_version', 'erasing') THEN 'SELECT'
      WHEN one.keeps_values THEN 'SELECT, INSERT'
      WHEN one.keeps_rows THEN 'SELECT, INSERT, UPDATE'
      ELSE 'SELECT, INSERT, UPDATE, DELETE' END;
    EXECUTE format('GRANT %s ON holdfast.%I TO "gm-doctors"', rights, one.relname);
    -- Which steps the tables have taken is the same for everybody.
    EXECUTE format('CREATE POLICY own ON holdfast.%I USING (%s)', one.relname,
      CASE one.relname WHEN 'schema_version' THEN 'true' ELSE 'practice_id = session_user' END);
  END LOOP;
END $$;

-- A rating made elsewhere, on a second machine or from paper, shows in the open tab: it is announced as
-- GNUmed announces its own changes, without saying whose it is.
CREATE OR REPLACE FUNCTION holdfast_gnumed.announce() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('gm_table_mod', 'operation=INSERT::table=holdfast.rating');
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS announce ON holdfast.rating;
DROP TRIGGER IF EXISTS announce ON holdfast.rating_end;
DROP TRIGGER IF EXISTS announce ON holdfast.seal_end;
CREATE TRIGGER announce AFTER INSERT ON holdfast.rating
  FOR EACH STATEMENT EXECUTE FUNCTION holdfast_gnumed.announce();
CREATE TRIGGER announce AFTER INSERT ON holdfast.rating_end
  FOR EACH STATEMENT EXECUTE FUNCTION holdfast_gnumed.announce();
CREATE TRIGGER announce AFTER INSERT ON holdfast.seal_end
  FOR EACH STATEMENT EXECUTE FUNCTION holdfast_gnumed.announce();

-- The clients of whoever asks for whom a check-in is open. A sealed rating shows nothing on any way.
CREATE OR REPLACE VIEW holdfast_gnumed.check_in_suggested WITH (security_barrier) AS
SELECT a.id AS alert, k.host_id::integer AS pk_patient
  FROM holdfast.alert a
  JOIN holdfast.alert_now n ON n.practice_id = a.practice_id AND n.alert_id = a.id
  JOIN holdfast.client_key k ON k.practice_id = a.practice_id AND k.client_key = a.subject_key
  LEFT JOIN holdfast.rating r ON r.practice_id = a.practice_id AND r.id = a.rating_id
 WHERE a.practice_id = session_user AND a.kind = 'check_in' AND n.status = 'open'
   AND k.kind = 'client' AND k.host_id ~ '^[0-9]{1,9}$'
   AND (r.sealed_until IS NULL OR r.sealed_until <= extract(epoch FROM now()) * 1000
        OR EXISTS (SELECT 1 FROM holdfast.seal_end e
                    WHERE e.practice_id = r.practice_id AND e.rating_id = r.id));
-- GNUmed asks for hints whoever has logged in; everybody but the clinician is told none.
GRANT SELECT ON holdfast_gnumed.check_in_suggested TO "gm-public";

INSERT INTO ref.auto_hint (title, hint, source, lang, query, is_active, popup_type,
                           highlight_as_priority)
SELECT 'Holdfast: check-in suggested', 'A check-in is suggested. The tab "Holdfast" shows why.',
       'Holdfast', 'en',
       'SELECT EXISTS (SELECT 1 FROM holdfast_gnumed.check_in_suggested WHERE pk_patient = ID_ACTIVE_PATIENT)',
       true, 1, false
 WHERE NOT EXISTS (SELECT 1 FROM ref.auto_hint WHERE title = 'Holdfast: check-in suggested');
