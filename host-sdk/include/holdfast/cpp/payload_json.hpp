// SPDX-License-Identifier: MIT
// The payloads' JSON, made and read by the rules of abi.h: at most 256 KiB and 32 levels, valid
// UTF-8, no duplicate keys, unknown fields ignored. Needs nlohmann-json 3.11; header-only, C++20.
// Errors: Failure(INVALID) names the payload and the field, never a value; Failure(LIMIT).
// Everything here is [thread-safe].
#pragma once
#include <algorithm>
#include <holdfast/cpp/guard.hpp>
#include <holdfast/cpp/payload.hpp>
#include <initializer_list>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

namespace holdfast::payload {

using Json = nlohmann::ordered_json;  // fields stay in the order in which they were written

inline constexpr std::size_t max_payload_bytes = std::size_t{256} * 1024;
inline constexpr int max_payload_depth = 32;
inline constexpr std::size_t max_id_bytes = 128;

struct ReadLimits {
  std::size_t bytes = max_payload_bytes;
  int depth = max_payload_depth;
};

namespace detail {

// Goes over a text once, without building anything, and stops at what the rules above forbid.
// (The library's own parse callback takes quadratic time on long lists.)
class RuleCheck : public nlohmann::json_sax<Json> {
 public:
  RuleCheck(std::string_view what, int depth) : what_(what), most_levels_(depth) {}
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return enter(); }
  bool start_array(std::size_t) override { return enter(); }
  bool end_object() override { return leave(); }
  bool end_array() override { return leave(); }
  bool key(string_t& name) override {
    if (!keys_.back().insert(name).second)
      throw Failure(HOLDFAST_E_INVALID, what_ + ": a key comes twice in one object");
    return true;
  }
  bool parse_error(std::size_t byte, const std::string&, const Json::exception&) override {
    throw Failure(HOLDFAST_E_INVALID, what_ + ": not JSON, near byte " + std::to_string(byte));
  }

 private:
  bool enter() {
    if (static_cast<int>(keys_.size()) >= most_levels_)
      throw Failure(HOLDFAST_E_LIMIT, what_ + ": nested too deeply");
    keys_.emplace_back();
    return true;
  }
  bool leave() {
    keys_.pop_back();
    return true;
  }
  std::string what_;
  int most_levels_;
  std::vector<std::set<std::string>> keys_;
};

}  // namespace detail

// Any JSON object that keeps the rules above. `what` names it in messages.
inline Json parse_object(std::string_view text, std::string_view what, ReadLimits limits = {}) {
  if (text.size() > limits.bytes)
    throw Failure(HOLDFAST_E_LIMIT, std::string{what} + ": too large");
  detail::RuleCheck check{what, limits.depth};
  Json::sax_parse(text.begin(), text.end(), &check);
  auto json = Json::parse(text.begin(), text.end());
  if (!json.is_object())
    throw Failure(HOLDFAST_E_INVALID, std::string{what} + ": a JSON object was expected");
  return json;
}

// Reads fields of one object and says which one is wrong.
class Fields {
 public:
  Fields(const Json& object, std::string_view what) : object_(object), what_(what) {
    if (!object.is_object()) throw Failure(HOLDFAST_E_INVALID, what_ + ": an object was expected");
  }
  [[noreturn]] void refuse(const char* name, const char* why) const {
    throw Failure(HOLDFAST_E_INVALID, what_ + ": field \"" + name + "\" " + why);
  }
  void expect_schema(std::string_view schema) const {
    if (text("schema", 256) != schema)
      throw Failure(HOLDFAST_E_INVALID,
                    what_ + ": field \"schema\" must be " + std::string{schema});
  }
  const Json* find(const char* name) const {
    const auto found = object_.find(name);
    return found == object_.end() ? nullptr : &*found;
  }
  // Required.
  std::string text(const char* name, std::size_t most = 256) const {
    if (!find(name)) refuse(name, "is missing");
    return text_if(name, most);
  }
  std::string id(const char* name) const { return checked_id(name, text(name, max_id_bytes)); }
  std::string word(const char* name, std::initializer_list<std::string_view> words) const {
    return checked_word(name, text(name), words);
  }
  Day day(const char* name) const {
    if (!find(name)) refuse(name, "is missing");
    return *day_if(name);
  }
  Instant instant(const char* name) const {
    if (!find(name)) refuse(name, "is missing");
    return *instant_if(name);
  }
  // Optional: empty or the fallback when absent.
  std::string text_if(const char* name, std::size_t most = 256) const {
    const auto* value = find(name);
    if (!value) return {};
    if (!value->is_string()) refuse(name, "must be a text");
    const auto& found = value->get_ref<const std::string&>();
    if (found.size() > most) refuse(name, "is too long");
    return found;
  }
  std::string id_if(const char* name) const {
    return find(name) ? checked_id(name, text_if(name, max_id_bytes)) : std::string{};
  }
  std::string word_if(const char* name, std::initializer_list<std::string_view> words) const {
    return find(name) ? checked_word(name, text_if(name), words) : std::string{};
  }
  std::optional<Day> day_if(const char* name) const {
    if (!find(name)) return std::nullopt;
    const auto day = parse_day(text_if(name));
    if (!day) refuse(name, "must be a day such as 2026-11-23");
    return day;
  }
  std::optional<Instant> instant_if(const char* name) const {
    if (!find(name)) return std::nullopt;
    const auto instant = parse_instant(text_if(name));
    if (!instant) refuse(name, "must be an instant such as 2026-11-23T09:00:00Z");
    return instant;
  }
  bool flag_or(const char* name, bool fallback) const {
    const auto* value = find(name);
    if (!value) return fallback;
    if (!value->is_boolean()) refuse(name, "must be true or false");
    return value->get<bool>();
  }
  std::optional<int> count_if(const char* name) const {
    const auto* value = find(name);
    if (!value) return std::nullopt;
    if (!value->is_number_unsigned() ||
        value->get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<int>::max()))
      refuse(name, "must be a whole number from 0");
    return value->get<int>();
  }
  std::vector<std::string> texts(const char* name, std::size_t most = max_id_bytes) const {
    std::vector<std::string> all;
    for (const auto& entry : list(name)) {
      if (!entry.is_string()) refuse(name, "must hold texts");
      const auto& text = entry.get_ref<const std::string&>();
      if (text.empty() || text.size() > most)
        refuse(name, "holds a text that is empty or too long");
      all.push_back(text);
    }
    return all;
  }
  const Json& list(const char* name) const {
    const auto* value = find(name);
    if (!value) return empty_;
    if (!value->is_array()) refuse(name, "must be a list");
    return *value;
  }

 private:
  std::string checked_id(const char* name, std::string id) const {
    if (id.empty()) refuse(name, "is empty");
    return id;
  }
  std::string checked_word(const char* name, std::string word,
                           std::initializer_list<std::string_view> words) const {
    if (std::find(words.begin(), words.end(), word) == words.end())
      refuse(name, "is not a known word");
    return word;
  }

  const Json& object_;
  std::string what_;
  Json empty_ = Json::array();
};

