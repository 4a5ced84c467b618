-- SPDX-License-Identifier: MIT
-- The practice's store. Facts are written once; projections follow from them; the mirror is the host's.
-- Instants are milliseconds since 1970 in UTC, days are ISO dates in the practice's zone, scores that must
-- not round are decimal text. A client is named by a random key; `client_key` alone knows whose it is.

-- Erasing is the one way a fact leaves: while a row stands here, in the transaction that erases.
CREATE TABLE erasing (
  practice_id TEXT NOT NULL,
  erasure_id TEXT NOT NULL,
  PRIMARY KEY (practice_id, erasure_id)
) STRICT, WITHOUT ROWID;

-- People ------------------------------------------------------------------------------------------

CREATE TABLE client_key (
  practice_id TEXT NOT NULL,
  client_key TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('client', 'person')),
  host_id TEXT NOT NULL,
  PRIMARY KEY (practice_id, client_key)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX client_key_of ON client_key (practice_id, kind, host_id);

CREATE TABLE person (
  practice_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('staff', 'client', 'carer')),
  clinician_id TEXT,
  client_id TEXT,
  language TEXT,
  supervises_until TEXT,
  described_at INTEGER NOT NULL,
  PRIMARY KEY (practice_id, person_id)
) STRICT, WITHOUT ROWID;

