// SPDX-License-Identifier: MIT
#include "filing.hpp"

namespace holdfast::adapters::openemr {
namespace {

using payload::Json;
using std::chrono::days;

// Where a record belongs in the chart.
struct Place {
  std::int64_t pid = 0, encounter = 0, provider = 0;  // encounter 0: on no encounter's page
  std::string user;                                   // who signs: the clinician's user name
};

struct Filed {
  std::int64_t form = 0, observations = 0;
  std::string response;
};

std::string receipt(std::int64_t form) { return "holdfast-rating-" + std::to_string(form); }

std::string user_name(Connection& connection, std::int64_t provider) {
  const auto row =
      connection.first(1, "SELECT COALESCE(username, '') FROM users WHERE id = ?", {provider});
  return row && !row->text(0).empty() ? row->text(0) : "oe-system";
}

// The encounter of a patient on a day: of that clinician, or of anybody.
std::optional<Row> encounter_on(Connection& connection, const Place& place, payload::Day day) {
  return connection.first(
      2,
      "SELECT CAST(encounter AS CHAR), CAST(provider_id AS CHAR) FROM form_encounter "
      "WHERE pid = ? AND (? = 0 OR provider_id = ?) AND date >= ? AND date < ? ORDER BY date DESC "
      "LIMIT 1",
      {place.pid, place.provider, place.provider, payload::to_text(day),
       payload::to_text(day + days{1})});
}

Place place_of(Reader& reader, const payload::RecordHeading& heading, const Json& record) {
  const auto client = reader.client(heading.client);
  if (!client) throw Failure(HOLDFAST_E_INVALID, "record: this practice has no such client");
  Place place;
  place.pid = *number_of(client->id);
  if (!heading.course.empty()) {
    const auto course = reader.course(heading.course);
    if (!course || course->client != heading.client)
      throw Failure(HOLDFAST_E_INVALID, "record: this client has no such course");
    place.provider = course_id(heading.course)->provider;
  }
  auto& connection = reader.connection();
  if (!heading.session.empty()) {
    const auto visit = reader.visit(heading.session);
    if (!visit || visit->pid != place.pid)
      throw Failure(HOLDFAST_E_INVALID, "record: this client has no such session");
    place.provider = visit->provider;
    std::optional<std::int64_t> found;
    if (heading.session.starts_with("e-")) {
      if (const auto row =
              connection.first(1, "SELECT CAST(encounter AS CHAR) FROM form_encounter WHERE id = ?",
                               {*number_of(std::string_view(heading.session).substr(2))}))
        found = row->number(0);
    } else {
      found = reader.encounter_of(*visit);
    }
    if (!found)
      throw Failure(HOLDFAST_E_STATE,
                    "record: its appointment has no encounter yet; it is written when one is made");
    place.encounter = *found;
  } else if (const auto day = payload::Fields{record, "record"}.day_if("day")) {
    if (const auto found = encounter_on(connection, place, *day)) {
      place.encounter = found->number(0);
      place.provider = found->number(1);
    }
  }
  place.user = user_name(connection, place.provider);
  return place;
}

void must_be_open(Chart& chart, std::int64_t encounter) {
  if (!chart.is_registered())
    throw Failure(HOLDFAST_E_INVALID,
                  "the form holdfast_rating has no row in OpenEMR's registry, or is switched off "
                  "there; run `holdfast openemr install`");
  if (encounter != 0 && chart.is_locked(encounter))
    throw Failure(HOLDFAST_E_INVALID,
                  "the encounter is locked by eSign; nothing is written into it any more");
}

std::string title_of(const Json& record) {
  const auto instrument = record.value("instrument", Json::object());
  const auto title = instrument.value("title", "");
  return title.empty() ? "Holdfast" : title.substr(0, 200);
}

const char* form_name(const std::string& kind) {
  if (kind == "client_total") return "Session form, client";
  if (kind == "subscales") return "Session form, client, parts";
  if (kind == "therapist_rating") return "Session form, therapist";
  if (kind == "repair") return "Holdfast: repair";
  if (kind == "alert") return "Holdfast: check-in";
  return "Session form, comment";
}

std::string code_of(const Json& record, const Json& value) {
  const auto instrument = record.value("instrument", Json::object()).value("id", "holdfast");
  return (instrument + ":" + value.value("name", "")).substr(0, 64);
}

// One row a score, all under one form: the first row's id is the form's, as MAX(id) + 1 would be.
std::int64_t put_observations(Chart& chart, Connection& connection, const Place& place,
                              const Json& record) {
  std::int64_t form = 0;
  for (const auto& value : record.value("values", Json::array())) {
    const auto code = code_of(record, value);
    const auto uuid = chart.uuid_for("form_observation");
    const auto id = connection.inserted(
        "INSERT INTO form_observation (form_id, uuid, date, pid, encounter, user, groupname, "
        "authorized, activity, code, observation, ob_value, ob_unit, description, code_type, "
        "ob_code, "
        "ob_type, ob_status, category) VALUES (?, UNHEX(?), ?, ?, ?, ?, ?, 1, 1, ?, ?, ?, "
        "'{score}', "
        "?, 'holdfast', ?, 'survey', 'final', 'survey')",
        {form, uuid, chart.now(), place.pid, std::to_string(place.encounter), place.user,
         chart.group_of(place.user), code, title_of(record), value.value("value", ""),
         value.value("name", ""), code});
    if (form != 0) continue;
    form = id;
    connection.change("UPDATE form_observation SET form_id = id WHERE id = ?", {id});
  }
  if (form != 0)
    chart.list_form({"Observation Form", "observation", place.user, form, place.pid,
                     place.encounter, place.provider});
  return form;
}

// FHIR R4 of the scores, as small as its readers take it.
Json response_of(const std::string& id, const Json& record) {
  Json items = Json::array();
  for (const auto& value : record.value("values", Json::array()))
    items.push_back(
        {{"linkId", value.value("name", "")},
         {"answer",
          {{{"valueDecimal", std::strtod(value.value("value", "0").c_str(), nullptr)}}}}});
  return {{"resourceType", "QuestionnaireResponse"},
          {"id", id},
          {"status", "completed"},
          {"authored", record.value("at", "")},
          {"item", items}};
}

// Never read back through questionnaire_response.encounter: OpenEMR itself stores a wrong number
// there. The way is response_id, form_questionnaire_assessments, forms.
std::string put_response(Chart& chart, Connection& connection, const Place& place,
                         const Json& record, std::int64_t observations) {
  const auto uuid = chart.uuid_for("questionnaire_response");
  auto id = Chart::with_dashes(uuid);
  const auto response = response_of(id, record).dump(), title = title_of(record);
  const auto instrument = record.value("instrument", Json::object()).value("id", "holdfast");
  const auto values = record.value("values", Json::array());
  const Value score = values.empty()
                          ? Value{nullptr}
                          : Value{static_cast<std::int64_t>(
                                std::strtod(values[0].value("value", "0").c_str(), nullptr) + 0.5)};
  const auto row = connection.inserted(
      "INSERT INTO questionnaire_response (uuid, response_id, questionnaire_id, "
      "questionnaire_name, "
      "patient_id, encounter, creator_user_id, create_time, last_updated, version, status, "
      "questionnaire_response, form_score) VALUES (UNHEX(?), ?, ?, ?, ?, ?, ?, ?, ?, 1, "
      "'completed', ?, ?)",
      {uuid, id, instrument, title, place.pid, place.encounter, place.provider, chart.now(),
       chart.now(), response, score});
  const auto form = connection.inserted(
      "INSERT INTO form_questionnaire_assessments (date, response_id, pid, user, groupname, "
      "authorized, activity, form_name, questionnaire_id, questionnaire_response) "
      "VALUES (?, ?, ?, ?, ?, 1, 1, ?, ?, ?)",
      {chart.now(), id, place.pid, place.user, chart.group_of(place.user), title, instrument,
       response});
  chart.list_form({title, "questionnaire_assessments", place.user, form, place.pid, place.encounter,
                   place.provider});
  if (observations != 0)
    connection.change("UPDATE form_observation SET questionnaire_response_id = ? WHERE form_id = ?",
                      {row, observations});
  return id;
}

Filed put_all(Reader& reader, Chart& chart, const Place& place, const Json& record) {
  auto& connection = reader.connection();
  const auto kind = record.value("kind", "");
  Filed filed;
  filed.form = connection.inserted(
      "INSERT INTO form_holdfast_rating (date, pid, encounter, user, groupname, authorized, "
      "activity, "
      "kind, instrument, rater, scores, text, link) VALUES (?, ?, ?, ?, ?, 1, 1, ?, ?, ?, ?, ?, ?)",
      {chart.now(), place.pid, place.encounter, place.user, chart.group_of(place.user), kind,
       title_of(record), record.value("rater", ""), record.value("values", Json::array()).dump(),
       record.value("text", ""), record.value("link", "")});
  if (place.encounter == 0) return filed;
  chart.list_form({form_name(kind), form_directory, place.user, filed.form, place.pid,
                   place.encounter, place.provider});
  const auto& setup = reader.setup();
  if (setup.features.observations)
    filed.observations = put_observations(chart, connection, place, record);
  const bool is_rating = kind == "client_total" || kind == "therapist_rating";
  if (is_rating && setup.settings.questionnaire_responses && setup.features.responses)
    filed.response = put_response(chart, connection, place, record, filed.observations);
  return filed;
}

}  // namespace

std::string file_record(Reader& reader, const Parcel& parcel) {
  auto& connection = reader.connection();
  const auto heading = parcel.record.get<payload::RecordHeading>();
  if (const auto known = connection.first(
          1,
          "SELECT CAST(form_id AS CHAR) FROM holdfast_delivery WHERE delivery_key = ? FOR UPDATE",
          {parcel.key}))
    return receipt(known->number(0));
  if (heading.kind == "document")
    throw Failure(HOLDFAST_E_UNSUPPORTED, "documents are not written into OpenEMR");
  if (heading.kind == "form")
    throw Failure(HOLDFAST_E_UNSUPPORTED, "single answers are not written into OpenEMR");
  Chart chart{reader, parcel.at};
  const auto place = place_of(reader, heading, parcel.record);
  must_be_open(chart, place.encounter);
  const auto filed = put_all(reader, chart, place, parcel.record);
  connection.change(
      "INSERT INTO holdfast_delivery (delivery_key, form_id, pid, encounter, observation_form_id, "
      "response_id, put_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
      {parcel.key, filed.form, place.pid, place.encounter, filed.observations,
       filed.response.empty() ? Value{nullptr} : Value{filed.response}, chart.now()});
  chart.log({"patient-record-insert", place.user,
             "holdfast: form " + std::to_string(filed.form) + " written", place.pid});
  return receipt(filed.form);
}

std::int64_t patient_of_record(Connection& connection, const std::string& key) {
  const auto row = connection.first(
      1, "SELECT CAST(pid AS CHAR) FROM holdfast_delivery WHERE delivery_key = ?", {key});
  return row ? row->number(0) : 0;
}

void retract_record(Reader& reader, const Retraction& retraction) {
  auto& connection = reader.connection();
  const auto known = connection.first(
      5,
      "SELECT CAST(form_id AS CHAR), CAST(pid AS CHAR), CAST(encounter AS CHAR), "
      "CAST(observation_form_id AS CHAR), COALESCE(response_id, '') FROM holdfast_delivery "
      "WHERE delivery_key = ? AND retracted_at IS NULL FOR UPDATE",
      {retraction.key});
  if (!known) return;
  Chart chart{reader, retraction.at};
  const auto encounter = known->number(2);
  if (encounter != 0 && chart.is_locked(encounter))
    throw Failure(
        HOLDFAST_E_INVALID,
        "the encounter is locked by eSign; take the form back in OpenEMR by an amendment");
  if (encounter != 0 && (chart.is_form_locked(form_directory, known->number(0)) ||
                         chart.is_form_locked("observation", known->number(3))))
    throw Failure(HOLDFAST_E_INVALID,
                  "the form is locked by eSign; take it back in OpenEMR by an amendment");
  connection.change("UPDATE form_holdfast_rating SET activity = 0 WHERE id = ?",
                    {known->number(0)});
  chart.unlist_form(form_directory, known->number(0));
  if (const auto observations = known->number(3); observations != 0) {
    connection.change(
        "UPDATE form_observation SET ob_status = 'entered-in-error', activity = 0 WHERE form_id = "
        "?",
        {observations});
    chart.unlist_form("observation", observations);
  }
  if (const auto response = known->text(4); !response.empty()) {
    connection.change(
        "UPDATE questionnaire_response SET status = 'entered-in-error', last_updated = ? WHERE "
        "response_id = ?",
        {chart.now(), response});
    if (const auto form = connection.first(
            1, "SELECT CAST(id AS CHAR) FROM form_questionnaire_assessments WHERE response_id = ?",
            {response})) {
      connection.change("UPDATE form_questionnaire_assessments SET activity = 0 WHERE id = ?",
                        {form->number(0)});
      chart.unlist_form("questionnaire_assessments", form->number(0));
    }
  }
  connection.change(
      "UPDATE holdfast_delivery SET retracted_at = ?, retract_reason = ? WHERE delivery_key = ?",
      {chart.now(), retraction.reason, retraction.key});
  chart.log({"patient-record-update", "oe-system",
             "holdfast: form " + known->text(0) + " entered in error", known->number(1)});
}

}  // namespace holdfast::adapters::openemr
