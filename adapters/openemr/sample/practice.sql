-- SPDX-License-Identifier: MIT
-- A little practice in OpenEMR's tables, all of it invented, as it stands on 23 November 2026 in
-- Berlin: three therapists, a front desk, an administrator, one who has left; six patients, with
-- appointments of every status, a weekly series, encounters with and without an appointment.
SET NAMES utf8mb4;
SET sql_mode = '';
INSERT INTO sequences (id) VALUES (100);
INSERT INTO gacl_aro_seq (id) VALUES (30);
INSERT INTO facility (id, name) VALUES (3, 'Invented Practice');

-- Who logs in. phpGACL: a group holds its members by nested numbers.
INSERT INTO users (id, username, password, authorized, active, fname, lname, facility_id, supervisor_id) VALUES
 (1, 'admin',   'NoLongerUsed', 0, 1, 'Otto',   'Administrator', 3, 0),
 (2, 'oe-system', 'NoLogin',    0, 0, '',       'System Operation User', 0, 0),
 (5, 'tharris', 'NoLongerUsed', 1, 1, 'Thea',   'Invented',      3, 9),
 (6, 'mbrook',  'NoLongerUsed', 1, 1, 'Milo',   'Imaginary',     3, 0),
 (7, 'gone',    'NoLongerUsed', 1, 0, 'Greta',  'Departed',      3, 0),
 (8, 'desk',    'NoLongerUsed', 0, 1, 'Dora',   'Frontdesk',     3, 0),
 (9, 'senior',  'NoLongerUsed', 1, 1, 'Selma',  'Madeup',        3, 0),
 (10, NULL,     'NoLogin',      0, 1, 'Referrer', 'Addressbook', 0, 0);
INSERT INTO `groups` (name, user) SELECT 'Default', username FROM users WHERE username IS NOT NULL;
INSERT INTO gacl_aro_groups (id, parent_id, lft, rgt, name, value) VALUES
 (10, 0, 1, 12, 'OpenEMR Users', 'users'), (11, 10, 2, 3, 'Administrators', 'admin'),
 (12, 10, 4, 5, 'Clinicians', 'clin'), (13, 10, 6, 7, 'Physicians', 'doc'),
 (14, 10, 8, 9, 'Front Office', 'front'), (15, 10, 10, 11, 'Accounting', 'back');
INSERT INTO gacl_aro (id, section_value, value, order_value, name, hidden) VALUES
 (11, 'users', 'admin', 10, 'Otto Administrator', 0), (12, 'users', 'tharris', 10, 'Thea Invented', 0),
 (13, 'users', 'mbrook', 10, 'Milo Imaginary', 0), (14, 'users', 'gone', 10, 'Greta Departed', 0),
 (15, 'users', 'desk', 10, 'Dora Frontdesk', 0), (16, 'users', 'senior', 10, 'Selma Madeup', 0);
INSERT INTO gacl_groups_aro_map (group_id, aro_id) VALUES
 (11, 11), (13, 12), (13, 13), (13, 14), (14, 15), (13, 16);
INSERT INTO gacl_acl (id, section_value, allow, enabled, return_value, updated_date) VALUES
 (10, 'system', 1, 1, 'write', 100), (11, 'system', 1, 1, 'write', 100), (12, 'system', 1, 1, 'write', 100),
 (13, 'user', 1, 1, 'write', 200);
INSERT INTO gacl_aro_groups_map (acl_id, group_id) VALUES (10, 11), (11, 13), (12, 14);
INSERT INTO gacl_aco_map (acl_id, section_value, value) VALUES
 (10, 'patients', 'demo'), (10, 'encounters', 'notes'), (10, 'admin', 'super'), (10, 'sensitivities', 'high'),
 (11, 'patients', 'demo'), (11, 'patients', 'appt'), (11, 'encounters', 'notes'), (11, 'sensitivities', 'normal'),
 (12, 'patients', 'demo'), (12, 'patients', 'appt'), (12, 'encounters', 'notes'), (13, 'sensitivities', 'high');
