// SPDX-License-Identifier: MIT
// From answers to scores, or to the list of what is wrong with them. A missing answer is never
// zero.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "alliance/result.hpp"
#include "instrument/definition.hpp"
#include "json/value.hpp"

namespace holdfast::instrument {

struct Declined {
  bool operator==(const Declined&) const = default;
};
// A number in the instrument's unit, a word or a text, or "I'd rather not say". Unanswered items
// are absent.
using Answer = std::variant<double, std::string, Declined>;
using Answers = std::map<std::string, Answer, std::less<>>;

struct ScoredSubscale {
  std::string id;
  std::string raw;  // decimal text
  Pomp pomp;
};

struct Scored {
  std::optional<std::string> total;  // decimal text: the shortest that reads back the same
  double raw = 0;                    // of the total
  std::optional<Pomp> pomp;
  std::vector<ScoredSubscale> subscales;  // in the definition's order; those that could be scored
  std::optional<int> tension;             // 0-4
  std::optional<bool> told;               // a direct "yes"
  std::string comment;                    // free text; empty: none
  std::vector<std::string> risks;         // items answered positively
  int answered = 0, declined = 0;         // of the items that count
  bool straight_line = false;             // four or more counted answers, all in one place
};

// Problems carry "/answers/<item>" and a rule: required, unknown-item, range, step, not-a-number,
// too-long, not-a-word.
Result<Scored> score(const Definition& definition, const Answers& answers);
// Of one answer by itself; none: it can be taken.
std::optional<Problem> check_answer(const Item& item, const Answer& answer);

// An imported total: range and kind of number are checked, nothing else can be.
Result<Scored> score_total(const Definition& definition, std::string_view total);

// {"goals": 71, "bond": "declined", "comment": "text", "tension": null}
Result<Answers> read_answers(const Definition& definition, const json::Value& object);

// An answer as typed: "" is unanswered, a decimal comma is not taken for a point.
Result<std::optional<Answer>> read_answer(const Item& item, std::string_view typed);

std::string decimal(double value);

}  // namespace holdfast::instrument
