// SPDX-License-Identifier: MIT
#include "web/view/repair_line.hpp"

#include <utility>

#include "text/spelling.hpp"
#include "web/view/layout.hpp"

namespace holdfast::web {
namespace {

using text::fill;
using text::number;

// Whose word it is: an end by ratings is the client's, the talk is the therapist's.
std::string outcome(const RepairLine& line, const text::Language& language) {
  switch (line.state) {
    case RepairState::repaired:
      return language.translate("By the client's ratings: back near the level before.");
    case RepairState::improving:
      return language.translate("By the client's ratings: at least half of the way back.");
    case RepairState::new_level:
      return language.translate(
          "By the client's ratings: steady at a new level. Is this the new usual?");
    case RepairState::unrepaired:
      return language.translate(
          "By the client's ratings: five ratings or 45 days without a way back.");
    case RepairState::ended:
      return language.translate("The course ended while this was open.");
    case RepairState::transferred:
      return language.translate("The course went to another therapist while this was open.");
    case RepairState::open:
      return {};
  }
  return {};
}

}  // namespace

std::string name_of(RepairState state, const text::Language& language) {
  switch (state) {
    case RepairState::open:
      return language.in_context("state of a repair", "Open");
    case RepairState::improving:
      return language.translate("Improving");
    case RepairState::repaired:
      return language.translate("Repaired");
    case RepairState::new_level:
      return language.translate("New level");
    case RepairState::unrepaired:
      return language.translate("Not repaired");
    case RepairState::ended:
      return language.translate("Ended");
    case RepairState::transferred:
      return language.translate("Transferred");
  }
  return {};
}

std::string render_repair(const RepairLine& line, const Page& page) {
  const text::Language& language = page.language;
  Values values = common_values(page);
  values["state"] = name_of(line.state, language);
  values["levels"] = fill(language.translate("level before {before}, lowest {lowest}"),
                          {{"before", number(line.level_before, 0, language)},
                           {"lowest", number(line.lowest, 0, language)}});
  set(values, "outcome", outcome(line, language));
  Values steps{Values::type::list};
  bool is_first = true;
  for (const RepairStep& step : line.steps) {
    Values item;
    item["rating"] = step.rating ? number(*step.rating, 0, language) : "–";
    item["session"] = step.session_number > 0
                          ? fill(language.in_context("short for session", "S {number}"),
                                 {{"number", number(long{step.session_number}, language)}})
                          : text::day_and_month(step.day, language);
    if (step.is_good) item["is_good"] = true;
    if (is_first) item["is_first"] = true;
    if (!step.rating) {
      item["is_blank"] = true;
      item["says"] = language.translate("no rating");
    } else if (step.repeats) {
      item["says"] = language.translate("another check-in joined here");
    }
    if (step.talked_through) {
      item["talked"] = language.translate("talked through");
      values["talked_through"] =
          fill(language.translate("By the therapist: talked through on {day}."),
               {{"day", text::day_and_month(step.day, language)}});
    }
    is_first = false;
    steps << item;
  }
  values["steps"] = std::move(steps);
  return page.look.templates().render("repair", values, language);
}

}  // namespace holdfast::web
