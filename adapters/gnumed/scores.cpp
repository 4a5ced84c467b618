// SPDX-License-Identifier: MIT
#include "scores.hpp"

#include <algorithm>

namespace holdfast::adapters::gnumed {
namespace {

using payload::Json;

// Types are made once, by whoever needs one first; the key stands where GNUmed keeps a LOINC.
constexpr const char* one_at_a_time =
    "SELECT count(*) FROM (SELECT pg_advisory_xact_lock(hashtextextended('holdfast_gnumed', 0))"
    " WHERE $1 <> '') taken";
constexpr const char* type_of_key =
    "SELECT t.pk FROM clin.test_type t JOIN clin.test_org o ON o.pk = t.fk_test_org"
    " JOIN dem.org_unit u ON u.pk = o.fk_org_unit"
    " WHERE u.description = 'Holdfast rating forms' AND t.loinc = $1";
constexpr const char* insert_type =
    "INSERT INTO clin.test_type (fk_test_org, abbrev, name, reference_unit, loinc, comment)"
    " SELECT o.pk, $2, $3, $4, $1, 'Holdfast' FROM clin.test_org o"
    " JOIN dem.org_unit u ON u.pk = o.fk_org_unit"
    " WHERE u.description = 'Holdfast rating forms' RETURNING pk";

// No abnormality: what is out of the ordinary for a client is no abnormal value. Whoever gave the
// form is to look at it; signing it off is theirs too.
constexpr const char* insert_result =
    "INSERT INTO clin.test_result (clin_when, fk_encounter, fk_episode, fk_type, val_num, val_unit,"
    " val_normal_range, fk_intended_reviewer, status, note_test_org, source_data)"
    " VALUES ($1::timestamptz, $2::int, $3::int, $4::int, $5::numeric, $6, nullif($7, ''), $8::int,"
    " 'F', $9, $10) RETURNING pk";
constexpr const char* retract_results =
    "UPDATE clin.test_result SET val_num = NULL, val_alpha = 'entered in error',"
    " val_normal_range = NULL, status = 'W'"
    " WHERE pk IN (SELECT r.pk FROM holdfast_gnumed.delivered_row r"
    "               WHERE r.number = $1 AND r.place = 'clin.test_result')";

struct Value {
  std::string name, value, min, max;
};

bool is_decimal(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const auto point = text.find('.');
  const auto whole = text.substr(0, point);
  const auto part =
      point == std::string_view::npos ? std::string_view{"0"} : text.substr(point + 1);
  const auto digits = [](std::string_view some) {
    return !some.empty() && some.size() <= 12 &&
           std::all_of(some.begin(), some.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  return digits(whole) && digits(part);
}

std::vector<Value> values_of(const Json& record) {
  const payload::Fields fields{record, "record"};
  std::vector<Value> values;
  for (const auto& entry : fields.list("values")) {
    const payload::Fields one{entry, "record: values"};
    Value value{one.text("name"), one.text("value", 32), one.text_if("min", 32),
                one.text_if("max", 32)};
    if (!is_decimal(value.value)) one.refuse("value", "must be a decimal number");
    if ((!value.min.empty() && !is_decimal(value.min)) ||
        (!value.max.empty() && !is_decimal(value.max)))
      one.refuse("max", "must be a decimal number");
    values.push_back(std::move(value));
  }
  if (values.empty()) fields.refuse("values", "must hold at least one");
  return values;
}

struct Form {
  std::string id, title, rater;
};

Form form_of(const Json& record) {
  const payload::Fields fields{record, "record"};
  Form form{"form", "Holdfast", fields.text_if("rater")};
  if (const auto* instrument = fields.find("instrument")) {
    const payload::Fields one{*instrument, "record: instrument"};
    form.id = one.text("id");
    const auto title = one.text_if("title");
    form.title = title.empty() ? form.id : title;
  }
  if (form.rater.empty()) form.rater = "client";
  return form;
}

int type_for(Connection& connection, const Form& form, const Value& value) {
  std::string key = "HOLDFAST:" + form.id + ":" + form.rater + ":" + value.name;
  int pk = 0;
  ask(connection, type_of_key, given(key), pk);
  if (pk != 0) return pk;
  int taken = 0;
  ask(connection, one_at_a_time, given(key), taken);
  ask(connection, type_of_key, given(key), pk);
  if (pk != 0) return pk;
  std::string name = form.title + ": " + value.name + " (" + form.rater + ")";
  std::string abbreviation = "HF " + value.name + " (" + form.rater + ", " + form.id + ")";
  std::string unit = value.max.empty() ? "points" : "/" + value.max;
  ask(connection, insert_type, given(key, abbreviation, name, unit), pk);
  if (pk == 0)
    throw Failure(HOLDFAST_E_UNAVAILABLE,
                  "GNUmed has no test organisation \"Holdfast rating forms\"; its administrator "
                  "runs install.sh");
  return pk;
}

}  // namespace

std::vector<int> file_scores(Connection& connection, const Filed& filed, const Json& record) {
  const auto form = form_of(record);
  std::vector<int> pks;
  for (auto& value : values_of(record)) {
    int type = type_for(connection, form, value), pk = 0;
    auto place = filed;
    std::string unit = value.max.empty() ? "points" : "/" + value.max;
    std::string range = value.max.empty() ? "" : value.min + " to " + value.max;
    std::string note = "rated by: " + form.rater;
    std::string source = "holdfast-" + std::to_string(filed.number);
    ask(connection, insert_result,
        given(place.at, place.encounter, place.episode, type, value.value, unit, range, place.staff,
              note, source),
        pk);
    pks.push_back(pk);
  }
  return pks;
}

void retract_scores(Connection& connection, std::int64_t delivery) {
  ask(connection, retract_results, given(delivery));
}

}  // namespace holdfast::adapters::gnumed