INSERT INTO gacl_aro_map (acl_id, section_value, value) VALUES (13, 'users', 'mbrook');

INSERT INTO openemr_postcalendar_categories (pc_catid, pc_constant_id, pc_catname, pc_cattype, pc_seq, aco_spec) VALUES
 (1, 'no_show', 'No Show', 0, 1, 'encounters|notes'), (5, 'office_visit', 'Office Visit', 0, 2, 'encounters|notes'),
 (16, 'private', 'Private', 0, 3, 'sensitivities|high');
INSERT INTO registry (name, state, directory, sql_run, unpackaged, date, category, patient_encounter, aco_spec) VALUES
 ('New Questionnaire', 1, 'questionnaire_assessments', 1, 1, '2026-01-01', 'Questionnaires', 1, 'admin|forms');

INSERT INTO patient_data (id, uuid, pid, pubpid, fname, lname, DOB, sex, providerID, date, regdate, language,
 allow_patient_portal, deceased_date, care_team_provider) VALUES
 (1, UNHEX('11111111111141118111111111111101'), 1, '1', 'Ada', 'Example', '1988-04-02', 'Female', 5, '2025-01-07', '2025-01-07', 'english', 'YES', NULL, NULL),
 (2, UNHEX('11111111111141118111111111111102'), 2, '2', 'Ben', 'Sample', '1979-09-19', 'Male', 6, '2025-01-07', '2025-01-07', 'german', 'NO', NULL, NULL),
 (3, UNHEX('11111111111141118111111111111103'), 3, '3', 'Cleo', 'Fictitious', '0000-00-00', 'Female', 5, '2025-01-07', '2025-01-07', '', 'YES', NULL, '6'),
 (4, UNHEX('11111111111141118111111111111104'), 4, '4', 'Dan', 'Pretend', '1950-01-31', 'Male', 6, '2025-01-07', '2025-01-07', 'english', 'NO', '2026-08-01 00:00:00', NULL),
 (5, UNHEX('11111111111141118111111111111105'), 5, '5', 'Eva', 'Notional', '1999-12-31', 'Female', 0, '2025-01-07', '2025-01-07', 'spanish', 'YES', NULL, NULL),
 (6, UNHEX('11111111111141118111111111111106'), 6, '6', 'Finn', 'O''Quote', '1991-02-28', 'Male', NULL, '2025-01-07', '2025-01-07', 'english', 'NO', NULL, NULL);