-- Roles, clients cared for, clinicians supervised and covered, as the host last described them.
CREATE TABLE person_link (
  practice_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('role', 'cares_for', 'supervises', 'covers')),
  place INTEGER NOT NULL,
  target TEXT NOT NULL,
  until TEXT,
  PRIMARY KEY (practice_id, person_id, kind, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE visit (
  practice_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  previous_at INTEGER,
  latest_at INTEGER NOT NULL,
  PRIMARY KEY (practice_id, person_id)
) STRICT, WITHOUT ROWID;

-- Team, supervision and cover that the host does not keep.
CREATE TABLE care_link (
  practice_id TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('supervision', 'external_supervision', 'cover', 'team')),
  person_id TEXT NOT NULL,
  clinician_id TEXT NOT NULL,
  until TEXT,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  ended_at INTEGER,
  PRIMARY KEY (practice_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX care_link_of_person ON care_link (practice_id, person_id);
CREATE INDEX care_link_of_clinician ON care_link (practice_id, clinician_id);

-- The mirror of the host ----------------------------------------------------------------------------

CREATE TABLE mirror_client (
  practice_id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  name TEXT NOT NULL,
  folded_name TEXT NOT NULL,
  initials TEXT NOT NULL,
  birth_date TEXT,
  language TEXT,
  active INTEGER NOT NULL,
  deceased INTEGER NOT NULL,
  merged_into TEXT,
  sensitivity TEXT,
  PRIMARY KEY (practice_id, client_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE mirror_clinician (
  practice_id TEXT NOT NULL,
  clinician_id TEXT NOT NULL,
  name TEXT NOT NULL,
  person_id TEXT,
  active INTEGER NOT NULL,
  PRIMARY KEY (practice_id, clinician_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE mirror_clinician_supervisor (
  practice_id TEXT NOT NULL,
  clinician_id TEXT NOT NULL,
  place INTEGER NOT NULL,
  supervisor_id TEXT NOT NULL,
  PRIMARY KEY (practice_id, clinician_id, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE mirror_course (
  practice_id TEXT NOT NULL,
  course_id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  setting TEXT NOT NULL,
  started TEXT,
  ended TEXT,
  end_reason TEXT,
  PRIMARY KEY (practice_id, course_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX mirror_course_of_client ON mirror_course (practice_id, client_id);

CREATE TABLE mirror_course_clinician (
  practice_id TEXT NOT NULL,
  course_id TEXT NOT NULL,
  place INTEGER NOT NULL,
  clinician_id TEXT NOT NULL,
  PRIMARY KEY (practice_id, course_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX mirror_course_of_clinician ON mirror_course_clinician (practice_id, clinician_id);

CREATE TABLE mirror_session (
  practice_id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  course_id TEXT NOT NULL,
  clinician_id TEXT NOT NULL,
  start_at INTEGER NOT NULL,
  day TEXT NOT NULL,
  minutes INTEGER NOT NULL,
  attendance TEXT NOT NULL,
  place TEXT NOT NULL,
  setting TEXT NOT NULL,
  PRIMARY KEY (practice_id, session_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX mirror_session_of_day ON mirror_session (practice_id, day, clinician_id, start_at);
CREATE INDEX mirror_session_of_course
  ON mirror_session (practice_id, course_id, attendance, start_at, session_id);

CREATE TABLE mirror_session_participant (
  practice_id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  place INTEGER NOT NULL,
  client_id TEXT NOT NULL,
  PRIMARY KEY (practice_id, session_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX mirror_session_of_participant ON mirror_session_participant (practice_id, client_id);

CREATE TABLE mirror_cursor (
  practice_id TEXT NOT NULL,
  cursor TEXT NOT NULL,
  filled_at INTEGER NOT NULL,
  PRIMARY KEY (practice_id)
) STRICT, WITHOUT ROWID;

-- Ratings --------------------------------------------------------------------------------------------

-- Where rows come by the thousand, words are checked by OR: for an IN of three SQLite builds a table
-- at every row.
-- measures: of the instrument. scored: 1 with a total of the alliance; that of an outcome measure
-- is drawn beside, and no rule, list or report counts it.
CREATE TABLE rating (
  practice_id TEXT NOT NULL,
  id TEXT NOT NULL,
  course_id TEXT NOT NULL,
  subject_key TEXT NOT NULL,
  rater TEXT NOT NULL CHECK (rater = 'client' OR rater = 'therapist' OR rater = 'observer'),
  relation TEXT NOT NULL CHECK (relation = 'self' OR relation = 'carer' OR relation = 'observer'),
  rater_key TEXT NOT NULL,
  instrument TEXT NOT NULL,
  version TEXT NOT NULL,
  language TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('screen', 'paper')),
  setting TEXT NOT NULL CHECK (setting IN ('individual', 'group')),
  clinician_id TEXT NOT NULL,
  session_id TEXT,
  day TEXT NOT NULL,
  session_start INTEGER NOT NULL,
  session_number INTEGER NOT NULL,
  entered_at INTEGER NOT NULL,
  submitted_by TEXT NOT NULL,
  submitted_as TEXT,
  place TEXT NOT NULL,
  assistance TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source = 'form' OR source = 'paper' OR source = 'import'),
  declined INTEGER NOT NULL,
  scored INTEGER NOT NULL,
  raw TEXT,
  pomp REAL,
  tension INTEGER,
  told INTEGER,
  duration_ms INTEGER NOT NULL,
  answered INTEGER NOT NULL,
  straight_line INTEGER NOT NULL,
  sealed_until INTEGER,
  idempotency_key TEXT,
  request_digest TEXT,
  takes_place_of TEXT,
  measures TEXT NOT NULL CHECK (measures IN ('alliance', 'outcome')),
  PRIMARY KEY (practice_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX rating_of_course
  ON rating (practice_id, course_id, rater, scored, day, session_start, session_number, id);
CREATE INDEX rating_of_session
  ON rating (practice_id, session_id, rater, id) WHERE session_id IS NOT NULL;
CREATE UNIQUE INDEX rating_of_key
  ON rating (practice_id, idempotency_key) WHERE idempotency_key IS NOT NULL;

CREATE TABLE rating_answer (
  practice_id TEXT NOT NULL,
  rating_id TEXT NOT NULL,
  item TEXT NOT NULL,
  place INTEGER NOT NULL,
  value TEXT,
  touched INTEGER NOT NULL,
  PRIMARY KEY (practice_id, rating_id, item),
  FOREIGN KEY (practice_id, rating_id) REFERENCES rating (practice_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE rating_subscale (
  practice_id TEXT NOT NULL,
  rating_id TEXT NOT NULL,
  name TEXT NOT NULL,
  place INTEGER NOT NULL,
  raw TEXT NOT NULL,
  pomp REAL NOT NULL,
  PRIMARY KEY (practice_id, rating_id, name),
  FOREIGN KEY (practice_id, rating_id) REFERENCES rating (practice_id, id)
) STRICT, WITHOUT ROWID;

-- What one person wrote for another person's eyes only.
CREATE TABLE rating_comment (
  practice_id TEXT NOT NULL,
  rating_id TEXT NOT NULL,
  addressed_to TEXT NOT NULL CHECK (addressed_to IN ('therapist', 'second_contact')),
  item TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (practice_id, rating_id, addressed_to, item),
  FOREIGN KEY (practice_id, rating_id) REFERENCES rating (practice_id, id)
) STRICT, WITHOUT ROWID;

-- A rating with a row here no longer stands.
CREATE TABLE rating_end (
  practice_id TEXT NOT NULL,
  rating_id TEXT NOT NULL,
  how TEXT NOT NULL CHECK (how IN ('voided', 'moved', 'matched', 'corrected')),
  reason TEXT NOT NULL,
  ended_by TEXT NOT NULL,
  successor_id TEXT,
  ended_at INTEGER NOT NULL,
  PRIMARY KEY (practice_id, rating_id),
  FOREIGN KEY (practice_id, rating_id) REFERENCES rating (practice_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE seal_end (
  practice_id TEXT NOT NULL,
  rating_id TEXT NOT NULL,
  why TEXT NOT NULL CHECK (why IN ('therapist_rated', 'therapist_declined', 'released')),
  ended_at INTEGER NOT NULL,
  PRIMARY KEY (practice_id, rating_id),
  FOREIGN KEY (practice_id, rating_id) REFERENCES rating (practice_id, id)
) STRICT, WITHOUT ROWID;

-- "Read today": no alert, never sealed; stays on Today until opened.
CREATE TABLE read_today (
  practice_id TEXT NOT NULL,
  id TEXT NOT NULL,
  cause TEXT NOT NULL CHECK (cause IN ('risk_item', 'second_contact')),
  rating_id TEXT NOT NULL,
  item TEXT NOT NULL,
  course_id TEXT NOT NULL,
  client_key TEXT NOT NULL,
  reader_id TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  PRIMARY KEY (practice_id, id),
  FOREIGN KEY (practice_id, rating_id) REFERENCES rating (practice_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX read_today_of_reader ON read_today (practice_id, reader_id);
CREATE INDEX read_today_of_rating ON read_today (practice_id, rating_id);

CREATE TABLE read_today_opened (
  practice_id TEXT NOT NULL,
  id TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  PRIMARY KEY (practice_id, id),
  FOREIGN KEY (practice_id, id) REFERENCES read_today (practice_id, id)
) STRICT, WITHOUT ROWID;

-- Detection and repair ---------------------------------------------------------------------------------

CREATE TABLE parameter_version (
  practice_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  body TEXT NOT NULL,
  accepted_by TEXT NOT NULL,
  accepted_at INTEGER NOT NULL,
  PRIMARY KEY (practice_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE alert (
  practice_id TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL
    CHECK (kind = 'check_in' OR kind = 'notice' OR kind = 'note' OR kind = 'own'),
  rule TEXT NOT NULL,
  cause TEXT NOT NULL,
  joins TEXT,
  rating_id TEXT,
  session_id TEXT,
  course_id TEXT NOT NULL,
  subject_key TEXT NOT NULL,
  clinician_id TEXT NOT NULL,
  instrument TEXT NOT NULL,
  version TEXT NOT NULL,
  day TEXT NOT NULL,
  found_at INTEGER NOT NULL,
  strong INTEGER NOT NULL,
  raw TEXT NOT NULL,
  score REAL NOT NULL,
  expected REAL NOT NULL,
  sd REAL NOT NULL,
  z REAL NOT NULL,
  low REAL NOT NULL,
  high REAL NOT NULL,
  highest REAL NOT NULL,
  earlier INTEGER NOT NULL,
  evidence REAL NOT NULL,
  tension_points REAL NOT NULL,
  evidence_threshold REAL NOT NULL,
  said_directly INTEGER NOT NULL,
  previous_score REAL,
  previous_z REAL,
  before_third_session INTEGER NOT NULL,
  tension INTEGER,
  area TEXT NOT NULL,
  parameter_version INTEGER NOT NULL,
  PRIMARY KEY (practice_id, id),
  FOREIGN KEY (practice_id, rating_id) REFERENCES rating (practice_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_of_course ON alert (practice_id, course_id, day);
CREATE INDEX alert_of_rating ON alert (practice_id, rating_id) WHERE rating_id IS NOT NULL;
CREATE INDEX alert_joining ON alert (practice_id, joins) WHERE joins IS NOT NULL;
CREATE INDEX alert_of_clinician ON alert (practice_id, clinician_id, day);

CREATE TABLE alert_event (
  practice_id TEXT NOT NULL,
  alert_id TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  reason TEXT NOT NULL,
  until TEXT,
  strain TEXT NOT NULL,
  tried TEXT NOT NULL,
  words TEXT NOT NULL,
  handed_to TEXT,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  PRIMARY KEY (practice_id, alert_id, id),
  FOREIGN KEY (practice_id, alert_id) REFERENCES alert (practice_id, id)
) STRICT, WITHOUT ROWID;

-- Projection: how each check-in stands.
CREATE TABLE alert_now (
  practice_id TEXT NOT NULL,
  alert_id TEXT NOT NULL,
  course_id TEXT NOT NULL,
  subject_key TEXT NOT NULL,
  clinician_id TEXT NOT NULL,
  cause TEXT NOT NULL,
  status TEXT NOT NULL
    CHECK (status = 'open' OR status = 'acknowledged' OR status = 'snoozed'
      OR status = 'closed' OR status = 'withdrawn'),
  findings INTEGER NOT NULL,
  last_day TEXT NOT NULL,
  snoozed_until TEXT,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (practice_id, alert_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_now_of_course ON alert_now (practice_id, course_id, status);
CREATE INDEX alert_now_of_clinician ON alert_now (practice_id, clinician_id, status)
  WHERE status IN ('open', 'acknowledged', 'snoozed');

CREATE TABLE repair_event (
  practice_id TEXT NOT NULL,
  repair_id TEXT NOT NULL,
  id TEXT NOT NULL,
  course_id TEXT NOT NULL,
  subject_key TEXT NOT NULL,
  kind TEXT NOT NULL,
  rating_id TEXT,
  session_id TEXT,
  detail TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  PRIMARY KEY (practice_id, repair_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX repair_event_of_course ON repair_event (practice_id, course_id);

-- Projection: how each repair stands.
CREATE TABLE repair_now (
  practice_id TEXT NOT NULL,
  repair_id TEXT NOT NULL,
  course_id TEXT NOT NULL,
  subject_key TEXT NOT NULL,
  clinician_id TEXT NOT NULL,
  alert_id TEXT NOT NULL,
  opened_by TEXT NOT NULL,
  opened TEXT NOT NULL,
  state TEXT NOT NULL,
  level REAL NOT NULL,
  lowest REAL NOT NULL,
  recovered REAL NOT NULL,
  ratings INTEGER NOT NULL,
  repeats INTEGER NOT NULL,
  talked_through INTEGER NOT NULL,
  closed TEXT,
  asks_for_new_level INTEGER NOT NULL,
  PRIMARY KEY (practice_id, repair_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX repair_now_of_course ON repair_now (practice_id, course_id, opened);

-- Projections: where detection and repair left off.
CREATE TABLE series_state (
  practice_id TEXT NOT NULL,
  course_id TEXT NOT NULL,
  subject_key TEXT NOT NULL,
  instrument TEXT NOT NULL,
  version TEXT NOT NULL,
  language TEXT NOT NULL,
  rater TEXT NOT NULL,
  relation TEXT NOT NULL,
  rater_key TEXT NOT NULL,
  mode TEXT NOT NULL,
  clinician_id TEXT NOT NULL,
  setting TEXT NOT NULL,
  ratings INTEGER NOT NULL,
  last_day TEXT NOT NULL,
  last_rating_id TEXT NOT NULL,
  parameter_version INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (practice_id, course_id, subject_key, instrument, version, language, rater, relation,
               rater_key, mode, clinician_id, setting)
) STRICT, WITHOUT ROWID;

CREATE TABLE course_state (
  practice_id TEXT NOT NULL,
  course_id TEXT NOT NULL,
  subject_key TEXT NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (practice_id, course_id, subject_key)
) STRICT, WITHOUT ROWID;

-- Forms and invitations ----------------------------------------------------------------------------------

CREATE TABLE form_given (
  practice_id TEXT NOT NULL,
  id TEXT NOT NULL,
  course_id TEXT NOT NULL,
  session_id TEXT,
  subject_key TEXT NOT NULL,
  rater TEXT NOT NULL,
  relation TEXT NOT NULL,
  rater_key TEXT NOT NULL,
  instrument TEXT NOT NULL,
  version TEXT NOT NULL,
  language TEXT NOT NULL,
  clinician_id TEXT NOT NULL,
  way TEXT NOT NULL,
  status TEXT NOT NULL
    CHECK (status IN ('given', 'opened', 'done', 'declined', 'expired', 'taken_back')),
  rating_id TEXT,
  given_by TEXT NOT NULL,
  given_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (practice_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX form_given_of_session ON form_given (practice_id, session_id) WHERE session_id IS NOT NULL;
CREATE INDEX form_given_of_course ON form_given (practice_id, course_id);
CREATE INDEX form_given_waiting ON form_given (practice_id, clinician_id, given_at)
  WHERE status IN ('given', 'opened');

CREATE TABLE invitation (
  practice_id TEXT NOT NULL,
  id TEXT NOT NULL,
  form_id TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  code_hash TEXT,
  pin_hash TEXT,
  kiosk INTEGER NOT NULL,
  channel TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  opened_at INTEGER,
  used_at INTEGER,
  revoked_at INTEGER,
  tries INTEGER NOT NULL,
  PRIMARY KEY (practice_id, id),
  FOREIGN KEY (practice_id, form_id) REFERENCES form_given (practice_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX invitation_of_token ON invitation (practice_id, token_hash);
CREATE INDEX invitation_of_code ON invitation (practice_id, code_hash) WHERE code_hash IS NOT NULL;
CREATE INDEX invitation_of_form ON invitation (practice_id, form_id);

-- Consent ----------------------------------------------------------------------------------------------

CREATE TABLE consent (
  practice_id TEXT NOT NULL,
  client_key TEXT NOT NULL,
  id TEXT NOT NULL,
  purpose TEXT NOT NULL
    CHECK (purpose IN ('forms', 'reminders', 'supervision', 'write_back', 'carer_view', 'research')),
  channel TEXT NOT NULL,
  answer TEXT NOT NULL CHECK (answer IN ('informed', 'agreed', 'refused', 'withdrawn')),
  given_by TEXT NOT NULL,
  recorded_by TEXT NOT NULL,
  text_version TEXT NOT NULL,
  day TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  PRIMARY KEY (practice_id, client_key, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE consent_text (
  practice_id TEXT NOT NULL,
  purpose TEXT NOT NULL,
  version TEXT NOT NULL,
  language TEXT NOT NULL,
  text TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  PRIMARY KEY (practice_id, purpose, version, language)
) STRICT, WITHOUT ROWID;

-- Delivery to the host -----------------------------------------------------------------------------------

CREATE TABLE outbox (
  practice_id TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL
    CHECK (kind = 'put' OR kind = 'retract' OR kind = 'post' OR kind = 'withdraw'),
  about TEXT NOT NULL,
  delivery_key TEXT NOT NULL,
  client_key TEXT NOT NULL,
  body TEXT NOT NULL,
  status TEXT NOT NULL
    CHECK (status = 'waiting' OR status = 'claimed' OR status = 'done' OR status = 'parked'),
  attempts INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  claimed_by TEXT,
  reason TEXT NOT NULL,
  host_name TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  done_at INTEGER,
  PRIMARY KEY (practice_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX outbox_of_key ON outbox (practice_id, delivery_key, kind);
CREATE INDEX outbox_open ON outbox (practice_id, client_key, id) WHERE status <> 'done';
CREATE INDEX outbox_due ON outbox (practice_id, due_at) WHERE status IN ('waiting', 'claimed');
CREATE INDEX outbox_done ON outbox (practice_id, client_key, done_at) WHERE status = 'done';

-- Settings ----------------------------------------------------------------------------------------------

CREATE TABLE setting (
  practice_id TEXT NOT NULL,
  key TEXT NOT NULL,
  number INTEGER NOT NULL,
  value TEXT NOT NULL,
  set_by TEXT NOT NULL,
  set_at INTEGER NOT NULL,
  PRIMARY KEY (practice_id, key, number)
) STRICT, WITHOUT ROWID;

-- Answers to requests that carried a key, other than ratings (which carry their own).
CREATE TABLE idempotency (
  practice_id TEXT NOT NULL,
  key TEXT NOT NULL,
  request_digest TEXT NOT NULL,
  answer TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  PRIMARY KEY (practice_id, key)
) STRICT, WITHOUT ROWID;

-- Assertions of a host that talks over a socket, each good once; shared by all processes.
CREATE TABLE assertion_nonce (
  practice_id TEXT NOT NULL,
  site TEXT NOT NULL,
  nonce TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (practice_id, site, nonce)
) STRICT, WITHOUT ROWID;

-- Audit ---------------------------------------------------------------------------------------------------

CREATE TABLE audit_line (
  practice_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  at INTEGER NOT NULL,
  actor_kind TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  outcome TEXT NOT NULL,
  why TEXT NOT NULL,
  from_where TEXT NOT NULL,
  client_key TEXT NOT NULL,
  object TEXT NOT NULL,
  payload_digest TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (practice_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_line_of_client ON audit_line (practice_id, client_key, number)
  WHERE client_key <> '';

CREATE TABLE audit_payload (
  practice_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  salt TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (practice_id, number),
  FOREIGN KEY (practice_id, number) REFERENCES audit_line (practice_id, number)
) STRICT, WITHOUT ROWID;

-- Access out of the ordinary, transfer, retention, erasure ---------------------------------------------------

CREATE TABLE break_glass (
  practice_id TEXT NOT NULL,
  id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  client_key TEXT NOT NULL,
  reason TEXT NOT NULL,
  begins_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  PRIMARY KEY (practice_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX break_glass_of_person ON break_glass (practice_id, person_id, ends_at);

CREATE TABLE access_request (
  practice_id TEXT NOT NULL,
  id TEXT NOT NULL,
  client_key TEXT NOT NULL,
  asked_on TEXT NOT NULL,
  recorded_by TEXT NOT NULL,
  answered_at INTEGER,
  PRIMARY KEY (practice_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE transfer (
  practice_id TEXT NOT NULL,
  id TEXT NOT NULL,
  course_id TEXT NOT NULL,
  client_key TEXT NOT NULL,
  from_clinician_id TEXT NOT NULL,
  to_clinician_id TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  PRIMARY KEY (practice_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE legal_hold (
  practice_id TEXT NOT NULL,
  id TEXT NOT NULL,
  client_key TEXT NOT NULL,
  reason TEXT NOT NULL,
  placed_by TEXT NOT NULL,
  placed_at INTEGER NOT NULL,
  lifted_by TEXT,
  lifted_at INTEGER,
  PRIMARY KEY (practice_id, id)
) STRICT, WITHOUT ROWID;

-- A copy restored from a backup erases again what this ledger names.
CREATE TABLE erasure (
  practice_id TEXT NOT NULL,
  id TEXT NOT NULL,
  client_key TEXT NOT NULL,
  host_id_digest TEXT NOT NULL,
  salt TEXT NOT NULL,
  reason TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  agreed_by TEXT NOT NULL,
  erased_at INTEGER NOT NULL,
  PRIMARY KEY (practice_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE erasure_certificate (
  practice_id TEXT NOT NULL,
  erasure_id TEXT NOT NULL,
  body TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  PRIMARY KEY (practice_id, erasure_id),
  FOREIGN KEY (practice_id, erasure_id) REFERENCES erasure (practice_id, id)
) STRICT, WITHOUT ROWID;

-- Facts stay --------------------------------------------------------------------------------------------------

CREATE TRIGGER rating_unchanged BEFORE UPDATE ON rating BEGIN
  SELECT RAISE(ABORT, 'rating: a fact is never changed');
END;
CREATE TRIGGER rating_kept BEFORE DELETE ON rating
  WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE practice_id = OLD.practice_id) BEGIN
  SELECT RAISE(ABORT, 'rating: a fact is never removed');
END;

CREATE TRIGGER rating_answer_unchanged BEFORE UPDATE ON rating_answer BEGIN
  SELECT RAISE(ABORT, 'rating_answer: a fact is never changed');
END;
CREATE TRIGGER rating_answer_kept BEFORE DELETE ON rating_answer
  WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE practice_id = OLD.practice_id) BEGIN
  SELECT RAISE(ABORT, 'rating_answer: a fact is never removed');
END;

CREATE TRIGGER rating_subscale_unchanged BEFORE UPDATE ON rating_subscale BEGIN
  SELECT RAISE(ABORT, 'rating_subscale: a fact is never changed');
END;
CREATE TRIGGER rating_subscale_kept BEFORE DELETE ON rating_subscale
  WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE practice_id = OLD.practice_id) BEGIN
  SELECT RAISE(ABORT, 'rating_subscale: a fact is never removed');
END;

CREATE TRIGGER rating_comment_unchanged BEFORE UPDATE ON rating_comment BEGIN
  SELECT RAISE(ABORT, 'rating_comment: a fact is never changed');
END;
CREATE TRIGGER rating_comment_kept BEFORE DELETE ON rating_comment
  WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE practice_id = OLD.practice_id) BEGIN
  SELECT RAISE(ABORT, 'rating_comment: a fact is never removed');
END;

CREATE TRIGGER rating_end_unchanged BEFORE UPDATE ON rating_end BEGIN
  SELECT RAISE(ABORT, 'rating_end: a fact is never changed');
END;
CREATE TRIGGER rating_end_kept BEFORE DELETE ON rating_end
  WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE practice_id = OLD.practice_id) BEGIN
  SELECT RAISE(ABORT, 'rating_end: a fact is never removed');
END;

CREATE TRIGGER seal_end_unchanged BEFORE UPDATE ON seal_end BEGIN
  SELECT RAISE(ABORT, 'seal_end: a fact is never changed');
END;
CREATE TRIGGER seal_end_kept BEFORE DELETE ON seal_end
  WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE practice_id = OLD.practice_id) BEGIN
  SELECT RAISE(ABORT, 'seal_end: a fact is never removed');
END;

CREATE TRIGGER read_today_unchanged BEFORE UPDATE ON read_today BEGIN
  SELECT RAISE(ABORT, 'read_today: a fact is never changed');
END;
CREATE TRIGGER read_today_kept BEFORE DELETE ON read_today
  WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE practice_id = OLD.practice_id) BEGIN
  SELECT RAISE(ABORT, 'read_today: a fact is never removed');
END;

CREATE TRIGGER read_today_opened_unchanged BEFORE UPDATE ON read_today_opened BEGIN
  SELECT RAISE(ABORT, 'read_today_opened: a fact is never changed');
END;
CREATE TRIGGER read_today_opened_kept BEFORE DELETE ON read_today_opened
  WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE practice_id = OLD.practice_id) BEGIN
  SELECT RAISE(ABORT, 'read_today_opened: a fact is never removed');
END;

CREATE TRIGGER parameter_version_unchanged BEFORE UPDATE ON parameter_version BEGIN
  SELECT RAISE(ABORT, 'parameter_version: a fact is never changed');
END;
CREATE TRIGGER parameter_version_kept BEFORE DELETE ON parameter_version BEGIN
  SELECT RAISE(ABORT, 'parameter_version: a fact is never removed');
END;

CREATE TRIGGER alert_unchanged BEFORE UPDATE ON alert BEGIN
  SELECT RAISE(ABORT, 'alert: a fact is never changed');
END;
CREATE TRIGGER alert_kept BEFORE DELETE ON alert
  WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE practice_id = OLD.practice_id) BEGIN
  SELECT RAISE(ABORT, 'alert: a fact is never removed');
END;

CREATE TRIGGER alert_event_unchanged BEFORE UPDATE ON alert_event BEGIN
  SELECT RAISE(ABORT, 'alert_event: a fact is never changed');
END;
CREATE TRIGGER alert_event_kept BEFORE DELETE ON alert_event
  WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE practice_id = OLD.practice_id) BEGIN
  SELECT RAISE(ABORT, 'alert_event: a fact is never removed');
END;

CREATE TRIGGER repair_event_unchanged BEFORE UPDATE ON repair_event BEGIN
  SELECT RAISE(ABORT, 'repair_event: a fact is never changed');
END;
CREATE TRIGGER repair_event_kept BEFORE DELETE ON repair_event
  WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE practice_id = OLD.practice_id) BEGIN
  SELECT RAISE(ABORT, 'repair_event: a fact is never removed');
END;

CREATE TRIGGER consent_unchanged BEFORE UPDATE ON consent BEGIN
  SELECT RAISE(ABORT, 'consent: a fact is never changed');
END;
CREATE TRIGGER consent_kept BEFORE DELETE ON consent
  WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE practice_id = OLD.practice_id) BEGIN
  SELECT RAISE(ABORT, 'consent: a fact is never removed');
END;

CREATE TRIGGER consent_text_unchanged BEFORE UPDATE ON consent_text BEGIN
  SELECT RAISE(ABORT, 'consent_text: a fact is never changed');
END;
CREATE TRIGGER consent_text_kept BEFORE DELETE ON consent_text BEGIN
  SELECT RAISE(ABORT, 'consent_text: a fact is never removed');
END;

CREATE TRIGGER setting_unchanged BEFORE UPDATE ON setting BEGIN
  SELECT RAISE(ABORT, 'setting: a fact is never changed');
END;
CREATE TRIGGER setting_kept BEFORE DELETE ON setting BEGIN
  SELECT RAISE(ABORT, 'setting: a fact is never removed');
END;

CREATE TRIGGER transfer_unchanged BEFORE UPDATE ON transfer BEGIN
  SELECT RAISE(ABORT, 'transfer: a fact is never changed');
END;
CREATE TRIGGER transfer_kept BEFORE DELETE ON transfer
  WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE practice_id = OLD.practice_id) BEGIN
  SELECT RAISE(ABORT, 'transfer: a fact is never removed');
END;

CREATE TRIGGER audit_line_unchanged BEFORE UPDATE ON audit_line BEGIN
  SELECT RAISE(ABORT, 'audit_line: a fact is never changed');
END;
CREATE TRIGGER audit_line_kept BEFORE DELETE ON audit_line BEGIN
  SELECT RAISE(ABORT, 'audit_line: a fact is never removed');
END;

CREATE TRIGGER audit_payload_unchanged BEFORE UPDATE ON audit_payload BEGIN
  SELECT RAISE(ABORT, 'audit_payload: a fact is never changed');
END;
CREATE TRIGGER audit_payload_kept BEFORE DELETE ON audit_payload
  WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE practice_id = OLD.practice_id) BEGIN
  SELECT RAISE(ABORT, 'audit_payload: a fact is never removed');
END;

CREATE TRIGGER erasure_unchanged BEFORE UPDATE ON erasure BEGIN
  SELECT RAISE(ABORT, 'erasure: a fact is never changed');
END;
CREATE TRIGGER erasure_kept BEFORE DELETE ON erasure BEGIN
  SELECT RAISE(ABORT, 'erasure: a fact is never removed');
END;

CREATE TRIGGER erasure_certificate_unchanged BEFORE UPDATE ON erasure_certificate BEGIN
  SELECT RAISE(ABORT, 'erasure_certificate: a fact is never changed');
END;
CREATE TRIGGER erasure_certificate_kept BEFORE DELETE ON erasure_certificate BEGIN
  SELECT RAISE(ABORT, 'erasure_certificate: a fact is never removed');
END;

-- What the planner should believe, so that a page is planned the same in a young and in an old practice:
-- that practice_id alone says nothing.
ANALYZE;
DELETE FROM sqlite_stat1;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('erasing', 'erasing', '1000000 1000000 1'),
  ('client_key', 'client_key_of', '1000000 1000000 500000 1'),
  ('client_key', 'client_key', '1000000 1000000 1'),
  ('person', 'person', '1000000 1000000 1'),
  ('person_link', 'person_link', '1000000 1000000 30 3 1'),
  ('visit', 'visit', '1000000 1000000 1'),
  ('care_link', 'care_link_of_clinician', '1000000 1000000 4000'),
  ('care_link', 'care_link_of_person', '1000000 1000000 30'),
  ('care_link', 'care_link', '1000000 1000000 1'),
  ('mirror_client', 'mirror_client', '1000000 1000000 1'),
  ('mirror_clinician', 'mirror_clinician', '1000000 1000000 1'),
  ('mirror_clinician_supervisor', 'mirror_clinician_supervisor', '1000000 1000000 4000 1'),
  ('mirror_course', 'mirror_course_of_client', '1000000 1000000 30'),
  ('mirror_course', 'mirror_course', '1000000 1000000 1'),
  ('mirror_course_clinician', 'mirror_course_of_clinician', '1000000 1000000 4000'),
  ('mirror_course_clinician', 'mirror_course_clinician', '1000000 1000000 30 1'),
  ('mirror_session', 'mirror_session_of_course', '1000000 1000000 30 3 1 1'),
  ('mirror_session', 'mirror_session_of_day', '1000000 1000000 100 12 1'),
  ('mirror_session', 'mirror_session', '1000000 1000000 1'),
  ('mirror_session_participant', 'mirror_session_of_participant', '1000000 1000000 30'),
  ('mirror_session_participant', 'mirror_session_participant', '1000000 1000000 30 1'),
  ('rating', 'rating_of_key', '1000000 1000000 1'),
  ('rating', 'rating_of_session', '1000000 1000000 30 3 1'),
  ('rating', 'rating_of_course', '1000000 1000000 30 3 1 1 1 1 1'),
  ('rating', 'rating', '1000000 1000000 1'),
  ('rating_answer', 'rating_answer', '1000000 1000000 30 1'),
  ('rating_subscale', 'rating_subscale', '1000000 1000000 30 1'),
  ('rating_comment', 'rating_comment', '1000000 1000000 30 3 1'),
  ('rating_end', 'rating_end', '1000000 1000000 1'),
  ('seal_end', 'seal_end', '1000000 1000000 1'),
  ('read_today', 'read_today_of_rating', '1000000 1000000 30'),
  ('read_today', 'read_today_of_reader', '1000000 1000000 30'),
  ('read_today', 'read_today', '1000000 1000000 1'),
  ('read_today_opened', 'read_today_opened', '1000000 1000000 1'),
  ('parameter_version', 'parameter_version', '1000000 1000000 1'),
  ('alert', 'alert_of_clinician', '1000000 1000000 4000 500'),
  ('alert', 'alert_joining', '1000000 1000000 30'),
  ('alert', 'alert_of_rating', '1000000 1000000 30'),
  ('alert', 'alert_of_course', '1000000 1000000 30 3'),
  ('alert', 'alert', '1000000 1000000 1'),
  ('alert_event', 'alert_event', '1000000 1000000 30 1'),
  ('alert_now', 'alert_now_of_clinician', '1000 1000 1000 125'),
  ('alert_now', 'alert_now_of_course', '1000000 1000000 30 3'),
  ('alert_now', 'alert_now', '1000000 1000000 1'),
  ('repair_event', 'repair_event_of_course', '1000000 1000000 30'),
  ('repair_event', 'repair_event', '1000000 1000000 30 1'),
  ('repair_now', 'repair_now_of_course', '1000000 1000000 30 3'),
  ('repair_now', 'repair_now', '1000000 1000000 1'),
  ('series_state', 'series_state', '1000000 1000000 30 3 1 1 1 1 1 1 1 1 1'),
  ('course_state', 'course_state', '1000000 1000000 30 1'),
  ('form_given', 'form_given_waiting', '1000 1000 1000 125'),
  ('form_given', 'form_given_of_course', '1000000 1000000 30'),
  ('form_given', 'form_given_of_session', '1000000 1000000 30'),
  ('form_given', 'form_given', '1000000 1000000 1'),
  ('invitation', 'invitation_of_form', '1000000 1000000 30'),
  ('invitation', 'invitation_of_code', '1000000 1000000 30'),
  ('invitation', 'invitation_of_token', '1000000 1000000 1'),
  ('invitation', 'invitation', '1000000 1000000 1'),
  ('consent', 'consent', '1000000 1000000 40 1'),
  ('consent_text', 'consent_text', '1000000 1000000 20 2 1'),
  ('outbox', 'outbox_done', '1000000 1000000 40 5'),
  ('outbox', 'outbox_due', '1000 1000 20'),
  ('outbox', 'outbox_open', '1000 1000 40 5'),
  ('outbox', 'outbox_of_key', '1000000 1000000 1 1'),
  ('outbox', 'outbox', '1000000 1000000 1'),
  ('setting', 'setting', '1000000 1000000 3 1'),
  ('idempotency', 'idempotency', '1000000 1000000 1'),
  ('assertion_nonce', 'assertion_nonce', '1000000 1000000 30 1'),
  ('audit_line', 'audit_line_of_client', '1000000 1000000 40 5'),
  ('audit_line', 'audit_line', '1000000 1000000 1'),
  ('audit_payload', 'audit_payload', '1000000 1000000 1'),
  ('break_glass', 'break_glass_of_person', '1000000 1000000 30 3'),
  ('break_glass', 'break_glass', '1000000 1000000 1'),
  ('access_request', 'access_request', '1000000 1000000 1'),
  ('transfer', 'transfer', '1000000 1000000 1'),
  ('legal_hold', 'legal_hold', '1000000 1000000 1'),
  ('erasure', 'erasure', '1000000 1000000 1'),
  ('erasure_certificate', 'erasure_certificate', '1000000 1000000 1');
ANALYZE sqlite_schema;
