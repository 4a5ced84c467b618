// SPDX-License-Identifier: MIT
#include "directory.hpp"

#include <algorithm>
#include <tuple>

#include "mapping/people.hpp"

namespace holdfast::adapters::fhir {
namespace {

using mapping::Meeting;
using mapping::Treatment;
using payload::Course;
using payload::Session;

constexpr std::chrono::minutes relations_last{5};
constexpr std::size_t most_remembered = 50'000;  // patients, and roles
constexpr std::size_t most_of_a_list = 4'000;    // resources looked through for one answer

constexpr const char* of_appointment = "Encounter:appointment";

bool holds(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

std::string small(std::string text) {
  for (auto& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  return text;
}

std::vector<std::string> words_in(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text + " ")
    if (c != ' ') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  return words;
}

// "Practitioner/7" as {"Practitioner", "7"}.
std::pair<std::string, std::string> parts_of(const std::string& reference) {
  const auto slash = reference.find('/');
  if (slash == std::string::npos) return {};
  return {reference.substr(0, slash), reference.substr(slash + 1)};
}

// The newest that has not ended; else the newest.
const Course* current(const std::vector<Course>& courses) {
  const auto rank = [](const Course& one) {
    return std::tuple(!one.ended, one.started.value_or(payload::Day{}), one.id);
  };
  const auto found =
      std::max_element(courses.begin(), courses.end(),
                       [&](const Course& a, const Course& b) { return rank(a) < rank(b); });
  return found == courses.end() ? nullptr : &*found;
}

std::string setting_of(std::size_t patients) {
  return patients > 2 ? "group" : patients == 2 ? "couple" : "individual";
}

void take_over(Meeting& meeting, const Meeting& encounter) {
  if (encounter.is_in_error || encounter.attendance != "held") return;
  meeting.attendance = "held";
  if (!encounter.place.empty()) meeting.place = encounter.place;
  if (!encounter.episode.empty()) meeting.episode = encounter.episode;
}

}  // namespace

Directory::Directory(const Settings& settings, Server& server, const std::string& zone)
    : settings_(settings), server_(server) {
  try {
    zone_ = date::locate_zone(zone);
  } catch (const std::runtime_error&) {
    throw Failure(HOLDFAST_E_INVALID, "fhir adapter: the host's time zone is unknown");
  }
}

payload::Day Directory::day_of(payload::Instant instant) const {
  const auto local = zone_->to_local(instant);
  return payload::Day{std::chrono::floor<std::chrono::days>(local).time_since_epoch()};
}

payload::Instant Directory::midnight(payload::Day day) const {
  const auto local = date::local_days{day.time_since_epoch()};
  return std::chrono::floor<std::chrono::milliseconds>(
      zone_->to_sys(local, date::choose::earliest));
}

std::optional<payload::Client> Directory::client(const std::string& id) {
  const auto found = server_.read("Patient", id);
  return found ? std::optional{mapping::client_of(found->resource, settings_.names)} : std::nullopt;
}

std::optional<payload::Clinician> Directory::clinician(const std::string& id) {
  const auto found = server_.read("Practitioner", id);
  return found ? std::optional{mapping::clinician_of(found->resource)} : std::nullopt;
}

mapping::RoleOf Directory::role(const std::string& id) {
  const auto now = std::chrono::steady_clock::now();
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = roles_.find(id); known != roles_.end() && known->second.until > now)
      return known->second.role;
  }
  const auto found = server_.read_if_allowed("PractitionerRole", id);
  auto role = found ? mapping::role_of(found->resource, settings_.names) : mapping::RoleOf{};
  const std::lock_guard lock(mutex_);
  if (roles_.size() >= most_remembered) roles_.clear();
  roles_[id] = {role, now + relations_last};
  return role;
}

std::string Directory::clinician_in_role(const std::string& id) {
  auto found = role(id);
  return found.is_active ? std::move(found.practitioner) : std::string{};
}

void Directory::resolve(std::vector<std::string>& clinicians,
                        const std::vector<std::string>& roles) {
  for (const auto& id : roles)
    if (auto one = role(id).practitioner; !one.empty() && !holds(clinicians, one))
      clinicians.push_back(std::move(one));
}

std::optional<Course> Directory::course_of(Treatment treatment) {
  if (treatment.is_in_error || treatment.patient.empty()) return std::nullopt;
  for (const auto& id : treatment.teams)
    if (const auto found = server_.read_if_allowed("CareTeam", id)) {
      const auto team = mapping::treatment_of_team(found->resource, settings_.names);
      for (const auto& one : team.clinicians)
        if (!holds(treatment.clinicians, one)) treatment.clinicians.push_back(one);
      resolve(treatment.clinicians, team.roles);
    }
  resolve(treatment.clinicians, treatment.roles);
  if (treatment.clinicians.empty()) return std::nullopt;
  Course course;
  course.id = treatment.id;
  course.client = treatment.patient;
  course.clinicians = std::move(treatment.clinicians);
  course.started = treatment.started;
  course.ended = treatment.ended;
  course.end_reason = course.ended ? treatment.end_reason : "";
  return course;
}

