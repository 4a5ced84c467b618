// SPDX-License-Identifier: MIT
#include "sync.hpp"

#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeParser.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "mapping/people.hpp"

namespace holdfast::adapters::fhir {
namespace {

using mapping::list_in;
using mapping::Meeting;
using mapping::text_in;

// What refers to something comes after it.
constexpr std::array<const char*, 6> phases{"Practitioner", "Patient",     "EpisodeOfCare",
                                            "CareTeam",     "Appointment", "Encounter"};
constexpr const char* of_appointment = "Encounter:appointment";
constexpr std::int64_t episodes = 2, teams = 3, appointments = 4;
// Servers stamp a resource before they show it: a round begins a little before the last one did.
constexpr std::chrono::seconds overlap{60};
// Versions this new when a round begins may be met again in the next.
constexpr std::chrono::minutes recent{10};
constexpr std::size_t most_bytes = payload::max_payload_bytes - 2048;

std::string id_of(const Json& resource) {
  return text_in(resource, "resourceType") + "/" + text_in(resource, "id");
}

std::string meta(const Json& resource, const char* name) {
  const auto found = resource.find("meta");
  return found == resource.end() ? std::string{} : text_in(*found, name);
}

std::string version_of(const Json& resource) {
  auto version = meta(resource, "versionId") + " " + meta(resource, "lastUpdated");
  return version == " " ? std::to_string(std::hash<std::string>{}(resource.dump())) : version;
}

Json change(const char* kind, const std::string& id, const Json& data) {
  return {{"kind", kind}, {"id", id}, {"data", data}};
}
Json removal(const char* kind, const std::string& id) {
  return {{"kind", kind}, {"id", id}, {"removed", true}};
}

payload::Instant clock_of(const std::string& http_date, payload::Instant otherwise) {
  int zone = 0;
  Poco::DateTime date;
  if (http_date.empty() ||
      !Poco::DateTimeParser::tryParse(Poco::DateTimeFormat::HTTP_FORMAT, http_date, date, zone))
    return otherwise;
  return payload::Instant{std::chrono::milliseconds{date.timestamp().epochMicroseconds() / 1000}};
}

bool is_after(const Json& resource, payload::Instant moment) {
  const auto updated = payload::parse_instant(meta(resource, "lastUpdated"));
  return !updated || *updated >= moment;
}

std::optional<std::int64_t> take_number(std::string_view& text) {
  const auto word = text.substr(0, text.find(' '));
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc{} || end != word.data() + word.size() || value < 0) return std::nullopt;
  text.remove_prefix(std::min(word.size() + 1, text.size()));
  return value;
}

}  // namespace

Sync::Sync(const Settings& settings, Server& server, Directory& directory, const State& state,
           Warn warn)
    : settings_(settings),
      server_(server),
      directory_(directory),
      state_(state),
      warn_(std::move(warn)) {}

std::string Sync::written(const Cursor& cursor) const {
  return state_.epoch() + " " + std::to_string(cursor.round) + " " + std::to_string(cursor.phase) +
         " " + std::to_string(cursor.link) + " " + std::to_string(cursor.offset);
}

Sync::Cursor Sync::read(std::string_view text) const {
  if (text.empty()) return {};
  auto rest = text.substr(std::min(text.find(' '), text.size()));
  if (!rest.empty()) rest.remove_prefix(1);
  Cursor cursor;
  for (auto* part : {&cursor.round, &cursor.phase, &cursor.link, &cursor.offset}) {
    const auto value = take_number(rest);
    if (!value) break;
    *part = *value;
  }
  // To the letter what written() writes, of a file that still knows that round.
  if (written(cursor) != text || cursor.phase >= static_cast<std::int64_t>(phases.size()) ||
      (cursor.round > 0 && !state_.started(cursor.round - 1)))
    throw Failure(HOLDFAST_E_INVALID,
                  "changes: not a cursor of this FHIR server's; start with none");
  return cursor;
}

SearchPage Sync::fetch(const Cursor& cursor) {
  if (cursor.link != 0) {
    const auto url = state_.link(cursor.link);
    if (!url)
      throw Failure(HOLDFAST_E_INVALID, "changes: a page of long ago; start with no cursor");
    try {
      return server_.page(*url);
    } catch (const Failure& failure) {
      // Servers forget where a search was after a while.
      if (failure.status() != HOLDFAST_E_NOT_FOUND && failure.status() != HOLDFAST_E_INVALID) throw;
      throw Failure(HOLDFAST_E_INVALID,
                    "changes: the server forgot this page; start with no cursor");
    }
  }
  return begin_phase(cursor);
}

void Sync::say(const std::string& about, const std::string& sentence) {
  if (said_.insert(about).second) warn_(sentence);
}

void Sync::say_what_is_missing() {
  std::string missing;
  for (const auto* type : {"Patient", "Appointment", "Encounter"})
    if (!server_.ability(type).can_search)
      missing += (missing.empty() ? "" : ", ") + std::string(type);
  if (missing.empty()) return;
  say("missing " + missing, "fhir adapter: the FHIR server does not offer to search " + missing +
                                " (its /metadata says so); none of them comes into Holdfast");
}

