// SPDX-License-Identifier: MIT
#include "service/import_lines.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "alliance/language_tag.hpp"

namespace holdfast::service {
namespace {

// "2026-02-29" is written as a day is, and is none.
bool has_shape_of_day(std::string_view text) {
  if (text.size() != 10) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (i == 4 || i == 7 ? text[i] != '-' : text[i] < '0' || text[i] > '9') return false;
  return true;
}

// Half of the last decimal that was written: a total may have been rounded, and no more than that.
double rounding_of(std::string_view number) {
  const auto point = number.find('.');
  const auto decimals =
      point == std::string_view::npos ? 0 : static_cast<int>(number.size() - point - 1);
  return 0.5 * std::pow(10.0, -decimals) + 1e-9;
}

}  // namespace

const practice::Course* ImportLookup::course(const CourseId& id) {
  auto found = courses_.find(id.value);
  if (found == courses_.end())
    found = courses_
                .emplace(id.value, house_.store().read([&](store::Reader& reader) {
                  return reader.mirror.course(id);
                }))
                .first;
  return found->second ? &*found->second : nullptr;
}

const practice::Course* ImportLookup::course_of(const ClientId& client, Day day) {
  auto found = of_client_.find(client.value);
  if (found == of_client_.end())
    found = of_client_
                .emplace(client.value, house_.store().read([&](store::Reader& reader) {
                  return reader.mirror.courses_of_client(client);
                }))
                .first;
  const practice::Course* best = nullptr;
  for (const auto& course : found->second) {
    if ((course.started && day < *course.started) || (course.ended && day > *course.ended))
      continue;
    if (!best || (course.started && (!best->started || *course.started > *best->started)))
      best = &course;
  }
  return best;
}

const store::NumberedSession* ImportLookup::session(const CourseId& course, std::string_view id,
                                                    Day day) {
  auto found = sessions_.find(course.value);
  if (found == sessions_.end())
    found = sessions_
                .emplace(course.value, house_.store().read([&](store::Reader& reader) {
                  return reader.mirror.sessions_of_course(course);
                }))
                .first;
  for (const auto& session : found->second)
    if (id.empty() ? session.session.day == day && session.session.attendance == Attendance::held
                   : session.session.id.value == id)
      return &session;
  return nullptr;
}

Problem ImportLines::wrong(int column, std::string field, std::string rule,
                           std::string message) const {
  return {std::move(field), std::move(rule), std::move(message), csv_->line(),
          columns_.position(*csv_, column)};
}

Result<ImportRow> ImportLines::read(const replay::CsvReader& csv) {
  csv_ = &csv;
  ImportRow row;
  row.line = csv.line();
  if (auto problem = check_length()) return *problem;
  if (auto problem = find_day(row)) return *problem;
  if (auto problem = find_course(row)) return *problem;
  if (auto problem = find_form(row)) return *problem;
  if (auto problem = find_circumstances(row)) return *problem;
  if (auto problem = read_answers(row)) return *problem;
  row.key = key_of(row);
  return row;
}

std::optional<Problem> ImportLines::check_length() const {
  if (csv_->fields().size() <= columns_.count && !csv_->is_cut()) return std::nullopt;
  return Problem{"", "columns",
                 "this line has more cells than the first line has columns (" +
                     std::to_string(columns_.count) +
                     "); put a cell with a comma in quotes, and write numbers with a decimal point",
                 csv_->line(),
                 csv_->fields()[std::min(columns_.count, csv_->fields().size() - 1)].column};
}

std::optional<Problem> ImportLines::find_day(ImportRow& row) const {
  const auto typed = text(columns_.date);
  const auto day = parse_day(typed);
  if (!day)
    return wrong(columns_.date, "date", "day",
                 has_shape_of_day(typed) ? std::string(typed) + " is no day of the calendar"
                                         : "a day is written as YYYY-MM-DD");
  row.day = *day;
  if (row.day > today_)
    return wrong(columns_.date, "date", "range",
                 "this day is still to come: " + to_text(row.day) + " is after " + to_text(today_));
  return std::nullopt;
}

std::optional<Problem> ImportLines::find_course(ImportRow& row) {
  const auto session_id = text(columns_.session);
  const practice::Course* course = nullptr;
  if (columns_.course >= 0) {
    course = lookup_.course(CourseId{std::string(text(columns_.course))});
    if (!course)
      return wrong(columns_.course, "course", "unknown", "the practice has no such course");
  } else {
    course = lookup_.course_of(ClientId{std::string(text(columns_.client))}, row.day);
    if (!course)
      return wrong(columns_.client, "client", "unknown",
                   "the practice has no such client with a course on this day");
  }
  row.course = course;
  row.names_session = !session_id.empty();
  row.session = lookup_.session(course->id, session_id, row.day);
  row.column = columns_.position(*csv_, row.names_session ? columns_.session : columns_.date);
  if (row.names_session && !row.session)
    return wrong(columns_.session, "session", "unknown", "this course has no such session");
  if (row.session && row.session->session.day != row.day)
    return wrong(columns_.date, "date", "session", "the session was on another day");
  return std::nullopt;
}

std::optional<Problem> ImportLines::find_form(ImportRow& row) const {
  const auto named = text(columns_.instrument);
  const auto id = named.empty() ? std::string_view{options_.instrument} : named;
  const auto version = text(columns_.version);
  row.definition = house_.instruments().find(id, version);
  if (row.definition) return std::nullopt;
  const auto versions = house_.instruments().versions(id);
  if (versions.empty())
    return wrong(columns_.instrument, "instrument", "unknown",
                 "there is no instrument \"" + std::string(id) +
                     "\"; 'holdfast instrument list' names them");
  std::string known;
  for (const auto& one : versions) known += (known.empty() ? "" : ", ") + one;
  return wrong(
      columns_.version, "version", "unknown",
      std::string(id) + " has no version \"" + std::string(version) + "\"; there is: " + known);
}

std::optional<Problem> ImportLines::find_circumstances(ImportRow& row) const {
  row.language = house_.config().language;
  if (const auto typed = text(columns_.language); !typed.empty()) {
    // Any language there is: a practice may have used a translation that Holdfast does not have.
    const auto known = language_tag(typed);
    if (!known)
      return wrong(columns_.language, "language", "unknown",
                   "this is no language; write it as en, de or pt-BR (BCP 47)");
    row.language = *known;
  }
  if (const auto typed = text(columns_.mode); !typed.empty()) {
    const auto known = from_word<Mode>(typed);
    if (!known) return wrong(columns_.mode, "mode", "unknown", "screen or paper is expected");
    row.mode = *known;
    row.says_mode = true;
  }
  return std::nullopt;
}

std::optional<Problem> ImportLines::read_declined(ImportRow& row) const {
  const auto typed = text(columns_.declined);
  if (typed.empty() || typed == "0") return std::nullopt;
  if (typed != "1")
    return wrong(columns_.declined, "declined", "unknown", "1, 0 or nothing is expected");
  row.declined = true;
  const auto has_text = [&](int column) { return !text(column).empty(); };
  if (has_text(columns_.total) ||
      std::any_of(columns_.items.begin(), columns_.items.end(),
                  [&](const auto& item) { return has_text(item.second); }))
    return wrong(
        columns_.declined, "declined", "contradiction",
        "a form that was declined has no total and no answers; leave out one or the other");
  return std::nullopt;
}

std::optional<Problem> ImportLines::read_answers(ImportRow& row) const {
  if (auto problem = read_declined(row)) return problem;
  if (row.declined) return std::nullopt;
  auto scored = score(row);
  if (!scored) {
    auto problem = scored.problems().front();
    problem.line = csv_->line();
    problem.column = columns_.position(*csv_, columns_.total);
    for (const auto& [item, column] : columns_.items)
      if (problem.field == "/answers/" + item) problem.column = columns_.position(*csv_, column);
    problem.field = problem.field.substr(problem.field.rfind('/') + 1);
    return problem;
  }
  row.scored = std::move(*scored);
  return check_total(row);
}

Result<instrument::Scored> ImportLines::score(ImportRow& row) const {
  for (const auto& [id, column] : columns_.items) {
    const auto typed = text(column);
    if (typed.empty()) continue;
    const auto* item = row.definition->find(id);
    if (!item)
      return Problem{"/answers/" + id, "unknown-item",
                     row.definition->id + " has no item \"" + id + "\""};
    auto answer = instrument::read_answer(*item, typed);
    if (!answer) return answer.problems();
    if (*answer) row.answers.emplace(id, std::move(**answer));
  }
  const auto total = text(columns_.total);
  if (row.answers.empty() && total.empty())
    return Problem{"/total", "required", "a rating has a total, items, or declined = 1"};
  auto from_total = total.empty() ? Result<instrument::Scored>{instrument::Scored{}}
                                  : instrument::score_total(*row.definition, total);
  if (row.answers.empty() || !from_total) return from_total;
  return instrument::score(*row.definition, row.answers);
}

std::optional<Problem> ImportLines::check_total(const ImportRow& row) const {
  const auto total = text(columns_.total);
  if (row.answers.empty() || total.empty()) return std::nullopt;
  double value = 0;
  std::from_chars(total.data(), total.data() + total.size(), value);  // score() has read it too
  if (std::abs(value - row.scored.raw) <= rounding_of(total)) return std::nullopt;
  return wrong(columns_.total, "total", "contradiction",
               "the items of this line make " + row.scored.total.value_or("no total") + ", not " +
                   std::string(total) + "; correct them, or leave one of the two out");
}

}  // namespace holdfast::service