std::vector<Course> Directory::ask_courses(const std::string& client) {
  std::vector<Course> courses;
  const auto add = [&](const Json& resources, auto read) {
    for (const auto& one : resources)
      if (auto course = course_of(read(one, settings_.names)); course && course->client == client)
        courses.push_back(std::move(*course));
  };
  const Parameters of_client{{"patient", client}, {"_count", "100"}};
  add(server_.all_if_allowed("EpisodeOfCare", of_client, 100), mapping::treatment_of_episode);
  if (courses.empty())
    add(server_.all_if_allowed("CareTeam", of_client, 100), mapping::treatment_of_team);
  return courses;
}

std::vector<Course> Directory::courses_of(const std::string& client) {
  {
    const std::lock_guard lock(mutex_);
    const auto known = courses_.find(client);
    if (known != courses_.end() && known->second.until > std::chrono::steady_clock::now())
      return known->second.courses;
  }
  auto courses = ask_courses(client);
  const std::lock_guard lock(mutex_);
  if (courses_.size() >= most_remembered) courses_.clear();
  courses_[client] = {courses, std::chrono::steady_clock::now() + relations_last};
  return courses;
}

void Directory::forget(const std::string& client) {
  const std::lock_guard lock(mutex_);
  courses_.erase(client);
}

bool Directory::have_met(const std::string& client, const std::string& clinician) {
  const Parameters both{{"patient", "Patient/" + client},
                        {"practitioner", "Practitioner/" + clinician},
                        {"_count", "1"}};
  for (const auto* type : {"Appointment", "Encounter"})
    if (!server_.all_if_allowed(type, both, 1).empty()) return true;
  return false;
}

std::optional<Course> Directory::made_course(const std::string& id) {
  const auto joint = id.find(course_joint);
  if (joint == std::string::npos) return std::nullopt;
  Course course;
  course.id = id;
  course.client = id.substr(0, joint);
  course.clinicians = {id.substr(joint + 1)};
  return course;
}

std::optional<Course> Directory::course(const std::string& id) {
  if (auto made = made_course(id)) {
    if (!mapping::is_resource_id(made->client) || !mapping::is_resource_id(made->clinicians[0]))
      return std::nullopt;
    return have_met(made->client, made->clinicians[0]) ? made : std::nullopt;
  }
  const auto [type, plain] = parts_of(id);
  if (type != "EpisodeOfCare" && type != "CareTeam") return std::nullopt;
  const auto found = server_.read(type, plain);
  if (!found) return std::nullopt;
  return course_of(type == "CareTeam"
                       ? mapping::treatment_of_team(found->resource, settings_.names)
                       : mapping::treatment_of_episode(found->resource, settings_.names));
}

std::optional<Session> Directory::session_of(Meeting meeting, const Json& encounters) {
  return session_of(std::move(meeting), encounters,
                    [this](const std::string& client) { return courses_of(client); });
}

std::optional<Session> Directory::session_of(Meeting meeting, const Json& encounters,
                                             const CoursesOf& courses_of) {
  if (meeting.patients.empty() || !meeting.start) return std::nullopt;
  for (const auto& encounter : encounters)
    take_over(meeting, mapping::meeting_of_encounter(encounter, settings_.names));
  resolve(meeting.clinicians, meeting.roles);
  const auto& client = meeting.patients.front();
  const auto courses = courses_of(client);
  const Course* course = nullptr;
  for (const auto& one : courses)
    if (!meeting.episode.empty() && one.id == meeting.episode) course = &one;
  for (const auto& one : courses) {
    if (course) break;
    const bool leads = std::any_of(meeting.clinicians.begin(), meeting.clinicians.end(),
                                   [&](const auto& id) { return holds(one.clinicians, id); });
    if (leads && !one.ended) course = &one;
  }
  if (!course) course = current(courses);
  if (!course && meeting.clinicians.empty()) return std::nullopt;

  Session session;
  session.id = meeting.id;
  session.clinician =
      meeting.clinicians.empty() ? course->clinicians.front() : meeting.clinicians.front();
  session.course = course ? course->id : client + course_joint + session.clinician;
  if (session.course.size() > payload::max_id_bytes) return std::nullopt;
  session.start = *meeting.start;
  session.day = day_of(session.start);
  session.minutes = meeting.minutes;
  session.attendance = meeting.attendance;
  session.participants.assign(meeting.patients.begin() + 1, meeting.patients.end());
  session.place = meeting.place;
  session.setting = setting_of(meeting.patients.size());
  session.removed = meeting.is_in_error;
  return session;
}

Json Directory::encounters_of(const std::string& appointment) {
  return server_.all_if_allowed("Encounter", {{"appointment", appointment}, {"_count", "10"}}, 10);
}

std::optional<Session> Directory::session(const std::string& id) {
  const auto [type, plain] = parts_of(id);
  if (type != "Appointment" && type != "Encounter") return std::nullopt;
  const auto found = server_.read(type, plain);
  if (!found) return std::nullopt;
  if (type == "Encounter")
    return session_of(mapping::meeting_of_encounter(found->resource, settings_.names),
                      Json::array());
  return session_of(mapping::meeting_of_appointment(found->resource, settings_.names),
                    encounters_of(id));
}

