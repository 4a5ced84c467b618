// SPDX-License-Identifier: MIT
#include "web/pages/form_view.hpp"

#include <charconv>
#include <cmath>

#include "service/forms.hpp"
#include "service/free_text.hpp"
#include "service/house.hpp"
#include "service/second_contact.hpp"

namespace holdfast::web {
namespace {

using instrument::Item;

ItemKind kind_of(const Item& item) {
  switch (item.kind) {
    case instrument::ItemKind::line:
      return ItemKind::visual_analogue;
    case instrument::ItemKind::scale:
      return ItemKind::scale;
    case instrument::ItemKind::choice:
      return ItemKind::choice;
    case instrument::ItemKind::faces:
      return ItemKind::faces;
    case instrument::ItemKind::yes_no:
      return ItemKind::yes_no;
    case instrument::ItemKind::text:
      return ItemKind::text;
  }
  return ItemKind::text;
}

std::vector<Option> options_of(const Item& item, const instrument::ItemText& text,
                               const Visit& visit) {
  std::vector<Option> options;
  const auto named = [&](const std::string& value, const std::string& otherwise) {
    const auto found = text.options.find(value);
    options.push_back({value, found == text.options.end() ? otherwise : found->second});
  };
  if (item.kind == instrument::ItemKind::line || item.kind == instrument::ItemKind::text)
    return options;
  if (item.kind == instrument::ItemKind::yes_no) {
    named("1", visit("Yes"));
    named("0", visit("No"));
    return options;
  }
  for (const auto& value : item.values) named(value, value);
  if (item.values.empty())
    for (double value = item.min; value <= item.max + 1e-9; value += item.step)
      named(instrument::decimal(value), instrument::decimal(value));
  return options;
}

FormItem item_of(const Item& item, const FormOf& form, const Visit& visit) {
  FormItem shown;
  shown.id = item.id;
  shown.kind = kind_of(item);
  shown.min = instrument::decimal(item.min);
  shown.max = instrument::decimal(item.max);
  shown.step = instrument::decimal(item.step);
  shown.max_length = item.max_length;
  if (const auto text = form.wording.items.find(item.id); text != form.wording.items.end()) {
    shown.title = text->second.title;
    shown.text = text->second.text;
    shown.low = text->second.low;
    shown.high = text->second.high;
    shown.options = options_of(item, text->second, visit);
  }
  if (item.shown_if)
    shown.shown_if = ShownIf{item.shown_if->item, static_cast<int>(item.shown_if->at_least)};
  const auto& total = form.definition.total;
  shown.required =
      item.required ||
      (total && total->missing == instrument::MissingRule::all_required &&
       std::find(total->items.begin(), total->items.end(), item.id) != total->items.end());
  return shown;
}

// The rule in words for the person at the form, who sees the scale and needs no item's name.
std::string reason_of(const Problem& problem, const Visit& visit) {
  if (problem.rule == "range") return visit("it is outside the scale.");
  if (problem.rule == "step") return visit("only whole steps are taken.");
  if (problem.rule == "not-a-number") return visit("a number is expected.");
  if (problem.rule == "not-a-word") return visit("choose one of the answers.");
  if (problem.rule == "too-long") return visit("the text is too long; please shorten it.");
  return visit(problem.message);
}

}  // namespace

FormView form_view(const FormOf& form, const Visit& visit) {
  FormView view;
  view.rater = form.definition.rater;
  view.title = form.wording.title;
  view.introduction = form.wording.introduction;
  view.crisis = visit.crisis();
  if (!form.definition.is_validated) view.note = visit("Not a validated measure.");
  const bool has_text = service::offers_text(visit.house(), form.definition);
  for (const auto& item : form.definition.items)
    if (item.kind != instrument::ItemKind::text || has_text)
      view.items.push_back(item_of(item, form, visit));
  view.key = visit.house().store().ids().uuid();
  return view;
}

Result<instrument::Answers> posted_answers(const instrument::Definition& definition,
                                           const Fields& fields) {
  constexpr std::string_view prefix = "a.";
  instrument::Answers answers;
  Problems problems;
  for (const auto& [name, value] : fields.all()) {
    if (!name.starts_with(prefix)) continue;
    const auto id = name.substr(prefix.size());
    const auto* item = definition.find(id);
    if (!item && id == service::second_contact_item) continue;  // no part of the instrument
    if (!item) {
      problems.push_back({"/answers/" + id, "unknown-item",
                          "This form has no item \"" + id + "\"; check name and version."});
      continue;
    }
    auto answer = instrument::read_answer(*item, value);
    if (!answer)
      problems.insert(problems.end(), answer.problems().begin(), answer.problems().end());
    else if (*answer)
      answers.emplace(id, std::move(**answer));
  }
  // An item that the other answers take off the page is not answered, whatever a browser sends.
  for (const auto& item : definition.items) {
    if (!item.shown_if) continue;
    const auto other = answers.find(item.shown_if->item);
    const auto* number = other == answers.end() ? nullptr : std::get_if<double>(&other->second);
    if (!number || *number < item.shown_if->at_least) answers.erase(item.id);
  }
  if (!problems.empty()) return problems;
  return answers;
}

int posted_duration(const Fields& fields) {
  const auto text = fields.get("ms");
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && value > 0 && value < 86'400'000 ? value : 0;
}

void put_back(const Fields& fields, const Problems& problems, const Visit& visit, FormView& view) {
  for (auto& item : view.items) {
    item.value = fields.get("a." + item.id);
    for (const auto& problem : problems)
      if (problem.field == "/answers/" + item.id)
        item.problem = problem.rule == "required"
                           ? visit("This line has no answer yet.")
                           : text::fill(visit("This answer cannot be used: {reason}"),
                                        {{"reason", reason_of(problem, visit)}});
  }
  for (const auto& problem : problems) {
    const bool is_of_item =
        std::any_of(view.items.begin(), view.items.end(),
                    [&](const FormItem& item) { return problem.field == "/answers/" + item.id; });
    if (is_of_item) continue;
    view.problems.push_back(
        problem.rule == "unknown-item"
            ? visit("Something was sent that is not on this form. Please open the form again.")
            : visit(problem.message));
  }
  if (!fields.get("key").empty()) view.key = fields.get("key");
}

}  // namespace holdfast::web
