// SPDX-License-Identifier: MIT
#include "score_expression.hpp"

#include <cmath>

namespace holdfast::adapters::fhir::mapping {
namespace {

// Answers of some items in two FHIRPath collections: numbers as they are, and weights of codes.
struct Terms {
  std::string lines, reversed_lines, weights;
  int items = 0;
  double turn = 0;  // min + max of the reversed lines, which are alike or there are none
  bool is_whole = true;

  std::string count() const { return joined(".count()"); }
  std::string sum() const {
    auto text = joined(".sum()");
    if (reversed_lines.empty()) return text;
    // A reversed line counts as min + max - value.
    const auto there = answers(reversed_lines, "");
    const auto turned = "(" + there + ".count() * " + value_text(turn) + " - " + there + ".sum())";
    return lines.empty() && weights.empty() ? turned : text + " + " + turned;
  }

 private:
  static std::string answers(const std::string& ids, const char* function) {
    return "%resource.item.where(" + ids + ").answer.value" + function;
  }
  std::string joined(const char* function) const {
    std::string text;
    const auto add = [&](const std::string& ids, const char* as_number) {
      if (!ids.empty()) text += (text.empty() ? "" : " + ") + answers(ids, as_number) + function;
    };
    add(lines, "");
    if (std::string_view{function} == ".count()") add(reversed_lines, "");
    add(weights, ".weight()");
    return text;
  }
};

void name(std::string& ids, const std::string& item) {
  ids += (ids.empty() ? "linkId='" : " or linkId='") + item + "'";
}

Terms terms_of(const Form& form, const std::vector<std::string>& items) {
  Terms terms;
  for (const auto& id : items) {
    const auto* item = form.find(id);
    if (!item) continue;
    ++terms.items;
    terms.is_whole = terms.is_whole && item->is_whole();
    if (!item->is_line()) {
      name(terms.weights, id);
    } else if (item->is_reversed) {
      name(terms.reversed_lines, id);
      terms.turn = item->min + item->max;
    } else {
      name(terms.lines, id);
    }
  }
  return terms;
}

std::string condition(const Terms& terms, int missing) {
  const auto count = "(" + terms.count() + ")";
  if (missing == 0) return count + " = " + std::to_string(terms.items);
  return count + " >= " + std::to_string(std::max(1, terms.items - missing));
}

// The sum of all items, with the mean of those present standing for the others.
std::string whole(const Terms& terms, int missing) {
  const auto sum = "(" + terms.sum() + ")";
  if (missing == 0) return sum;
  return "(" + sum + " * " + std::to_string(terms.items) + " / (" + terms.count() + "))";
}

int allowed(const Rule& rule) { return rule.missing == "all_required" ? 0 : rule.allowed; }

std::string scaled(const Rule& rule, int items, std::string text, bool is_whole) {
  const double divisor = rule.is_mean ? items : 1;
  if (rule.factor != 1) text += " * " + value_text(rule.factor);
  if (divisor != 1) text += " / " + value_text(divisor);
  // Tenths add up to tenths: binary leftovers are no part of a score. (Thousandths are the finest
  // step there is; a division has more digits, and keeps them.)
  if (!is_whole && divisor == 1 && allowed(rule) == 0) text = "(" + text + ").round(3)";
  return text;
}

}  // namespace

std::string score_expression(const Form& form, const Rule& rule) {
  const auto all = terms_of(form, rule.items);
  auto enough = condition(all, allowed(rule));
  std::string sum;
  if (rule.missing == "per_subscale") {
    for (const auto& subscale : form.subscales) {
      const auto part = terms_of(form, subscale.items);
      enough += " and " + condition(part, allowed(subscale));
      sum += (sum.empty() ? "" : " + ") + whole(part, allowed(subscale));
    }
    sum = "(" + sum + ")";
  } else {
    sum = whole(all, allowed(rule));
  }
  return "iif(" + enough + ", " + scaled(rule, all.items, sum, all.is_whole) + ", {})";
}

}  // namespace holdfast::adapters::fhir::mapping