Directory::Sessions Directory::sessions(const payload::SessionQuery& query) {
  Parameters parameters{{"date", "ge" + payload::to_text(midnight(query.from))},
                        {"date", "lt" + payload::to_text(midnight(query.to))},
                        {"_count", std::to_string(settings_.page_size)}};
  if (!query.course.empty()) {
    const auto course = this->course(query.course);
    if (!course) return {};
    parameters.emplace_back("patient", "Patient/" + course->client);
  }
  Sessions found;
  const auto add = [&](std::optional<Session> session) {
    if (!session || session->removed || session->day < query.from || session->day >= query.to)
      return;
    if (!query.course.empty() && session->course != query.course) return;
    found.sessions.push_back(std::move(*session));
  };
  Json of_appointments = Json::array(), alone = Json::array();
  for (auto& one : server_.all_if_allowed("Encounter", parameters, most_of_a_list))
    (mapping::meeting_of_encounter(one, settings_.names).appointment.empty() ? alone
                                                                             : of_appointments)
        .push_back(std::move(one));
  std::size_t looked_at = alone.size();
  if (server_.ability("Appointment").includes_back(of_appointment))
    parameters.emplace_back("_revinclude", of_appointment);
  const auto appointments =
      server_.all_if_allowed("Appointment", parameters, most_of_a_list, &of_appointments);
  looked_at += appointments.size();
  for (const auto& one : appointments) {
    const auto meeting = mapping::meeting_of_appointment(one, settings_.names);
    Json encounters = Json::array();
    for (const auto& encounter : of_appointments)
      if (mapping::meeting_of_encounter(encounter, settings_.names).appointment == meeting.id)
        encounters.push_back(encounter);
    add(session_of(meeting, encounters));
  }
  for (const auto& one : alone)
    add(session_of(mapping::meeting_of_encounter(one, settings_.names), Json::array()));
  found.is_cut = looked_at >= most_of_a_list;
  std::sort(found.sessions.begin(), found.sessions.end(), [](const Session& a, const Session& b) {
    return std::tie(a.start, a.id) < std::tie(b.start, b.id);
  });
  return found;
}

std::vector<payload::Client> Directory::clients(const std::string& text, std::size_t most) {
  Parameters parameters{{"_count", std::to_string(settings_.page_size)}};
  const auto words = words_in(text);
  for (const auto& word : words) parameters.emplace_back("name", word);
  std::vector<payload::Client> found;
  for (const auto& one : server_.all("Patient", parameters, std::max(most, most_of_a_list))) {
    auto client = mapping::client_of(one, settings_.names);
    // Servers differ in what a name matches: every word must be in it.
    const auto name = small(client.name);
    const bool matches = std::all_of(words.begin(), words.end(), [&](const auto& word) {
      return name.find(small(word)) != std::string::npos;
    });
    if (matches && client.merged_into.empty()) found.push_back(std::move(client));
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return std::tie(a.name, a.id) < std::tie(b.name, b.id);
  });
  return found;
}

std::optional<payload::Person> Directory::person(const std::string& actor) {
  const auto [type, id] = parts_of(actor);
  payload::Person person;
  person.id = actor;
  if (type == "Patient") {
    const auto found = client(id);
    if (!found) return std::nullopt;
    person.name = found->name;
    person.kind = "client";
    person.client = id;
    person.language = found->language;
    return person;
  }
  if (type == "RelatedPerson") {
    const auto found = server_.read(type, id);
    if (!found || (found->resource.contains("active") && found->resource["active"] == false))
      return std::nullopt;
    person.name = mapping::clinician_of(found->resource).name;
    person.kind = "carer";
    if (found->resource.contains("patient"))
      if (auto of = mapping::id_in(found->resource["patient"], "Patient", settings_.names);
          !of.empty())
        person.cares_for.push_back(std::move(of));
    return person;
  }
  if (type != "Practitioner") return std::nullopt;
  const auto found = clinician(id);
  if (!found) return std::nullopt;
  if (!found->active) throw Failure(HOLDFAST_E_DENIED, "this practitioner is not active any more");
  person.name = found->name;
  person.clinician = id;
  if (settings_.roles.empty()) {
    person.roles = {"therapist"};
    return person;
  }
  if (!server_.ability("PractitionerRole").can_search) return person;
  const Parameters of_person{{"practitioner", "Practitioner/" + id}, {"_count", "50"}};
  for (const auto& one : server_.all("PractitionerRole", of_person, 50)) {
    const auto role = mapping::role_of(one, settings_.names);
    if (!role.is_active || role.practitioner != id) continue;
    for (const auto& code : role.codes)
      if (const auto known = settings_.roles.find(code);
          known != settings_.roles.end() && !holds(person.roles, known->second))
        person.roles.push_back(known->second);
  }
  return person;
}

bool Directory::treats(const std::string& clinician, const std::string& client) {
  const auto courses = courses_of(client);
  for (const auto& course : courses)
    if (holds(course.clinicians, clinician)) return true;
  return courses.empty() && have_met(client, clinician);
}

}  // namespace holdfast::adapters::fhir
