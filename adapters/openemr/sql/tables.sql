-- SPDX-License-Identifier: MIT
-- Holdfast's own tables in OpenEMR's database. Nothing of OpenEMR's is altered.

CREATE TABLE IF NOT EXISTS holdfast_setting (  -- epoch of cursors, when the adapter last looked
  name VARCHAR(64) NOT NULL PRIMARY KEY,
  value VARCHAR(255) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS holdfast_course (   -- who treats whom: OpenEMR keeps no such list
  pid BIGINT NOT NULL,
  provider BIGINT NOT NULL,
  first_day DATE NULL,
  PRIMARY KEY (pid, provider),
  KEY by_provider (provider, pid)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS holdfast_known (    -- what was last seen of users (u), patients (p),
  kind CHAR(1) NOT NULL,                       -- appointments (a), series (s), encounters (e)
  id BIGINT NOT NULL,
  pid BIGINT NOT NULL DEFAULT 0,
  provider BIGINT NOT NULL DEFAULT 0,
  fingerprint BIGINT NOT NULL,
  detail VARCHAR(4000) NULL,                   -- of a series its rule, of an encounter its day
  PRIMARY KEY (kind, id),
  KEY by_patient (kind, pid)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS holdfast_change (   -- what became different, in the order it was seen
  sequence BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  kind CHAR(1) NOT NULL,
  id BIGINT NOT NULL,
  pid BIGINT NOT NULL DEFAULT 0,
  provider BIGINT NOT NULL DEFAULT 0,
  detail VARCHAR(4000) NULL                    -- as holdfast_known had it before
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS form_holdfast_rating (  -- one instance of our form directory
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  date DATETIME NULL,
  pid BIGINT NOT NULL,
  encounter BIGINT NOT NULL DEFAULT 0,         -- 0: of no encounter
  user VARCHAR(255) NULL,
  groupname VARCHAR(255) NULL,
  authorized TINYINT NULL,
  activity TINYINT NOT NULL DEFAULT 1,         -- 0: entered in error
  kind VARCHAR(32) NOT NULL,
  instrument VARCHAR(255) NULL,
  rater VARCHAR(16) NULL,
  scores VARCHAR(4000) NULL,                   -- [{"name","value","min","max"}]
  text MEDIUMTEXT NULL,
  link VARCHAR(255) NULL,
  KEY by_encounter (pid, encounter)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE IF NOT EXISTS holdfast_delivery ( -- each of Holdfast's keys once, whatever is retried
  delivery_key VARBINARY(256) NOT NULL PRIMARY KEY,
  form_id BIGINT NOT NULL,
  pid BIGINT NOT NULL,
  encounter BIGINT NOT NULL,
  observation_form_id BIGINT NOT NULL DEFAULT 0,
  response_id VARCHAR(255) NULL,               -- of questionnaire_response
  put_at DATETIME NOT NULL,
  retracted_at DATETIME NULL,
  retract_reason VARCHAR(1024) NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE IF NOT EXISTS holdfast_notice (
  notice_key VARBINARY(256) NOT NULL PRIMARY KEY,
  person BIGINT NOT NULL,
  pnote BIGINT NOT NULL DEFAULT 0,
  reminder BIGINT NOT NULL DEFAULT 0,
  posted_at DATETIME NOT NULL,
  withdrawn_at DATETIME NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE IF NOT EXISTS holdfast_mail (     -- what was sent to a client in the portal's mail
  notice_key VARBINARY(256) NOT NULL PRIMARY KEY,
  pid BIGINT NOT NULL,
  mail BIGINT NOT NULL,
  owner VARCHAR(128) NOT NULL,
  posted_at DATETIME NOT NULL,
  withdrawn_at DATETIME NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
