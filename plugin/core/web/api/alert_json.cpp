// SPDX-License-Identifier: MIT
#include "web/api/alert_json.hpp"

#include "web/pages/finding_numbers.hpp"

namespace holdfast::web {

std::string_view word_of(store::AlertStatus status) {
  switch (status) {
    case store::AlertStatus::open:
      return "open";
    case store::AlertStatus::acknowledged:
      return "acknowledged";
    case store::AlertStatus::snoozed:
      return "snoozed";
    case store::AlertStatus::closed:
      return "closed";
    case store::AlertStatus::withdrawn:
      return "withdrawn";
  }
  return "open";
}

void write_alert(json::Writer& writer, const store::AlertNow& now, const text::Language& language) {
  const auto& alert = now.alert;
  writer.begin_object()
      .member("id", alert.id.value)
      .member("rule", alert.rule)
      .member("course", alert.course.value)
      .member("day", to_text(alert.day))
      .member("status", word_of(now.status))
      .member("sentence", sentence_of(alert, language))
      .key("strong")
      .boolean(alert.strong)
      .key("findings")
      .integer(now.findings);
  if (!alert.rating.empty() && alert.rule != "T") {
    writer.member("rating", alert.rating.value);
    writer.key("score").number(alert.score).key("expected").number(alert.expected);
    writer.key("sd").number(alert.sd).key("z").number(alert.z);
    writer.key("usual_low").number(alert.low).key("usual_high").number(alert.high);
    writer.key("earlier_ratings").integer(alert.earlier);
    writer.key("parameters").integer(alert.parameter_version);
    if (const auto& found = now.found) {
      writer.key("as_found").begin_object();
      writer.key("score").number(found->score).key("expected").number(found->expected);
      writer.key("sd").number(found->sd).key("z").number(found->z);
      writer.key("earlier_ratings").integer(found->earlier).end_object();
    }
  }
  if (now.snoozed_until) writer.member("snoozed_until", to_text(*now.snoozed_until));
  writer.end_object();
}

}  // namespace holdfast::web
