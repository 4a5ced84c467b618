// SPDX-License-Identifier: MIT
#include "web/view/picture.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "text/spelling.hpp"
#include "web/view/attendance.hpp"
#include "web/view/layout.hpp"

namespace holdfast::web {
namespace {

using text::fill;
using text::number;

constexpr const char* nothing = "–";

std::string or_nothing(const std::optional<double>& value, int digits,
                       const text::Language& language) {
  return value ? number(*value, digits, language) : nothing;
}

// In an instrument's own unit: a place after the point only where it counts one.
std::string raw_or_nothing(const std::optional<double>& value, const text::Language& language) {
  const bool is_whole = value && std::abs(*value - std::round(*value)) < 1e-9;
  return or_nothing(value, is_whole ? 0 : 1, language);
}

std::string remark_of(const PictureRow& row, const text::Language& language) {
  std::string remark = attendance_text(row.attendance, language);
  const auto add = [&](const std::string& more) {
    if (more.empty()) return;
    if (!remark.empty()) remark += language.translate("; ");
    remark += more;
  };
  if (row.is_declined) add(language.translate("form declined"));
  if (row.is_sealed) add(language.translate("sealed until both have rated"));
  add(row.circumstances);
  for (const std::string& one : row.remarks) add(one);
  return remark;
}

Values values_of(const PictureRow& row, const PictureView& picture, const Page& page) {
  const text::Language& language = page.language;
  Values values;
  values["number"] = row.number > 0 ? number(long{row.number}, language) : nothing;
  values["day"] = text::short_day(row.day, language);
  values["client"] = or_nothing(row.client, 0, language);
  values["therapist"] = or_nothing(row.therapist, 0, language);
  if (!picture.raw_unit.empty()) {
    values["with_raw"] = true;
    values["raw"] = raw_or_nothing(row.client_raw, language);
  }
  if (!picture.outcome.empty()) {
    values["with_outcome"] = true;
    values["outcome"] = raw_or_nothing(row.outcome, language);
  }
  values["range"] = row.low && row.high
                        ? text::range(std::max(0.0, *row.low), std::min(100.0, *row.high), language)
                        : std::string(nothing);
  values["tension"] = row.tension ? number(long{*row.tension}, language) : nothing;
  set(values, "remark", remark_of(row, language));
  set(values, "comment", row.comment);
  set(values, "href", row.rating_href);
  return values;
}

Values values_of(const PictureAlert& alert, const Page& page) {
  Values values;
  values["sentence"] = alert.sentence;
  values["href"] = alert.href;
  values["day"] = text::short_day(alert.day, page.language);
  values["state"] = alert.state;
  if (alert.is_open) values["is_open"] = true;
  return values;
}

Values facts_list(const std::vector<Fact>& facts) {
  Values list{Values::type::list};
  for (const Fact& fact : facts) {
    Values values;
    values["label"] = fact.label;
    values["value"] = fact.value;
    set(values, "detail", fact.detail);
    list << values;
  }
  return list;
}

}  // namespace

std::string render(const PictureView& picture, const Page& page) {
  const text::Language& language = page.language;
  Values values = common_values(page);
  values["client"] = picture.client;
  set(values, "course", picture.course);
  set(values, "hand_over", picture.hand_over_href);
  set(values, "own_form", picture.therapist_form_href);
  set(values, "open_check_in", picture.open_check_in_href);
  values["key"] = picture.key;
  set(values, "ratings", picture.ratings_href);
  set(values, "svg", picture.svg_href);
  set(values, "print", picture.print_href);
  set(values, "sealed", picture.sealed_note);
  set(values, "raw_unit", picture.raw_unit);
  set(values, "outcome_title", picture.outcome);
  set(values, "outcome_change", picture.outcome_change);
  set(values, "instrument_note", picture.instrument_note);
  values["facts"] = facts_list(picture.facts);
  if (!picture.facts.empty()) values["has_facts"] = true;

  // Gathered apart, since a list of values copies what is added to it.
  kainjow::mustache::list rows;
  rows.reserve(picture.rows.size());
  Values alerts{Values::type::list}, repairs{Values::type::list}, notes{Values::type::list},
      other{Values::type::list};
  for (const PictureRow& row : picture.rows) rows.push_back(values_of(row, picture, page));
  for (const PictureAlert& alert : picture.alerts) alerts << values_of(alert, page);
  for (const RepairLine& line : picture.repairs) {
    Values repair;
    repair["line"] = render_repair(line, page);
    repairs << repair;
  }
  for (const std::string& note : picture.notes) notes << Values(note);
  for (const Link& link : picture.other_series) {
    Values item;
    item["href"] = link.href;
    item["text"] = link.text;
    other << item;
  }
  if (!picture.rows.empty()) {
    values["has_rows"] = true;
    values["graph"] =
        chart::svg(picture.graph, {}, language) +
        chart::svg(picture.graph, {chart::Size::phone, chart::Use::in_page, "graph-small"},
                   language);
  }
  set(values, "note_text", picture.note_text);
  set(values, "together", picture.together_href);
  if (!picture.alerts.empty()) values["has_alerts"] = true;
  if (!picture.repairs.empty()) values["has_repairs"] = true;
  values["rows"] = Values(rows);
  values["alerts"] = std::move(alerts);
  values["repairs"] = std::move(repairs);
  values["notes"] = std::move(notes);
  values["other_series"] = std::move(other);

  Content content;
  content.title = picture.client;
  content.kind = "client";
  content.html = page.look.templates().render("picture", values, language);
  return as_page(content, page);
}

}  // namespace holdfast::web