// Empty: refused. `since` goes where the server knows it: versions that were told are known.
std::optional<SearchPage> Sync::search(const std::string& type, const Parameters& parameters,
                                       const std::string& since) {
  if (!since.empty()) {
    auto narrowed = parameters;
    narrowed.emplace_back("_lastUpdated", "ge" + since);
    try {
      return server_.search(type, narrowed);
    } catch (const Failure& failure) {
      if (!is_refusal(failure)) throw;
      if (failure.status() == HOLDFAST_E_DENIED) return std::nullopt;
    }
  }
  try {
    return server_.search(type, parameters);
  } catch (const Failure& failure) {
    if (!is_refusal(failure)) throw;
    return std::nullopt;
  }
}

// What is not allowed is left out, and read from the beginning when it is.
SearchPage Sync::begin_phase(const Cursor& cursor) {
  const std::string type = phases[static_cast<std::size_t>(cursor.phase)];
  if (cursor.phase == 0) say_what_is_missing();
  const auto may = server_.ability(type);
  if (may.can_search) {
    Parameters parameters{{"_count", std::to_string(settings_.page_size)}};
    if (type == "Appointment" && may.includes_back(of_appointment))
      parameters.emplace_back("_revinclude", of_appointment);
    if (type == "Encounter" && may.includes_also(of_appointment))
      parameters.emplace_back("_include", of_appointment);
    std::string since;
    if (cursor.round > 0 && !state_.was_left_out(type, cursor.round - 1))
      if (const auto began = payload::parse_instant(state_.started(cursor.round - 1).value_or("")))
        since = payload::to_text(*began - overlap);
    if (auto found = search(type, parameters, since)) {
      said_.erase(type);
      return std::move(*found);
    }
    say(type, "fhir adapter: the FHIR server does not allow a search of " + type +
                  "; it is left out until it does. Ask its operators for the scope");
  }
  state_.leave_out(type, cursor.round);
  return {};
}

// Which of a page's resources were told in an earlier round, in the version they have.
std::vector<bool> Sync::are_known(const Cursor& cursor, const SearchPage& found) const {
  const auto began = payload::parse_instant(state_.started(cursor.round).value_or(""));
  std::vector<State::Version> versions;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < found.entries.size(); ++i) {
    if (cursor.round == 0 && began && !is_after(found.entries[i], *began - recent)) continue;
    auto version = version_of(found.entries[i]);
    // An appointment changes with the encounter that belongs to it.
    for (const auto& one : found.included)
      if (cursor.phase == appointments &&
          mapping::meeting_of_encounter(one, settings_.names).appointment ==
              id_of(found.entries[i]))
        version += " " + version_of(one);
    versions.push_back({id_of(found.entries[i]), std::move(version)});
    places.push_back(i);
  }
  std::vector<bool> known(found.entries.size(), false);
  const auto told = state_.told_before(versions, cursor.round);
  for (std::size_t i = 0; i < places.size(); ++i) known[places[i]] = told[i];
  return known;
}

const Sync::Page& Sync::page_at(const Cursor& cursor, payload::Instant now) {
  auto at = cursor;
  at.offset = 0;
  if (has_page_ && page_.at == at && cursor.offset > 0) return page_;
  has_page_ = false;
  auto found = fetch(at);
  if (at.link != 0) Server::must_go_on(state_.link(at.link).value_or(""), found.next);
  const bool is_first_round = at.round == 0;
  if (at.phase == 0 && at.link == 0)
    state_.begin_round(at.round, payload::to_text(clock_of(found.date, now)));
  if (is_first_round && at.phase == episodes && at.link == 0) {
    swept_.clear();
    has_swept_courses_ = true;
  }
  const auto known = are_known(at, found);
  SearchPage fresh;
  fresh.included = std::move(found.included);
  for (std::size_t i = 0; i < known.size(); ++i)
    if (!known[i]) fresh.entries.push_back(std::move(found.entries[i]));
  page_ = {at, {}, found.next.empty() ? 0 : state_.put_link(found.next)};
  add_changes(page_, fresh, is_first_round);
  has_page_ = true;
  return page_;
}

void Sync::add_changes(Page& page, const SearchPage& found, bool is_first_round) {
  for (const auto& one : found.entries) {
    switch (page.at.phase) {
      case 0:
      case 1:
        add_person(page, one, page.at.phase == 1);
        break;
      case episodes:
        add_course(page, mapping::treatment_of_episode(one, settings_.names), is_first_round);
        break;
      case teams:
        add_course(page, mapping::treatment_of_team(one, settings_.names), is_first_round);
        break;
      case appointments: {
        const auto meeting = mapping::meeting_of_appointment(one, settings_.names);
        Json encounters = Json::array();
        for (const auto& encounter : found.included)
          if (mapping::meeting_of_encounter(encounter, settings_.names).appointment == meeting.id)
            encounters.push_back(encounter);
        // In the first round they come after, each with its appointment.
        if (!is_first_round && !server_.ability("Appointment").includes_back(of_appointment))
          encounters = directory_.encounters_of(meeting.id);
        add_session(page, meeting, encounters, is_first_round);
        break;
      }
      default:
        add_encounter(page, one, found, is_first_round);
    }
  }
}

