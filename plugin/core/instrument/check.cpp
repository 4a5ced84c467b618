// SPDX-License-Identifier: MIT
#include "instrument/check.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>

#include "instrument/load.hpp"
#include "instrument/score.hpp"
#include "json/parse.hpp"

namespace holdfast::instrument {
namespace {

using json::Kind;
using json::Value;
using Refusals = std::set<std::pair<std::string, std::string>>;  // item, rule

// One test vector, and what differs from it.
class Vector {
 public:
  Vector(const Definition& definition, const Value& vector, std::string pointer)
      : definition_(definition), vector_(vector), pointer_(std::move(pointer)) {}

  Problems differences() {
    check_members();
    if (!problems_.empty()) return problems_;
    const auto scored = run();
    if (const auto* refused = vector_.find("refused"))
      compare_refusals(*refused, scored);
    else if (!scored)
      wrong("answers", "is refused: " + scored.problems().front().message);
    else
      compare(*scored);
    return problems_;
  }

 private:
  void wrong(std::string_view member, const std::string& what) {
    const auto* at = vector_.find(member);
    if (!at) at = &vector_;
    problems_.push_back({pointer_ + "/" + std::string(member), "vector",
                         "\"" + std::string(vector_.string_or("name")) + "\" " + what, at->line(),
                         at->column()});
  }

  void check_members() {
    constexpr std::string_view known[] = {"name", "answers",   "raw_total", "total",
                                          "pomp", "subscales", "refused"};
    for (const auto& [name, value] : vector_.members())
      if (std::find(std::begin(known), std::end(known), name) == std::end(known))
        wrong(name, "has a member that is not known here: " + name);
    if (!vector_.find("answers") == !vector_.find("raw_total"))
      wrong("answers", "needs either answers or a raw_total");
    if (!vector_.find("refused") && !vector_.find("total") && !vector_.find("subscales"))
      wrong("total", "says neither what comes out nor what is refused");
  }

  Result<Scored> run() const {
    if (const auto* total = vector_.find("raw_total"))
      return score_total(definition_, total->text());
    const auto answers = read_answers(definition_, *vector_.find("answers"));
    if (!answers) return answers.problems();
    return score(definition_, *answers);
  }

  void compare_refusals(const Value& refused, const Result<Scored>& scored) {
    Refusals expected, found;
    for (const auto& one : refused.items())
      expected.emplace(one.string_or("item"), one.string_or("rule"));
    if (!scored)
      for (const auto& problem : scored.problems())
        found.emplace(problem.field.substr(problem.field.rfind('/') + 1), problem.rule);
    for (const auto& [item, rule] : expected)
      if (!found.contains({item, rule}))
        wrong("refused", "should be refused for \"" + item + "\" by " + rule + ", and is not");
    for (const auto& [item, rule] : found)
      if (!expected.contains({item, rule}))
        wrong("refused", "is also refused for \"" + item + "\" by " + rule);
  }

  void compare(const Scored& scored) {
    if (const auto* total = vector_.find("total"))
      if (scored.total != total->text())
        wrong("total",
              "gives the total " + scored.total.value_or("none") + ", not " + total->text());
    if (const auto* pomp = vector_.find("pomp"))
      if (!scored.pomp || !(std::abs(scored.pomp->value - pomp->number()) <= 1e-9))
        wrong("pomp", "gives " + (scored.pomp ? decimal(scored.pomp->value) : "no") +
                          " percent of maximum possible, not " + pomp->text());
    const auto* subscales = vector_.find("subscales");
    if (!subscales) return;
    for (const auto& [id, value] : subscales->members()) compare_subscale(scored, id, value);
    for (const auto& subscale : scored.subscales)
      if (!subscales->find(subscale.id))
        wrong("subscales", "also gives " + subscale.id + " " + subscale.raw);
  }

  void compare_subscale(const Scored& scored, const std::string& id, const Value& value) {
    for (const auto& subscale : scored.subscales) {
      if (subscale.id != id) continue;
      if (subscale.raw != value.text())
        wrong("subscales", "gives " + id + " " + subscale.raw + ", not " + value.text());
      return;
    }
    wrong("subscales", "gives no " + id);
  }

  const Definition& definition_;
  const Value& vector_;
  std::string pointer_;
  Problems problems_;
};

Problems check_vectors(const Definition& definition, const Value& document) {
  const auto* vectors = document.find("vectors");
  if (!vectors || !vectors->is(Kind::array) || vectors->items().empty())
    return {{"/vectors", "required",
             "add test vectors: answers with the scores they must give, or the exact refusal",
             document.line(), document.column()}};
  Problems problems;
  for (std::size_t i = 0; i < vectors->items().size(); ++i) {
    const auto& vector = vectors->items()[i];
    for (auto& problem : Vector(definition, vector, "/vectors/" + std::to_string(i)).differences())
      problems.push_back(std::move(problem));
  }
  return problems;
}

// Where a pointer leads; when it leads nowhere, as far as it goes.
const Value& follow(const Value& document, std::string_view pointer) {
  const auto* at = &document;
  while (pointer.starts_with('/')) {
    pointer.remove_prefix(1);
    const auto* next = at->find(pointer.substr(0, pointer.find('/')));
    if (!next) break;
    at = next;
    pointer.remove_prefix(std::min(pointer.size(), pointer.find('/')));
  }
  return *at;
}

Problems check_pack(std::string_view text, const Value& document, const Catalogue& catalogue) {
  const auto pack = load_wording(text);
  if (!pack) return pack.problems();
  Problems problems;
  if (const auto* definition = catalogue.find(pack->instrument, pack->version))
    problems = check_wording(*definition, pack->wording);
  else
    problems = {{"/instrument", "unknown",
                 "there is no instrument " + pack->instrument + " version " + pack->version}};
  for (auto& problem : problems) {
    const auto& at = follow(document, problem.field);
    problem.line = at.line();
    problem.column = at.column();
  }
  return problems;
}

}  // namespace

Problems check(std::string_view text, const Catalogue& catalogue) {
  const auto document = json::parse(text);
  if (!document) return document.problems();
  if (document->string_or("schema") == "holdfast.wording/1")
    return check_pack(text, *document, catalogue);
  const auto definition = load(text);
  if (!definition) return definition.problems();
  return check_vectors(*definition, *document);
}

}  // namespace holdfast::instrument
