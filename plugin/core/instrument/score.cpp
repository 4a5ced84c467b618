// SPDX-License-Identifier: MIT
#include "instrument/score.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

namespace holdfast::instrument {
namespace {

// Answers are counted in thousandths, so that tenths add up exactly: 0.1 + 0.2 is 0.3 on a form.
constexpr double unit = 1000;

std::string pointer(const std::string& item) { return "/answers/" + item; }

bool counts(const Item& item) { return item.kind != ItemKind::text && item.values.empty(); }

std::string range_text(const Item& item) { return decimal(item.min) + " to " + decimal(item.max); }

Problem not_a_number(const Item& item) {
  return {pointer(item.id), "not-a-number",
          "\"" + item.id + "\" takes a number from " + range_text(item) + "."};
}

std::optional<Problem> check_number(const Item& item, double value) {
  if (!std::isfinite(value)) return not_a_number(item);
  if (value < item.min || value > item.max)
    return Problem{pointer(item.id), "range",
                   "\"" + item.id + "\" must be from " + range_text(item) + "."};
  const double steps = (value - item.min) / item.step;
  if (std::abs(steps - std::round(steps)) > 1e-9)  // a decimal step is no exact double
    return Problem{pointer(item.id), "step",
                   "\"" + item.id + "\" goes in steps of " + decimal(item.step) + "."};
  return std::nullopt;
}

// Characters, not bytes: an Arabic letter is two of these.
std::size_t length_of(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

std::optional<Problem> check_text(const Item& item, const std::string& text) {
  if (item.kind == ItemKind::text) {
    if (length_of(text) <= item.max_length) return std::nullopt;
    return Problem{pointer(item.id), "too-long",
                   "\"" + item.id + "\" takes at most " + std::to_string(item.max_length) +
                       " characters; shorten it."};
  }
  if (item.values.empty()) return not_a_number(item);
  if (std::find(item.values.begin(), item.values.end(), text) != item.values.end())
    return std::nullopt;
  return Problem{pointer(item.id), "not-a-word",
                 "\"" + item.id + "\" takes one of its choices only."};
}

}  // namespace

std::optional<Problem> check_answer(const Item& item, const Answer& answer) {
  if (const auto* number = std::get_if<double>(&answer))
    return counts(item) ? check_number(item, *number)
                        : std::optional{Problem{pointer(item.id), "not-a-word",
                                                "\"" + item.id + "\" takes a text."}};
  if (const auto* text = std::get_if<std::string>(&answer)) return check_text(item, *text);
  return std::nullopt;
}

namespace {

std::optional<double> number_of(const Answers& answers, std::string_view item) {
  const auto found = answers.find(item);
  if (found == answers.end()) return std::nullopt;
  const auto* number = std::get_if<double>(&found->second);
  return number ? std::optional{*number} : std::nullopt;
}

// Is the item on the page at all, given the other answers?
bool is_shown(const Item& item, const Answers& answers) {
  if (!item.shown_if) return true;
  const auto other = number_of(answers, item.shown_if->item);
  return other && *other >= item.shown_if->at_least;
}

Problems check_all(const Definition& definition, const Answers& answers) {
  Problems problems;
  for (const auto& [id, answer] : answers) {
    const auto* item = definition.find(id);
    if (!item)
      problems.push_back({pointer(id), "unknown-item",
                          "This form has no item \"" + id + "\"; check name and version."});
    else if (auto problem = check_answer(*item, answer))
      problems.push_back(std::move(*problem));
  }
  return problems;
}

// Why an item that counts is not answered.
Problem missing(const Answers& answers, const std::string& id) {
  const bool is_declined = answers.contains(id);
  return {pointer(id), "required",
          is_declined ? "\"" + id + "\" was declined, and the score needs it."
                      : "\"" + id + "\" has no answer yet; answer it."};
}

// A sum in thousandths, kept as a fraction: stand-ins for missing items divide, and only the end
// result may round. The loader's limits on ranges and subscales keep it within 64 bits.
struct Fraction {
  std::int64_t over = 0, under = 1;