-- Appointments: 1000 onwards. pc_aid and pc_pid are texts.
INSERT INTO openemr_postcalendar_events (pc_eid, pc_catid, pc_multiple, pc_aid, pc_pid, pc_title, pc_time, pc_eventDate,
 pc_endDate, pc_duration, pc_recurrtype, pc_recurrspec, pc_startTime, pc_endTime, pc_apptstatus, pc_eventstatus, pc_facility) VALUES
 (1001, 5, 0, '5', '1', 'Office Visit', '2026-10-01', '2026-10-26', NULL, 3000, 0, '', '10:00:00', '10:50:00', '>', 1, 3),
 (1002, 5, 0, '5', '1', 'Office Visit', '2026-10-01', '2026-11-02', NULL, 3000, 0, '', '10:00:00', '10:50:00', '?', 1, 3),
 (1003, 5, 0, '5', '1', 'Office Visit', '2026-10-01', '2026-11-09', NULL, 3000, 0, '', '10:00:00', '10:50:00', 'x', 1, 3),
 (1004, 5, 0, '5', '1', 'Office Visit', '2026-10-01', '2026-11-16', NULL, 3000, 0, '', '10:00:00', '10:50:00', '%', 1, 3),
 (1005, 5, 0, '5', '1', 'Office Visit', '2026-10-01', '2026-11-30', NULL, 3000, 0, '', '10:00:00', '10:50:00', '-', 1, 3),
 (1006, 5, 0, '5', '1', 'Office Visit', '2026-10-01', '2026-10-19', NULL, 3000, 0, '', '10:00:00', '10:50:00', '-', 1, 3),
 (1007, 5, 0, '5', '1', 'Cancelled in the calendar', '2026-10-01', '2026-11-20', NULL, 3000, 0, '', '10:00:00', '10:50:00', '-', 0, 3),
 (1008, 5, 0, '5', '', 'Lunch', '2026-10-01', '2026-11-20', NULL, 3600, 0, '', '12:00:00', '13:00:00', '-', 1, 3),
 (1009, 1, 0, '6', '2', 'No Show', '2026-10-01', '2026-11-03', NULL, 3000, 0, '', '15:00:00', '15:50:00', '-', 1, 3),
 (1010, 5, 0, '6', '2', 'Office Visit', '2026-10-01', '2026-10-25', NULL, 3000, 0, '', '01:30:00', '02:20:00', '>', 1, 3),
 (1011, 16, 0, '6', '2', 'Private', '2026-10-01', '2026-11-17', NULL, 3000, 0, '', '15:00:00', '15:50:00', '$', 1, 3),
 (1012, 5, 0, '5', '3', 'Office Visit', '2026-10-01', '2026-09-07', '2027-02-22', 3000, 1,
  'a:6:{s:17:"event_repeat_freq";s:1:"1";s:22:"event_repeat_freq_type";s:1:"1";s:19:"event_repeat_on_num";s:1:"1";s:19:"event_repeat_on_day";s:1:"0";s:20:"event_repeat_on_freq";s:1:"0";s:6:"exdate";s:17:"20260928,20261116";}',
  '14:00:00', '14:50:00', '-', 1, 3),
 (1013, 5, 0, '9', '5', 'Office Visit', '2026-10-01', '2026-11-18', NULL, 3000, 0, '', '09:00:00', '09:50:00', '>', 1, 3);

-- Encounters: the row's id is not the encounter's number.
INSERT INTO form_encounter (id, uuid, date, reason, facility, facility_id, pid, encounter, pc_catid, provider_id, sensitivity, class_code) VALUES
 (11, UNHEX('11111111111141118111111111112011'), '2026-10-26 10:00:00', 'Session', 'Invented Practice', 3, 1, 101, 5, 5, 'normal', 'AMB'),
 (12, UNHEX('11111111111141118111111111112012'), '2026-10-19 10:00:00', 'Session', 'Invented Practice', 3, 1, 102, 5, 5, 'normal', 'AMB'),
 (13, UNHEX('11111111111141118111111111112013'), '2026-09-14 11:00:00', 'Session', 'Invented Practice', 3, 1, 103, 5, 5, 'normal', 'AMB'),
 (14, UNHEX('11111111111141118111111111112014'), '2026-09-14 14:00:00', 'Session', 'Invented Practice', 3, 3, 104, 5, 5, 'normal', 'AMB'),
 (15, UNHEX('11111111111141118111111111112015'), '2026-10-20 16:00:00', 'Session', 'Invented Practice', 3, 2, 105, 5, 6, 'high', 'AMB'),
 (16, UNHEX('11111111111141118111111111112016'), '2026-10-21 16:00:00', 'Session', 'Invented Practice', 3, 6, 106, 5, 5, 'high', 'AMB'),
 (17, UNHEX('11111111111141118111111111112017'), '2026-11-09 10:00:00', 'Session', 'Invented Practice', 3, 1, 107, 5, 9, 'normal', 'AMB');
INSERT INTO forms (date, encounter, form_name, form_id, pid, user, groupname, authorized, deleted, formdir, provider_id)
 SELECT date, encounter, 'New Patient Encounter', id, pid, 'tharris', 'Default', 1, 0, 'newpatient', provider_id FROM form_encounter;
-- Encounter 103 was signed and locked.
INSERT INTO esign_signatures (tid, `table`, uid, datetime, is_lock, hash, signature_hash) VALUES
 (103, 'form_encounter', 5, '2026-09-15 08:00:00', 1, 'h', 'h');
