// SPDX-License-Identifier: MIT
#include "features.hpp"

#include <algorithm>
#include <holdfast/cpp/guard.hpp>
#include <map>
#include <set>

namespace holdfast::adapters::openemr {
namespace {

using Columns = std::map<std::string, std::size_t>;  // "table.column" -> characters, 0: no text

constexpr const char* all_columns =
    "SELECT CAST(CONCAT(table_name, '.', column_name) AS CHAR(160)), "
    "CAST(LEAST(COALESCE(character_maximum_length, 0), 1000000) AS CHAR) "
    "FROM information_schema.columns WHERE table_schema = DATABASE()";

constexpr const char* needed[] = {"patient_data.pid",
                                  "patient_data.fname",
                                  "patient_data.lname",
                                  "patient_data.DOB",
                                  "patient_data.language",
                                  "patient_data.providerID",
                                  "patient_data.allow_patient_portal",
                                  "users.id",
                                  "users.username",
                                  "users.fname",
                                  "users.lname",
                                  "users.active",
                                  "users.authorized",
                                  "form_encounter.id",
                                  "form_encounter.encounter",
                                  "form_encounter.pid",
                                  "form_encounter.date",
                                  "form_encounter.provider_id",
                                  "form_encounter.sensitivity",
                                  "form_encounter.pc_catid",
                                  "openemr_postcalendar_events.pc_eid",
                                  "openemr_postcalendar_events.pc_pid",
                                  "openemr_postcalendar_events.pc_aid",
                                  "openemr_postcalendar_events.pc_catid",
                                  "openemr_postcalendar_events.pc_eventDate",
                                  "openemr_postcalendar_events.pc_endDate",
                                  "openemr_postcalendar_events.pc_startTime",
                                  "openemr_postcalendar_events.pc_duration",
                                  "openemr_postcalendar_events.pc_apptstatus",
                                  "openemr_postcalendar_events.pc_recurrtype",
                                  "openemr_postcalendar_events.pc_recurrspec",
                                  "openemr_postcalendar_events.pc_eventstatus",
                                  "openemr_postcalendar_events.pc_facility",
                                  "form_encounter.facility_id",
                                  "facility.id",
                                  "facility.pos_code",
                                  "facility.name",
                                  "openemr_postcalendar_categories.pc_constant_id",
                                  "openemr_postcalendar_categories.aco_spec",
                                  "gacl_aro.value",
                                  "gacl_aro_groups.lft",
                                  "gacl_groups_aro_map.aro_id",
                                  "gacl_acl.allow",
                                  "gacl_aco_map.value",
                                  "gacl_aro_map.value",
                                  "gacl_aro_groups_map.group_id",
                                  "forms.id",
                                  "forms.formdir",
                                  "forms.form_id",
                                  "forms.encounter",
                                  "forms.deleted",
                                  "registry.directory",
                                  "registry.state",
                                  "uuid_registry.uuid",
                                  "pnotes.body",
                                  "pnotes.assigned_to",
                                  "pnotes.message_status",
                                  "groups.name",
                                  "groups.user",
                                  "holdfast_setting.value",
                                  "holdfast_course.pid",
                                  "holdfast_known.fingerprint",
                                  "holdfast_change.sequence",
                                  "holdfast_delivery.delivery_key",
                                  "holdfast_notice.notice_key",
                                  "form_holdfast_rating.scores"};

struct Optional {
  bool Features::*is_on;
  std::vector<const char*> columns;
  const char* sentence;
};

const std::vector<Optional>& optional_features() {
  static const std::vector<Optional> all{
      {&Features::supervision,
       {"users.supervisor_id"},
       "supervision is off: this OpenEMR does not keep who supervises whom"},
      {&Features::care_team,
       {"patient_data.care_team_provider"},
       "care teams are off: this OpenEMR does not keep a patient's care team"},
      {&Features::deaths,
       {"patient_data.deceased_date"},
       "the date of death is not read: this OpenEMR does not keep it"},
      {&Features::observations,
       {"form_observation.form_id", "form_observation.category", "form_observation.ob_value",
        "form_observation.ob_unit", "form_observation.ob_status", "form_observation.ob_type",
        "form_observation.ob_code", "form_observation.uuid",
        "form_observation.questionnaire_response_id"},
       "observations are off: form_observation lacks the columns of OpenEMR 7.0.3 or later"},
      {&Features::responses,
       {"questionnaire_response.response_id", "questionnaire_response.questionnaire_response",
        "questionnaire_response.form_score", "form_questionnaire_assessments.response_id"},
       "questionnaire responses are off: this OpenEMR has no questionnaire_response"},
      {&Features::reminders,
       {"dated_reminders.dr_message_text", "dated_reminders.dr_from_ID",
        "dated_reminders_link.to_id"},
       "dated reminders are off: this OpenEMR has none"},
      {&Features::portal_mail,
       {"onsite_mail.id", "onsite_mail.owner", "onsite_mail.title", "onsite_mail.body",
        "onsite_mail.recipient_id", "onsite_mail.sender_id", "onsite_mail.message_status",
        "onsite_mail.mail_chain", "onsite_mail.reply_mail_chain", "onsite_mail.deleted",
        "onsite_mail.delete_date", "patient_access_onsite.pid",
        "patient_access_onsite.portal_username", "holdfast_mail.notice_key"},
       "the portal's mail is off, clients' messages go to their therapist: this OpenEMR has no "
       "such mail, or `holdfast openemr install` is to be run again"},
      {&Features::locks,
       {"esign_signatures.is_lock", "esign_signatures.tid"},
       "eSign locks cannot be read: nothing is written into encounters"},
      {&Features::tracker,
       {"patient_tracker.eid", "patient_tracker.pid", "patient_tracker.apptdate",
        "patient_tracker.encounter"},
       "check-ins are not read: this OpenEMR has no patient_tracker; of several appointments a day "
       "an encounter is the nearest"},
      {&Features::translations,
       {"lang_constants.cons_id", "lang_constants.constant_name", "lang_definitions.cons_id",
        "lang_definitions.lang_id", "lang_definitions.definition", "lang_languages.lang_id",
        "lang_languages.lang_description"},
       "messages are in English: this OpenEMR keeps no translations"},
      {&Features::audit,
       {"log.event", "log.comments", "log.patient_id", "log_comment_encrypt.checksum",
        "log_comment_encrypt.checksum_api"},
       "OpenEMR's audit log is not written: its table has another shape here"},
  };
  return all;
}

}  // namespace

Features features_of(Connection& connection) {
  Columns columns;
  for (const auto& row : connection.select(2, all_columns))
    columns[row.text(0)] = static_cast<std::size_t>(row.number(1));
  for (const auto* column : needed)
    if (!columns.contains(column))
      throw Failure(HOLDFAST_E_UNAVAILABLE,
                    std::string("OpenEMR's database has no ") + column +
                        " that this account may see; run `holdfast openemr install --check`");
  Features features;
  for (const auto& [is_on, wanted, sentence] : optional_features()) {
    features.*is_on = std::all_of(wanted.begin(), wanted.end(),
                                  [&](const char* column) { return columns.contains(column); });
    if (!(features.*is_on)) features.off.emplace_back(sentence);
  }
  if (const auto text = columns.find("dated_reminders.dr_message_text"); text != columns.end())
    features.reminder_length = text->second;
  return features;
}

}  // namespace holdfast::adapters::openemr