  Fraction(std::int64_t numerator, std::int64_t denominator)
      : over(numerator / std::gcd(numerator, denominator)),
        under(denominator / std::gcd(numerator, denominator)) {}
  Fraction operator+(const Fraction& other) const {
    return {over * other.under + other.over * under, under * other.under};
  }
};

struct Tally {
  std::int64_t sum = 0;  // thousandths
  int present = 0, items = 0;
  Problems missing;

  // Of all items, with the mean of those present standing for the others.
  Fraction whole() const { return {sum * items, present}; }
};

Tally tally(const Definition& definition, const Rule& rule, const Answers& answers) {
  Tally all;
  all.items = static_cast<int>(rule.items.size());
  for (const auto& id : rule.items) {
    const auto* item = definition.find(id);
    const auto value = number_of(answers, id);
    if (!value || check_number(*item, *value)) {
      all.missing.push_back(missing(answers, id));
      continue;
    }
    const double turned = item->reversed ? item->min + item->max - *value : *value;
    all.sum += std::llround(turned * unit);
    ++all.present;
  }
  return all;
}

bool is_enough(const Rule& rule, const Tally& all) {
  const int allowed = rule.missing == MissingRule::all_required ? 0 : rule.missing_allowed;
  return all.present > 0 && all.items - all.present <= allowed;
}

struct Counted {
  std::optional<double> value;  // nothing: too much is missing
  Problems missing;
};

Counted count(const Definition& definition, const Rule& rule, const Answers& answers) {
  auto all = tally(definition, rule, answers);
  Counted counted{std::nullopt, std::move(all.missing)};
  if (!is_enough(rule, all)) return counted;
  auto whole = all.whole();
  if (rule.missing == MissingRule::per_subscale) {
    whole = {0, 1};
    for (const auto& subscale : definition.subscales) {
      const auto part = tally(definition, subscale, answers);
      if (!is_enough(subscale, part)) return counted;
      whole = whole + part.whole();
    }
  }
  if (rule.method == Method::mean) whole = {whole.over, whole.under * all.items};
  counted.value =
      static_cast<double>(whole.over) * rule.factor / (unit * static_cast<double>(whole.under));
  return counted;
}

// An item that is wrong already is not called missing too.
void add_unnamed(Problems& problems, const Problems& more) {
  for (const auto& problem : more)
    if (std::none_of(problems.begin(), problems.end(),
                     [&](const Problem& known) { return known.field == problem.field; }))
      problems.push_back(problem);
}

void note_extras(const Definition& definition, const Answers& answers, Scored& scored) {
  for (const auto& item : definition.items) {
    const auto found = answers.find(item.id);
    if (found == answers.end()) continue;
    const auto number = number_of(answers, item.id);
    if (item.role == ItemRole::tension && number) scored.tension = static_cast<int>(*number);
    if (item.role == ItemRole::told && number) scored.told = *number > 0;
    if (item.role == ItemRole::comment)
      if (const auto* text = std::get_if<std::string>(&found->second)) scored.comment = *text;
    if (item.risk && number && holds(*item.risk, *number)) scored.risks.push_back(item.id);
  }
}

// Every counted answer in the same place of its scale: a way of not answering, or true; only noted.
bool is_straight(const Definition& definition, const Answers& answers) {
  double low = 2, high = -1;
  int count = 0;
  if (!definition.total) return false;
  for (const auto& id : definition.total->items) {
    const auto* item = definition.find(id);
    const auto value = number_of(answers, id);
    if (!value) continue;
    const double place = (*value - item->min) / (item->max - item->min);
    low = std::min(low, place);
    high = std::max(high, place);
    ++count;
  }
  return count >= 4 && high - low <= 0.01 + 1e-9;
}

void count_answers(const Definition& definition, const Answers& answers, Scored& scored) {
  for (const auto& item : definition.items) {
    if (!counts(item)) continue;
    const auto found = answers.find(item.id);
    if (found == answers.end()) continue;
    if (std::holds_alternative<Declined>(found->second))
      ++scored.declined;
    else
      ++scored.answered;
  }
}

}  // namespace

std::string decimal(double value) {
  char buffer[64];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value == 0 ? 0.0 : value,
                                          std::chars_format::fixed);
  return std::string(buffer, error == std::errc{} ? end : buffer);
}

Result<Scored> score(const Definition& definition, const Answers& answers) {
  if (definition.totals_only)
    return Problem{"/answers", "totals-only",
                   "Only totals of this instrument are taken; give the total."};
  auto problems = check_all(definition, answers);
  for (const auto& item : definition.items)
    if (item.required && is_shown(item, answers) && !answers.contains(item.id))
      problems.push_back(missing(answers, item.id));
  Scored scored;
  for (const auto& rule : definition.subscales)
    if (const auto value = count(definition, rule, answers).value)
      scored.subscales.push_back({rule.id, decimal(*value), pomp_of(*value, rule.scale)});
  if (definition.total) {
    const auto counted = count(definition, *definition.total, answers);
    if (counted.value) {
      scored.raw = *counted.value;
      scored.total = decimal(*counted.value);
      scored.pomp = pomp_of(*counted.value, definition.total->scale);
    } else {
      add_unnamed(problems, counted.missing);
    }
  }
  if (problems.empty() && !scored.total && scored.subscales.empty())
    problems.push_back({"/answers", "required", "Nothing is answered that can be scored."});
  if (!problems.empty()) return problems;
  note_extras(definition, answers, scored);
  count_answers(definition, answers, scored);
  scored.straight_line = is_straight(definition, answers);
  return scored;
}

Result<Scored> score_total(const Definition& definition, std::string_view total) {
  if (!definition.total)
    return Problem{"/total", "no-total", "This instrument has no total; give its items."};
  double value = 0;
  const auto [end, error] = std::from_chars(total.data(), total.data() + total.size(), value);
  if (error != std::errc{} || end != total.data() + total.size() || !std::isfinite(value))
    return Problem{"/total", "not-a-number", "The total must be a number with a decimal point."};
  const auto& scale = definition.total->scale;
  if (value < scale.min || value > scale.max)
    return Problem{
        "/total", "range",
        "The total must be from " + decimal(scale.min) + " to " + decimal(scale.max) + "."};
  Scored scored;
  scored.raw = value;
  scored.total = decimal(value);
  scored.pomp = pomp_of(value, scale);
  return scored;
}

Result<Answers> read_answers(const Definition& definition, const json::Value& object) {
  if (!object.is(json::Kind::object))
    return Problem{"/answers", "type", "The answers are an object of item names and values.",
                   object.line(), object.column()};
  Answers answers;
  Problems problems;
  for (const auto& [id, value] : object.members()) {
    const auto* item = definition.find(id);
    if (value.is(json::Kind::null)) {
      if (!item)
        problems.push_back({pointer(id), "unknown-item",
                            "This form has no item \"" + id + "\"; check name and version.",
                            value.line(), value.column()});
    } else if (value.is(json::Kind::number)) {
      answers.emplace(id, value.number());
    } else if (value.is(json::Kind::string)) {
      const bool is_free_text = item && item->kind == ItemKind::text;
      if (value.text() == "declined" && !is_free_text)
        answers.emplace(id, Declined{});
      else
        answers.emplace(id, value.text());
    } else {
      problems.push_back({pointer(id), "not-a-number",
                          "\"" + id + "\" takes a number, a text, \"declined\" or null.",
                          value.line(), value.column()});
    }
  }
  if (!problems.empty()) return problems;
  return answers;
}

Result<std::optional<Answer>> read_answer(const Item& item, std::string_view typed) {
  if (typed.empty()) return std::optional<Answer>{};
  if (!counts(item)) return std::optional<Answer>{std::string(typed)};
  if (typed == "declined") return std::optional<Answer>{Declined{}};
  double value = 0;
  const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), value);
  if (error != std::errc{} || end != typed.data() + typed.size() || !std::isfinite(value))
    return not_a_number(item);
  return std::optional<Answer>{value};
}

}  // namespace holdfast::instrument