void Sync::add_person(Page& page, const Json& resource, bool is_client) {
  if (!is_client) {
    const auto clinician = mapping::clinician_of(resource);
    page.changes.push_back(change("clinician", clinician.id, clinician).dump());
    return;
  }
  const auto client = mapping::client_of(resource, settings_.names);
  page.changes.push_back(change("client", client.id, client).dump());
  if (client.merged_into.empty()) return;
  // Who stays may come on a later page: told first, then.
  const auto survivor = directory_.client(client.merged_into);
  if (!survivor) return;
  page.changes.push_back(change("client", survivor->id, *survivor).dump());
  page.changes.push_back(
      Json{{"kind", "merge"}, {"id", client.id}, {"into", client.merged_into}}.dump());
}

void Sync::add_course(Page& page, const mapping::Treatment& treatment, bool is_first_round) {
  const bool is_team = page.at.phase == teams;
  if (!is_first_round) {
    directory_.forget(treatment.patient);
    if (treatment.is_in_error) {
      page.changes.push_back(removal("course", treatment.id).dump());
      return;
    }
  }
  // A care team is a course only where there is no episode.
  if (is_team && is_first_round && has_swept_courses_) {
    const auto known = swept_.find(treatment.patient);
    if (known != swept_.end() && known->second.front().id.starts_with("EpisodeOfCare/")) return;
  } else if (is_team) {
    const auto courses = directory_.courses_of(treatment.patient);
    if (std::none_of(courses.begin(), courses.end(),
                     [&](const auto& one) { return one.id == treatment.id; }))
      return;
  }
  const auto course = directory_.course_of(treatment);
  if (!course) return;
  if (is_first_round) swept_[course->client].push_back(*course);
  page.changes.push_back(change("course", course->id, *course).dump());
}

void Sync::add_session(Page& page, const Meeting& meeting, const Json& encounters,
                       bool is_first_round) {
  if (meeting.is_in_error) {
    if (!is_first_round) page.changes.push_back(removal("session", meeting.id).dump());
    return;
  }
  const auto session = directory_.session_of(meeting, encounters, [&](const std::string& client) {
    if (!is_first_round || !has_swept_courses_) return directory_.courses_of(client);
    const auto known = swept_.find(client);
    return known == swept_.end() ? std::vector<payload::Course>{} : known->second;
  });
  if (!session) return;
  if (const auto course = directory_.made_course(session->course)) {
    auto told = change("course", course->id, *course).dump();
    if (std::find(page.changes.begin(), page.changes.end(), told) == page.changes.end())
      page.changes.push_back(std::move(told));
  }
  page.changes.push_back(change("session", session->id, *session).dump());
}

// An encounter of an appointment is that appointment's session.
void Sync::add_encounter(Page& page, const Json& encounter, const SearchPage& found,
                         bool is_first_round) {
  const auto meeting = mapping::meeting_of_encounter(encounter, settings_.names);
  if (meeting.appointment.empty()) return add_session(page, meeting, Json::array(), is_first_round);
  // In the first round it came along with its appointment, where the server does that.
  if (is_first_round && server_.ability("Appointment").includes_back(of_appointment)) return;
  for (const auto& one : found.included)
    if (id_of(one) == meeting.appointment)
      return add_session(page, mapping::meeting_of_appointment(one, settings_.names),
                         Json::array({encounter}), is_first_round);
  const auto appointment = server_.read_if_allowed("Appointment", meeting.appointment.substr(12));
  if (appointment)
    add_session(page, mapping::meeting_of_appointment(appointment->resource, settings_.names),
                Json::array({encounter}), is_first_round);
}

std::string Sync::changes(std::string_view cursor_text, std::uint32_t limit, payload::Instant now) {
  if (limit < 1 || limit > 1000) throw Failure(HOLDFAST_E_INVALID, "changes: limit is 1 to 1000");
  auto cursor = read(cursor_text);
  std::string text = R"({"schema":"holdfast.changes/1","changes":[)";
  std::uint32_t given = 0;
  bool is_more = true;
  while (given < limit) {
    const auto& page = page_at(cursor, now);
    bool is_full = false;
    for (auto i = static_cast<std::size_t>(cursor.offset); i < page.changes.size(); ++i) {
      is_full = given == limit || (given > 0 && text.size() + page.changes[i].size() > most_bytes);
      if (is_full) break;
      text += (given++ > 0 ? "," : "") + page.changes[i];
      ++cursor.offset;
    }
    if (is_full) break;
    cursor.offset = 0;
    cursor.link = page.next;
    if (cursor.link != 0) continue;
    if (++cursor.phase < static_cast<std::int64_t>(phases.size())) continue;
    cursor = {cursor.round + 1, 0, 0, 0};
    swept_.clear();
    has_swept_courses_ = has_page_ = is_more = false;
    break;
  }
  return text + R"(],"cursor":)" + Json(written(cursor)).dump() +
         (is_more ? R"(,"more":true})" : R"(,"more":false})");
}

}  // namespace holdfast::adapters::fhir
