// SPDX-License-Identifier: MIT
#include "reader.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "names.hpp"
#include "series.hpp"

namespace holdfast::adapters::openemr {
namespace {

using payload::Day;
using std::chrono::days;
using std::chrono::minutes;
using std::chrono::year_month_day;

constexpr std::int64_t everything = 9'000'000'000'000'000;
constexpr days horizon_length{90};

constexpr const char* select_clients =
    "SELECT CAST(pid AS CHAR), TRIM(CONCAT_WS(' ', NULLIF(fname, ''), NULLIF(lname, ''))), "
    "CAST(DOB AS CHAR), language FROM patient_data "
    "WHERE pid > ? AND pid <= ? ORDER BY pid LIMIT ?";
constexpr const char* select_deaths =
    "SELECT CAST(pid AS CHAR), CAST(deceased_date AS CHAR) FROM patient_data "
    "WHERE pid > ? AND pid <= ? AND deceased_date > '1000-01-01'";
constexpr const char* select_sensitivities =
    "SELECT DISTINCT CAST(pid AS CHAR), sensitivity FROM form_encounter "
    "WHERE pid > ? AND pid <= ? AND sensitivity <> '' AND sensitivity <> 'normal' "
    "ORDER BY pid, sensitivity";
constexpr const char* select_clinicians =
    "SELECT CAST(id AS CHAR), TRIM(CONCAT_WS(' ', NULLIF(fname, ''), NULLIF(lname, ''))), "
    "COALESCE(username, ''), CAST(active AS CHAR) FROM users "
    "WHERE id > ? AND id <= ? AND (authorized = 1 OR EXISTS "
    "  (SELECT 1 FROM holdfast_course WHERE provider = users.id)) ORDER BY id LIMIT ?";
constexpr const char* select_supervisors =
    "SELECT CAST(id AS CHAR), CAST(supervisor_id AS CHAR) FROM users "
    "WHERE id > ? AND id <= ? AND supervisor_id > 0 AND supervisor_id <> id "
    "AND EXISTS (SELECT 1 FROM users AS above WHERE above.id = users.supervisor_id)";
constexpr const char* select_courses =
    "SELECT CAST(pid AS CHAR), CAST(provider AS CHAR), CAST(first_day AS CHAR) "
    "FROM holdfast_course WHERE (pid > ? OR (pid = ? AND provider > ?)) AND pid <= ? "
    "ORDER BY pid, provider LIMIT ?";
constexpr const char* select_care_teams =
    "SELECT CAST(pid AS CHAR), CAST(care_team_provider AS CHAR(1000)) FROM patient_data "
    "WHERE pid >= ? AND pid <= ? AND care_team_provider <> ''";
// The encounter of that day tells that a session was held, and how sensitive it is.
constexpr const char* select_appointments =
    "SELECT CAST(a.pc_eid AS CHAR), a.pc_pid, a.pc_aid, CAST(a.pc_eventDate AS CHAR), "
    "CAST(COALESCE(a.pc_startTime, '00:00:00') AS CHAR), CAST(a.pc_duration AS CHAR), "
    "a.pc_apptstatus, CAST(a.pc_recurrtype AS CHAR), "
    "CAST(COALESCE(a.pc_recurrspec, '') AS CHAR(4000)), CAST(a.pc_endDate AS CHAR), "
    "COALESCE(c.pc_constant_id, ''), COALESCE(c.aco_spec, ''), "
    "CAST(CONCAT_WS(':', f.id, COALESCE(f.pos_code, ''), f.name) AS CHAR(300)), "
    "(SELECT CAST(CONCAT('+', COALESCE(e.sensitivity, '')) AS CHAR(64)) FROM form_encounter e "
    "  WHERE e.pid = p.pid AND e.provider_id = u.id AND e.date >= a.pc_eventDate "
    "  AND e.date < a.pc_eventDate + INTERVAL 1 DAY ORDER BY e.id LIMIT 1) "
    "FROM openemr_postcalendar_events a "
    "JOIN patient_data p ON p.pid = CAST(a.pc_pid AS UNSIGNED) "
    "JOIN users u ON u.id = CAST(a.pc_aid AS UNSIGNED) "
    "LEFT JOIN openemr_postcalendar_categories c ON c.pc_catid = a.pc_catid "
    "LEFT JOIN facility f ON f.id = a.pc_facility "
    "WHERE a.pc_eid > ? AND a.pc_eid <= ? AND a.pc_eventDate >= ? AND a.pc_eventDate <= ? "
    "AND (? = '' OR (a.pc_pid = ? AND a.pc_aid = ?)) AND a.pc_eventstatus = 1 "
    "AND a.pc_pid REGEXP '^[1-9][0-9]*$' AND a.pc_aid REGEXP '^[1-9][0-9]*$' "
    "ORDER BY a.pc_eid LIMIT ?";
constexpr const char* select_encounters =
    "SELECT CAST(e.id AS CHAR), CAST(e.pid AS CHAR), CAST(e.provider_id AS CHAR), "
    "CAST(e.date AS CHAR), COALESCE(e.sensitivity, ''), COALESCE(c.aco_spec, ''), "
    "CAST(CONCAT_WS(':', f.id, COALESCE(f.pos_code, ''), f.name) AS CHAR(300)), "
    "(SELECT CAST(GROUP_CONCAT(a.pc_apptstatus SEPARATOR '\\n') AS CHAR(200)) "
    "  FROM openemr_postcalendar_events a WHERE a.pc_eventDate = DATE(e.date) "
    "  AND a.pc_recurrtype = 0 AND a.pc_eventstatus = 1 "
    "  AND a.pc_pid = CAST(e.pid AS CHAR) AND a.pc_aid = CAST(e.provider_id AS CHAR)) "
    "FROM form_encounter e JOIN patient_data p ON p.pid = e.pid JOIN users u ON u.id = "
    "e.provider_id "
    "LEFT JOIN openemr_postcalendar_categories c ON c.pc_catid = e.pc_catid "
    "LEFT JOIN facility f ON f.id = e.facility_id "
    "WHERE e.id > ? AND e.id <= ? AND e.date >= ? AND e.date < ? "
    "AND (? = 0 OR (e.pid = ? AND e.provider_id = ?)) ORDER BY e.id LIMIT ?";
// Where a page of a long table ends: found on its key alone, so that the page is read by its key
// too.
constexpr const char* end_of_appointments =
    "SELECT CAST(MAX(pc_eid) AS CHAR) FROM (SELECT pc_eid FROM openemr_postcalendar_events "
    "WHERE pc_eid > ? AND pc_eid <= ? ORDER BY pc_eid LIMIT ?) page";
constexpr const char* end_of_encounters =
    "SELECT CAST(MAX(id) AS CHAR) FROM (SELECT id FROM form_encounter "
    "WHERE id > ? AND id <= ? ORDER BY id LIMIT ?) page";
constexpr const char* select_encounter_days =
    "SELECT CAST(DATE(date) AS CHAR), COALESCE(sensitivity, '') FROM form_encounter "
    "WHERE pid = ? AND provider_id = ? AND date >= '1000-01-01' ORDER BY id DESC";
constexpr const char* select_series =
    "SELECT CAST(id AS CHAR) FROM holdfast_known WHERE kind = 's' "
    "AND (? = 0 OR (pid = ? AND provider = ?)) ORDER BY id";

std::string compact(Day day) {
  auto text = payload::to_text(day);
  std::erase(text, '-');
  return text;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto line = text.substr(0, text.find('\n'));
    lines.emplace_back(line);
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return lines;
}

// A page of rows that stand for no session is told by its last row alone.
void close_page(std::vector<Visits>& found, const Range& page) {
  if (page.last > page.after && (found.empty() || found.back().row < page.last))
    found.push_back({page.last, {}});
}

}  // namespace

std::chrono::minutes clock_of(std::string_view text) {
  int hour = 0, minute = 0;
  if (text.size() >= 5) {
    std::from_chars(text.data(), text.data() + 2, hour);
    std::from_chars(text.data() + 3, text.data() + 5, minute);
  }
  return std::chrono::hours{hour} + minutes{minute};
}

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t value = 0;
  if (text.empty() || text.size() > 15 || text[0] < '1' || text[0] > '9') return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<CourseId> course_id(std::string_view text) {
  const auto dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto pid = number_of(text.substr(0, dash));
  const auto provider = number_of(text.substr(dash + 1));
  if (!pid || !provider) return std::nullopt;
  return CourseId{*pid, *provider};
}

std::string course_id(const CourseId& id) {
  return std::to_string(id.pid) + "-" + std::to_string(id.provider);
}

struct Reader::AppointmentRow {
  explicit AppointmentRow(const Row& row)
      : id(row.number(0)),
        pid(row.number(1)),
        provider(row.number(2)),
        clock(clock_of(row.text(4))),
        length(std::chrono::seconds{row.number(5)}),
        status(row.text(6)),
        is_no_show(row.text(10) == "no_show"),
        access(row.text(11)),
        facility(row.text(12)),
        encounter(row.text(13)) {
    series.kind = static_cast<int>(row.number(7));
    series.start = payload::parse_day(row.text(3)).value_or(Day{});
    series.last = payload::parse_day(row.text(9));
    if (series.kind != 0) series.rule = php_array(row.text(8));
  }
  std::int64_t id, pid, provider;
  minutes clock;
  std::chrono::seconds length;
  std::string status;
  bool is_no_show;  // by its category
  std::string access;
  std::string facility;   // as Reader::locate reads it
  std::string encounter;  // of a single appointment: "+" and the sensitivity; empty: none
  Series series;          // kind 0: a single appointment on its first day
};

payload::Day Reader::first_day() const {
  return Day{year_month_day{std::chrono::year{1900}, std::chrono::month{1}, std::chrono::day{1}}};
}
payload::Day Reader::horizon() const { return setup_.today + horizon_length; }

std::vector<payload::Client> Reader::clients(const Range& range) {
  std::vector<payload::Client> found;
  for (const auto& row :
       connection_.select(4, select_clients, {range.after, range.last, range.limit})) {
    payload::Client client;
    client.id = row.text(0);
    client.name = named(row.text(1), "?");
    client.initials = initials_of(row.text(1));
    client.birth_date = payload::parse_day(row.text(2));
    client.language = language_tag(row.text(3));
    found.push_back(std::move(client));
  }
  if (found.empty()) return found;
  std::map<std::string, payload::Client*> by_id;
  for (auto& client : found) by_id[client.id] = &client;
  const auto last = *number_of(found.back().id);
  if (setup_.features.deaths)
    for (const auto& row : connection_.select(2, select_deaths, {range.after, last}))
      if (const auto client = by_id.find(row.text(0)); client != by_id.end()) {
        client->second->deceased = true;
        client->second->active = false;
      }
  for (const auto& row : connection_.select(2, select_sensitivities, {range.after, last}))
    if (const auto client = by_id.find(row.text(0)); client != by_id.end())
      client->second->sensitivity.push_back(row.text(1));
  return found;
}

std::vector<payload::Clinician> Reader::clinicians(const Range& range) {
  std::vector<payload::Clinician> found;
  for (const auto& row :
       connection_.select(4, select_clinicians, {range.after, range.last, range.limit})) {
    payload::Clinician clinician;
    clinician.id = row.text(0);
    clinician.name = named(row.text(1), "?");
    if (!row.text(2).empty()) clinician.person = "staff:" + row.text(0);
    clinician.active = row.number(3) == 1;
    found.push_back(std::move(clinician));
  }
  if (found.empty() || !setup_.features.supervision) return found;
  const auto last = *number_of(found.back().id);
  for (const auto& row : connection_.select(2, select_supervisors, {range.after, last}))
    for (auto& clinician : found)
      if (clinician.id == row.text(0)) clinician.supervisors.push_back(row.text(1));
  return found;
}

std::vector<payload::Course> Reader::courses(const CourseId& after, std::int64_t last_pid,
                                             std::int64_t limit) {
  std::vector<payload::Course> found;
  for (const auto& row : connection_.select(
           3, select_courses, {after.pid, after.pid, after.provider, last_pid, limit})) {
    payload::Course course;
    course.id = row.text(0) + "-" + row.text(1);
    course.client = row.text(0);
    course.clinicians.push_back(row.text(1));
    course.started = payload::parse_day(row.text(2));
    found.push_back(std::move(course));
  }
  if (found.empty()) return found;
  const auto first = *number_of(found.front().client), last = *number_of(found.back().client);
  if (setup_.features.care_team)
    for (const auto& row : connection_.select(2, select_care_teams, {first, last}))
      for (auto& course : found)
        if (course.client == row.text(0)) {
          auto members = row.text(1);
          std::replace_if(
              members.begin(), members.end(), [](char c) { return c < '0' || c > '9'; }, '\n');
          for (const auto& member : lines_of(members))
            if (number_of(member) && clinician(member) &&
                std::find(course.clinicians.begin(), course.clinicians.end(), member) ==
                    course.clinicians.end())
              course.clinicians.push_back(member);
        }
  if (setup_.features.deaths)
    for (const auto& row : connection_.select(2, select_deaths, {first - 1, last}))
      for (auto& course : found)
        if (course.client == row.text(0)) {
          course.ended = payload::parse_day(row.text(1).substr(0, 10));
          course.end_reason = "died";
        }
  return found;
}

std::vector<payload::Course> Reader::courses_of(std::int64_t pid) {
  return courses({pid, 0}, pid, everything);
}

std::string Reader::attendance_of(const std::string& status, Day day, bool has_encounter) const {
  const auto known = setup_.settings.attendance.find(status);
  auto attendance = known == setup_.settings.attendance.end() ? "booked" : known->second;
  if (attendance == "held" && day > setup_.today) return "booked";
  if (attendance == "booked" && has_encounter) return "held";
  return attendance;
}

// Telehealth has place-of-service codes of its own: 02 elsewhere, 10 in the patient's home.
void Reader::locate(payload::Session& session, std::string_view facility) const {
  const auto take = [&] {
    const auto end = std::min(facility.find(':'), facility.size());
    const auto part = facility.substr(0, end);
    facility.remove_prefix(std::min(end + 1, facility.size()));
    return part;
  };
  const auto own = setup_.settings.places.find(std::string(take()));
  const auto code = take();
  session.facility = facility;
  if (own != setup_.settings.places.end())
    session.place = own->second;
  else if (code == "2" || code == "10")
    session.place = "video";
  else if (!code.empty() && code != "0")
    session.place = "room";
}

std::vector<Visit> Reader::visits_of(const AppointmentRow& row, const Wanted& wanted) {
  std::map<Day, std::string> encounters;  // day -> sensitivity
  std::vector<Day> days;
  if (row.series.kind == 0) {
    days.push_back(row.series.start);
    if (!row.encounter.empty()) encounters[row.series.start] = row.encounter.substr(1);
  } else {
    days = days_of(row.series, wanted.from, std::min(wanted.to, horizon()));
    if (!days.empty())
      for (const auto& found :
           connection_.select(2, select_encounter_days, {row.pid, row.provider}))
        if (const auto day = payload::parse_day(found.text(0))) encounters[*day] = found.text(1);
  }
  std::vector<Visit> visits;
  for (const auto day : days) {
    const auto encounter = encounters.find(day);
    Visit visit;
    visit.pid = row.pid;
    visit.provider = row.provider;
    visit.access = row.access;
    visit.has_encounter = encounter != encounters.end();
    if (visit.has_encounter) visit.sensitivity = encounter->second;
    auto& session = visit.session;
    session.id = "a-" + std::to_string(row.id);
    if (row.series.kind != 0) session.id += "-" + compact(day);
    session.course = course_id({row.pid, row.provider});
    session.clinician = std::to_string(row.provider);
    session.day = day;
    session.start = setup_.zone.instant_of(day, row.clock);
    if (row.length.count() > 0 && row.length < std::chrono::hours{24})
      session.minutes = static_cast<int>(std::chrono::floor<minutes>(row.length).count());
    locate(session, row.facility);
    // Of two appointments on a day one encounter tells that one was held.
    if (wanted.one_to_one && visit.has_encounter &&
        attendance_of(row.status, day, false) == "booked")
      visit.has_encounter = encounter_of(visit).has_value();
    session.attendance =
        row.is_no_show ? "no_show" : attendance_of(row.status, day, visit.has_encounter);
    visits.push_back(std::move(visit));
  }
  return visits;
}

Range Reader::page_of(const char* end_of_page, const Range& range, const Wanted& wanted) {
  if (range.last - range.after <= 1 || wanted.pid != 0 || wanted.from != first_day()) return range;
  const auto end = connection_.first(1, end_of_page, {range.after, range.last, range.limit});
  return {range.after, end && !end->is_null(0) ? end->number(0) : range.after, range.limit};
}

std::vector<Visits> Reader::appointments(const Range& range, const Wanted& wanted) {
  const auto page = page_of(end_of_appointments, range, wanted);
  const std::string pid = wanted.pid == 0 ? "" : std::to_string(wanted.pid);
  std::vector<Visits> found;
  for (const auto& row : connection_.select(
           14, select_appointments,
           {page.after, page.last, payload::to_text(wanted.from), payload::to_text(wanted.to), pid,
            pid, std::to_string(wanted.provider), page.limit})) {
    const AppointmentRow appointment{row};
    found.push_back({appointment.id, visits_of(appointment, wanted)});
  }
  if (page.last != range.last) close_page(found, page);
  return found;
}

std::vector<std::int64_t> Reader::series_of(std::int64_t pid, std::int64_t provider) {
  std::vector<std::int64_t> ids;
  for (const auto& row : connection_.select(1, select_series, {pid, pid, provider}))
    ids.push_back(row.number(0));
  return ids;
}

std::vector<Visits> Reader::encounters(const Range& range, const Wanted& wanted) {
  std::vector<Visits> found;
  const auto page = page_of(end_of_encounters, range, wanted);
  const auto rows = connection_.select(
      8, select_encounters,
      {page.after, page.last, payload::to_text(wanted.from), payload::to_text(wanted.to + days{1}),
       wanted.pid, wanted.pid, wanted.provider, page.limit});
  if (rows.empty()) {
    if (page.last != range.last) close_page(found, page);
    return found;
  }
  std::set<std::pair<std::int64_t, std::int64_t>> with_series;
  for (const auto& row : connection_.select(
           2,
           "SELECT CAST(pid AS CHAR), CAST(provider AS CHAR) FROM holdfast_known WHERE kind = 's'"))
    with_series.insert({row.number(0), row.number(1)});
  const auto takes_place = [&](const std::string& attendance) {
    return attendance == "booked" || attendance == "held";
  };
  for (const auto& row : rows) {
    Visit visit;
    visit.pid = row.number(1);
    visit.provider = row.number(2);
    visit.sensitivity = row.text(4);
    visit.access = row.text(5);
    visit.has_encounter = true;
    const auto at = row.text(3);
    const auto day = payload::parse_day(std::string_view(at).substr(0, 10));
    found.push_back({row.number(0), {}});
    if (!day) continue;
    // Its appointment is the session; a missed or cancelled one is not.
    bool has_appointment = false;
    for (const auto& status : lines_of(row.text(7)))
      has_appointment = has_appointment || takes_place(attendance_of(status, *day, true));
    if (!has_appointment && with_series.contains({visit.pid, visit.provider}))
      for (const auto& one : appointments_on({visit.pid, visit.provider}, *day))
        has_appointment = has_appointment || takes_place(one.session.attendance);
    if (has_appointment) continue;
    auto& session = visit.session;
    session.id = "e-" + row.text(0);
    session.course = course_id({visit.pid, visit.provider});
    session.clinician = row.text(2);
    session.day = *day;
    session.start =
        setup_.zone.instant_of(*day, clock_of(at.substr(std::min<std::size_t>(11, at.size()))));
    locate(session, row.text(6));
    session.attendance = *day > setup_.today ? "booked" : "held";
    found.back().visits.push_back(std::move(visit));
  }
  if (page.last != range.last) close_page(found, page);
  return found;
}

std::optional<payload::Client> Reader::client(std::string_view id) {
  const auto pid = number_of(id);
  if (!pid) return std::nullopt;
  auto found = clients(only(*pid));
  return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

std::optional<payload::Clinician> Reader::clinician(std::string_view id) {
  const auto user = number_of(id);
  if (!user) return std::nullopt;
  auto found = clinicians(only(*user));
  return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

std::optional<payload::Course> Reader::course(std::string_view id) {
  const auto wanted = course_id(id);
  if (!wanted) return std::nullopt;
  auto found = courses({wanted->pid, wanted->provider - 1}, wanted->pid, 1);
  if (found.empty() || found.front().id != id) return std::nullopt;
  return std::move(found.front());
}

std::optional<Visit> Reader::visit(std::string_view id) {
  const bool is_appointment = id.starts_with("a-");
  if (!is_appointment && !id.starts_with("e-")) return std::nullopt;
  const auto row = number_of(id.substr(2, id.find('-', 2) - 2));
  if (!row) return std::nullopt;
  const Wanted any{first_day(), horizon() + days{36500}, 0, 0};
  for (auto& found : is_appointment ? appointments(only(*row), any) : encounters(only(*row), any))
    for (auto& one : found.visits)
      if (one.session.id == id) return std::move(one);
  return std::nullopt;
}

std::vector<Visit> Reader::visits_between(const Wanted& wanted) {
  std::map<std::string, Visit> by_id;
  const auto take = [&](std::vector<Visits> rows) {
    for (auto& row : rows)
      for (auto& visit : row.visits)
        if (visit.session.day >= wanted.from && visit.session.day <= wanted.to)
          by_id.emplace(visit.session.id, std::move(visit));
  };
  take(appointments({0, everything, everything}, wanted));
  Wanted from_any_start = wanted;
  from_any_start.from = first_day();
  for (const auto id : series_of(wanted.pid, wanted.provider))
    take(appointments(only(id), from_any_start));
  take(encounters({0, everything, everything}, wanted));
  std::vector<Visit> found;
  for (auto& [id, visit] : by_id) found.push_back(std::move(visit));
  std::sort(found.begin(), found.end(), [](const Visit& a, const Visit& b) {
    return std::tie(a.session.start, a.session.id) < std::tie(b.session.start, b.session.id);
  });
  return found;
}

std::vector<Visit> Reader::series_days(std::int64_t row) {
  std::vector<Visit> found;
  for (auto& one : appointments(only(row), {first_day(), horizon(), 0, 0}))
    std::move(one.visits.begin(), one.visits.end(), std::back_inserter(found));
  return found;
}

}  // namespace holdfast::adapters::openemr