namespace detail {

template <class Value>
void put_if(Json& json, const char* name, const Value& value) {
  if (!value.empty()) json[name] = value;
}
template <class Moment>
void put_moment(Json& json, const char* name, const std::optional<Moment>& moment) {
  if (moment) json[name] = to_text(*moment);
}
inline std::string setting_of(const Fields& fields) {
  return fields.word_if("setting", {"individual", "couple", "family", "group"});
}

}  // namespace detail

inline void to_json(Json& json, const Client& client) {
  json = {{"schema", "holdfast.client/1"}, {"id", client.id}, {"name", client.name}};
  detail::put_if(json, "initials", client.initials);
  detail::put_moment(json, "birth_date", client.birth_date);
  detail::put_if(json, "language", client.language);
  json["active"] = client.active;
  if (client.deceased) json["deceased"] = true;
  detail::put_if(json, "merged_into", client.merged_into);
  detail::put_if(json, "sensitivity", client.sensitivity);
}

inline void from_json(const Json& json, Client& client) {
  const Fields fields{json, "client"};
  fields.expect_schema("holdfast.client/1");
  client.id = fields.id("id");
  client.name = fields.text("name");
  client.initials = fields.text_if("initials");
  client.birth_date = fields.day_if("birth_date");
  client.language = fields.text_if("language");
  client.active = fields.flag_or("active", true);
  client.deceased = fields.flag_or("deceased", false);
  client.merged_into = fields.id_if("merged_into");
  client.sensitivity = fields.texts("sensitivity", 256);
}

inline void to_json(Json& json, const Clinician& clinician) {
  json = {{"schema", "holdfast.clinician/1"}, {"id", clinician.id}, {"name", clinician.name}};
  detail::put_if(json, "person", clinician.person);
  json["active"] = clinician.active;
  json["supervisors"] = clinician.supervisors;
}

inline void from_json(const Json& json, Clinician& clinician) {
  const Fields fields{json, "clinician"};
  fields.expect_schema("holdfast.clinician/1");
  clinician.id = fields.id("id");
  clinician.name = fields.text("name");
  clinician.person = fields.id_if("person");
  clinician.active = fields.flag_or("active", true);
  clinician.supervisors = fields.texts("supervisors");
}

inline void to_json(Json& json, const Course& course) {
  json = {{"schema", "holdfast.course/1"},
          {"id", course.id},
          {"client", course.client},
          {"clinicians", course.clinicians}};
  detail::put_if(json, "setting", course.setting);
  detail::put_moment(json, "started", course.started);
  detail::put_moment(json, "ended", course.ended);
  detail::put_if(json, "end_reason", course.end_reason);
}

inline void from_json(const Json& json, Course& course) {
  const Fields fields{json, "course"};
  fields.expect_schema("holdfast.course/1");
  course.id = fields.id("id");
  course.client = fields.id("client");
  course.clinicians = fields.texts("clinicians");
  if (course.clinicians.empty()) fields.refuse("clinicians", "must name at least one");
  course.setting = detail::setting_of(fields);
  course.started = fields.day_if("started");
  course.ended = fields.day_if("ended");
  course.end_reason =
      fields.word_if("end_reason", {"completed", "dropped_out", "transferred", "died", "other"});
}

