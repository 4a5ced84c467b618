// SPDX-License-Identifier: MIT
#include "replay/rating_rows.hpp"

#include "replay/decimal.hpp"

namespace holdfast::replay {
namespace {

constexpr std::size_t absent = static_cast<std::size_t>(-1);

Problem problem_at(const CsvReader& line, int column, std::string_view field, std::string_view rule,
                   std::string message) {
  return {std::string(field), std::string(rule), std::move(message), line.line(), column};
}

std::string number(double value) {
  std::string text;
  append_six_places(text, value);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

// parse_day() for one spelling in a known length: it is called for every row.
bool read_plain_day(std::string_view text, Day& day) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto digit = [&](std::size_t i) { return static_cast<unsigned>(text[i]) - '0'; };
  const unsigned y0 = digit(0), y1 = digit(1), y2 = digit(2), y3 = digit(3);
  const unsigned m0 = digit(5), m1 = digit(6), d0 = digit(8), d1 = digit(9);
  if ((y0 > 9) | (y1 > 9) | (y2 > 9) | (y3 > 9) | (m0 > 9) | (m1 > 9) | (d0 > 9) | (d1 > 9))
    return false;
  const std::chrono::year_month_day date{
      std::chrono::year{static_cast<int>(1000 * y0 + 100 * y1 + 10 * y2 + y3)},
      std::chrono::month{10 * m0 + m1}, std::chrono::day{10 * d0 + d1}};
  if (!date.ok()) return false;
  day = Day{date};
  return true;
}

bool is_place(std::size_t place) { return place != absent; }

bool holds_nul(std::string_view text) { return text.find('\0') != std::string_view::npos; }

// Fills the row from its fields one by one; the first thing wrong ends it.
struct RowReader {
  const Header& header;
  const CsvReader& line;
  const Scale& scale;
  Problem& problem;
  FileRow& row;

  CsvField field(Column column) const { return header.field(line.fields(), column); }
  bool wrong(Column column, std::string_view rule, std::string message) {
    problem = problem_at(line, field(column).column, to_word(column), rule, std::move(message));
    return false;
  }

  bool read() {
    return read_width() && read_client() && read_session() && read_date() &&
           (!header.has_optional() || read_attendance()) && read_score() &&
           (!header.has_optional() || (read_tension() && read_mark()));
  }
  bool read_width() {
    const auto fields = line.fields();
    if (fields.size() == header.columns()) return true;
    problem = problem_at(line, fields.empty() ? 1 : fields.back().column, "", "columns",
                         "the line has " + std::to_string(fields.size()) +
                             " fields, the header names " + std::to_string(header.columns()) +
                             "; a score needs a point, not a comma, or quotes");
    return false;
  }
  bool read_client() {
    row.line = line.line();
    row.client = field(Column::client).text;
    if (header.has_optional()) row.therapist = field(Column::therapist).text;
    if (row.client.empty()) return wrong(Column::client, "required", "name the client");
    if (holds_nul(row.client) || holds_nul(row.therapist))
      return wrong(Column::client, "text", "a NUL byte: is this a text file in UTF-8?");
    return true;
  }
  bool read_session() {
    const CsvField given = field(Column::session);
    row.session_column = given.column;
    if (!read_short_whole(given.text, row.session)) {
      const auto session = parse_whole(given.text);
      row.session = session ? *session : 0;
    }
    if (row.session < 1)
      return wrong(Column::session, "number", "give the session's number, 1 or more");
    return true;
  }
  bool read_date() {
    if (read_plain_day(field(Column::date).text, row.day)) return true;
    return wrong(Column::date, "date", "give a date that exists, as 2026-11-23");
  }
  bool read_attendance() {
    const std::string_view word = field(Column::attendance).text;
    if (word.empty() || word == "held") return true;
    if (word == "declined") {
      row.declined = true;
      return true;
    }
    const auto attendance = from_word<Attendance>(word);
    if (!attendance || *attendance == Attendance::booked)
      return wrong(
          Column::attendance, "word",
          "write held, no_show, cancelled_by_client, cancelled_late, cancelled_by_practice or "
          "declined");
    row.attendance = *attendance;
    return true;
  }
  bool read_score() {
    const std::string_view text = field(Column::score).text;
    if (text.empty()) return true;
    if (row.declined || row.attendance != Attendance::held)
      return wrong(Column::score, "blank",
                   "a session that was not held or a declined form has no score");
    if (!read_short_decimal(text, row.score)) {
      const auto score = parse_decimal(text);
      if (!score)
        return wrong(Column::score, "number",
                     text.find(',') != std::string_view::npos
                         ? "write the score with a point, as 39.2"
                         : "give the score as a number, or leave it blank");
      row.score = *score + 0.0;  // -0 is 0
    }
    if (!(row.score >= scale.min && row.score <= scale.max))
      return wrong(Column::score, "range",
                   "the score must lie between " + number(scale.min) + " and " + number(scale.max));
    row.has_score = true;
    return true;
  }
  bool read_tension() {
    const std::string_view text = field(Column::tension).text;
    if (text.empty()) return true;
    const auto tension = parse_whole(text);
    if (!tension || *tension < 0 || *tension > 4)
      return wrong(Column::tension, "range",
                   "give the tension as 0, 1, 2, 3 or 4, or leave it blank");
    row.tension = static_cast<std::int8_t>(*tension);
    return true;
  }
  bool read_mark() {
    const std::string_view text = field(Column::talked_through).text;
    if (!text.empty() && text != "1" && text != "0")
      return wrong(Column::talked_through, "word",
                   "write 1 where it was talked through, or leave it blank");
    row.talked_through = text == "1";
    return true;
  }
};

}  // namespace

Result<Header> Header::read(const CsvReader& line) {
  Header header;
  header.place_.fill(absent);
  const auto fields = line.fields();
  header.columns_ = fields.size();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto column = from_word<Column>(fields[i].text);
    if (!column && holds_nul(fields[i].text))
      return problem_at(line, fields[i].column, "", "text",
                        "this is not a text file in UTF-8; save it as \"CSV UTF-8\"");
    if (!column)
      return problem_at(
          line, fields[i].column, fields[i].text, "unknown",
          "no such column; known are client, session, date, score, tension, talked_through, "
          "therapist, attendance");
    auto& place = header.place_[static_cast<std::size_t>(*column)];
    if (is_place(place))
      return problem_at(line, fields[i].column, fields[i].text, "twice",
                        "the column is named twice");
    place = i;
    if (*column > Column::score) header.has_optional_ = true;
  }
  for (const Column column : {Column::client, Column::session, Column::date, Column::score})
    if (!is_place(header.place_[static_cast<std::size_t>(column)]))
      return problem_at(line, 1, to_word(column), "required",
                        "the first line must name the columns client, session, date and score");
  return header;
}

bool read_row(const Header& header, const CsvReader& line, const Scale& scale, FileRow& row,
              Problem& problem) {
  row = {};
  return RowReader{header, line, scale, problem, row}.read();
}

}  // namespace holdfast::replay
