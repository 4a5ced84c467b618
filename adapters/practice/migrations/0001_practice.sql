-- SPDX-License-Identifier: MIT
-- A little practice: people, courses of treatment, appointments, and what Holdfast writes into it.
-- Days are texts "2026-11-23"; instants are Unix milliseconds, UTC.

CREATE TABLE setting (             -- epoch, zone, demo
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE clinician (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  person TEXT,                     -- the user who this clinician is
  active INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE clinician_supervisor (
  clinician TEXT NOT NULL REFERENCES clinician ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  supervisor TEXT NOT NULL REFERENCES clinician DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (clinician, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE client (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  folded_name TEXT NOT NULL,       -- in small letters, for searching
  initials TEXT,
  birth_date TEXT,
  language TEXT,
  active INTEGER NOT NULL,         -- 0 after discharge or death
  deceased INTEGER NOT NULL,
  merged_into TEXT REFERENCES client DEFERRABLE INITIALLY DEFERRED,
  sensitivity TEXT NOT NULL        -- JSON list of labels
) STRICT, WITHOUT ROWID;
CREATE INDEX client_by_name ON client (folded_name, id);

CREATE TABLE course (
  id TEXT PRIMARY KEY,
  client TEXT NOT NULL REFERENCES client DEFERRABLE INITIALLY DEFERRED,
  setting TEXT,
  started TEXT,
  ended TEXT,
  end_reason TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX course_by_client ON course (client);

CREATE TABLE course_clinician (    -- position 0 leads
  course TEXT NOT NULL REFERENCES course ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  clinician TEXT NOT NULL REFERENCES clinician DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (course, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX course_by_clinician ON course_clinician (clinician);

CREATE TABLE appointment (
  id TEXT PRIMARY KEY,
  course TEXT NOT NULL REFERENCES course DEFERRABLE INITIALLY DEFERRED,
  clinician TEXT NOT NULL REFERENCES clinician DEFERRABLE INITIALLY DEFERRED,
  start_ms INTEGER NOT NULL,
  minutes INTEGER,
  attendance TEXT NOT NULL CHECK (attendance IN ('booked', 'held', 'no_show',
    'cancelled_by_client', 'cancelled_late', 'cancelled_by_practice')),
  cancelled_ms INTEGER,
  place TEXT,
  setting TEXT,
  removed INTEGER NOT NULL         -- 1: entered by mistake
) STRICT, WITHOUT ROWID;
CREATE INDEX appointment_by_start ON appointment (start_ms, id);
CREATE INDEX appointment_by_course ON appointment (course, start_ms, id);

CREATE TABLE appointment_participant (  -- clients beside the course's own
  appointment TEXT NOT NULL REFERENCES appointment ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  client TEXT NOT NULL REFERENCES client DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (appointment, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX appointment_by_participant ON appointment_participant (client);

CREATE TABLE person (              -- users of the practice's software, clients and carers included
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('staff', 'client', 'carer')),
  clinician TEXT REFERENCES clinician DEFERRABLE INITIALLY DEFERRED,
  client TEXT REFERENCES client DEFERRABLE INITIALLY DEFERRED,
  language TEXT,
  supervises_until TEXT,
  active INTEGER NOT NULL          -- 0: may not enter any more
) STRICT, WITHOUT ROWID;

CREATE TABLE person_role (
  person TEXT NOT NULL REFERENCES person ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('front_desk', 'therapist', 'supervisor',
    'external_supervisor', 'records_officer', 'admin')),
  PRIMARY KEY (person, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE care (                -- a carer and the client cared for
  person TEXT NOT NULL REFERENCES person ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  client TEXT NOT NULL REFERENCES client DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (person, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE supervision (         -- a person and a clinician supervised
  person TEXT NOT NULL REFERENCES person ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  clinician TEXT NOT NULL REFERENCES clinician DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (person, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE cover (               -- a person stands in for a clinician, to the end of that day
  person TEXT NOT NULL REFERENCES person ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  clinician TEXT NOT NULL REFERENCES clinician DEFERRABLE INITIALLY DEFERRED,
  until TEXT NOT NULL,
  PRIMARY KEY (person, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE record (              -- what Holdfast wrote back
  receipt INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,        -- the sender's idempotency key
  kind TEXT NOT NULL,
  client TEXT NOT NULL REFERENCES client,
  at_ms INTEGER NOT NULL,
  payload TEXT NOT NULL,           -- the record's JSON as received
  put_ms INTEGER NOT NULL,
  retracted_ms INTEGER,            -- entered in error since
  retract_reason TEXT
) STRICT;
CREATE INDEX record_by_client ON record (client, at_ms);

CREATE TABLE inbox (               -- notices to people
  key TEXT PRIMARY KEY,            -- the sender's dedupe key
  person TEXT NOT NULL REFERENCES person,
  category TEXT NOT NULL,
  link TEXT,
  due_ms INTEGER,
  posted_ms INTEGER NOT NULL,
  withdrawn_ms INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX inbox_by_person ON inbox (person, posted_ms);

CREATE TABLE change (              -- every version of everything, in the order in which it came to be
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  into_id TEXT,                    -- of a merge or an unmerge: the surviving client
  removed INTEGER NOT NULL,
  payload TEXT                     -- as `get` answered at that time; absent for merge and unmerge
) STRICT;
CREATE INDEX change_by_thing ON change (kind, id, sequence);