inline void to_json(Json& json, const Session& session) {
  json = {{"schema", "holdfast.session/1"},  {"id", session.id},
          {"course", session.course},        {"clinician", session.clinician},
          {"start", to_text(session.start)}, {"day", to_text(session.day)},
          {"attendance", session.attendance}};
  if (session.minutes) json["minutes"] = *session.minutes;
  detail::put_moment(json, "cancelled_at", session.cancelled_at);
  detail::put_if(json, "participants", session.participants);
  detail::put_if(json, "place", session.place);
  detail::put_if(json, "facility", session.facility);
  detail::put_if(json, "setting", session.setting);
  if (session.removed) json["removed"] = true;
}

inline void from_json(const Json& json, Session& session) {
  const Fields fields{json, "session"};
  fields.expect_schema("holdfast.session/1");
  session.id = fields.id("id");
  session.course = fields.id("course");
  session.clinician = fields.id("clinician");
  session.start = fields.instant("start");
  session.day = fields.day("day");
  session.minutes = fields.count_if("minutes");
  session.attendance =
      fields.word("attendance", {"booked", "held", "no_show", "cancelled_by_client",
                                 "cancelled_late", "cancelled_by_practice"});
  session.cancelled_at = fields.instant_if("cancelled_at");
  session.participants = fields.texts("participants");
  session.place = fields.word_if("place", {"room", "video", "phone"});
  session.facility = fields.text_if("facility", 255);
  session.setting = detail::setting_of(fields);
  session.removed = fields.flag_or("removed", false);
}

inline void to_json(Json& json, const Person& person) {
  json = {{"schema", "holdfast.person/1"},
          {"id", person.id},
          {"name", person.name},
          {"kind", person.kind},
          {"roles", person.roles}};
  detail::put_if(json, "clinician", person.clinician);
  detail::put_if(json, "client", person.client);
  detail::put_if(json, "cares_for", person.cares_for);
  detail::put_if(json, "language", person.language);
  detail::put_if(json, "supervises", person.supervises);
  detail::put_moment(json, "supervises_until", person.supervises_until);
  for (const auto& cover : person.covers)
    json["covers"].push_back({{"clinician", cover.clinician}, {"until", to_text(cover.until)}});
}

inline void from_json(const Json& json, Person& person) {
  const Fields fields{json, "person"};
  fields.expect_schema("holdfast.person/1");
  person.id = fields.id("id");
  person.name = fields.text("name");
  person.kind = fields.word("kind", {"staff", "client", "carer"});
  if (!fields.find("roles")) fields.refuse("roles", "is missing");
  person.roles = fields.texts("roles");
  for (const auto& role : person.roles) {
    static constexpr std::string_view known[] = {
        "front_desk", "therapist", "supervisor", "external_supervisor", "records_officer", "admin"};
    if (std::find(std::begin(known), std::end(known), role) == std::end(known))
      fields.refuse("roles", "holds an unknown role");
  }
  person.clinician = fields.id_if("clinician");
  person.client = fields.id_if("client");
  person.cares_for = fields.texts("cares_for");
  person.language = fields.text_if("language");
  person.supervises = fields.texts("supervises");
  person.supervises_until = fields.day_if("supervises_until");
  for (const auto& entry : fields.list("covers")) {
    const Fields cover{entry, "cover"};
    person.covers.push_back({cover.id("clinician"), cover.day("until")});
  }
}

inline void from_json(const Json& json, Notice& notice) {
  const Fields fields{json, "notice"};
  fields.expect_schema("holdfast.notice/1");
  notice.to = fields.id("to");
  notice.category = fields.word(
      "category", {"check_in", "read_today", "form_due", "handover", "delivery_parked"});
  notice.client = fields.id_if("client");
  notice.link = fields.text_if("link");
  notice.due = fields.instant_if("due");
}

inline void from_json(const Json& json, RecordHeading& record) {
  const Fields fields{json, "record"};
  fields.expect_schema("holdfast.record/1");
  record.kind = fields.word("kind", {"form", "client_total", "subscales", "therapist_rating",
                                     "alert", "repair", "comment", "document"});
  record.client = fields.id("client");
  record.course = fields.id_if("course");
  record.session = fields.id_if("session");
  record.at = fields.instant("at");
}

inline void from_json(const Json& json, ClientQuery& query) {
  const Fields fields{json, "client query"};
  fields.expect_schema("holdfast.client-query/1");
  query.text = fields.text_if("text");
  query.limit = fields.count_if("limit").value_or(query.limit);
}

inline void from_json(const Json& json, SessionQuery& query) {
  const Fields fields{json, "session query"};
  fields.expect_schema("holdfast.session-query/1");
  query.from = fields.day("from");
  query.to = fields.day("to");
  query.course = fields.id_if("course");
  query.limit = fields.count_if("limit").value_or(query.limit);
}

}  // namespace holdfast::payload
