// SPDX-License-Identifier: MIT
#include "web/view/form.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "web/view/faces.hpp"
#include "web/view/layout.hpp"

namespace holdfast::web {
namespace {

constexpr std::string_view class_of(ItemKind kind) {
  switch (kind) {
    case ItemKind::visual_analogue:
      return "is-line";
    case ItemKind::choice:
    case ItemKind::yes_no:
      return "is-choice";
    case ItemKind::scale:
      return "is-scale";
    case ItemKind::faces:
      return "is-faces";
    case ItemKind::text:
      return "is-text";
  }
  return "";
}

const char* section_of(ItemKind kind) {
  switch (kind) {
    case ItemKind::visual_analogue:
      return "is_line";
    case ItemKind::choice:
    case ItemKind::yes_no:
      return "is_choice";
    case ItemKind::scale:
      return "is_scale";
    case ItemKind::faces:
      return "is_faces";
    case ItemKind::text:
      return "is_text";
  }
  return "";
}

Values options_of(const FormItem& item) {
  Values list{Values::type::list};
  const std::size_t count = item.options.size();
  for (std::size_t i = 0; i < count; ++i) {
    const Option& option = item.options[i];
    Values values;
    values["item"] = item.id;
    values["value"] = option.value;
    values["text"] = option.text;
    if (!item.value.empty() && item.value == option.value) values["is_chosen"] = true;
    if (item.kind == ItemKind::faces)
      values["face"] =
          face(count < 2 ? 1.0 : static_cast<double>(i) / static_cast<double>(count - 1));
    list << values;
  }
  return list;
}

Values values_of(const FormItem& item) {
  Values values;
  values["id"] = item.id;
  values["kind"] = std::string(class_of(item.kind));
  // Every text an item may have is set, so that an empty one does not show its form's.
  values["title"] = item.title.empty() ? Values(false) : Values(item.title);
  values["text"] = item.text.empty() ? Values(false) : Values(item.text);
  values["low"] = item.low.empty() ? Values(false) : Values(item.low);
  values["high"] = item.high;
  values["hint"] = item.hint.empty() ? Values(false) : Values(item.hint);
  values["problem"] = item.problem.empty() ? Values(false) : Values(item.problem);
  values["value"] = item.value;
  values["min"] = item.min;
  values["max"] = item.max;
  values["step"] = item.step;
  values["max_length"] = fmt::to_string(item.max_length);
  values["number"] = "{number}";  // filled in the browser, as the line moves
  values["touched"] = item.value.empty() ? "" : "1";
  values["optional"] = item.kind == ItemKind::text && !item.required;
  values["required"] = item.required;
  if (item.shown_if) {
    Values condition;
    condition["item"] = item.shown_if->item;
    condition["at_least"] = fmt::to_string(item.shown_if->at_least);
    values["shown_if"] = std::move(condition);
  } else {
    values["shown_if"] = false;
  }
  values["options"] = options_of(item);
  // Numbers stand beside each other on every screen; words do not fit there.
  values["has_words"] = std::any_of(item.options.begin(), item.options.end(),
                                    [](const Option& option) { return option.text.size() > 3; });
  values[section_of(item.kind)] = true;
  return values;
}

}  // namespace

std::string render(const FormView& form, const Page& page) {
  const text::Language& language = page.language;
  Values values = common_values(page);
  values["title"] = form.title;
  values["action"] = form.action;
  values["key"] = form.key;
  values[form.rater == Rater::therapist ? "is_therapist" : "is_client"] = true;
  set(values, "introduction", form.introduction);
  set(values, "who_reads", form.who_reads);
  set(values, "crisis", form.rater == Rater::therapist ? std::string() : form.crisis);
  set(values, "note", form.note);
  set(values, "session_line", form.session_line);
  set(values, "leave", form.leave);
  if (!form.offline_key.empty()) {
    Values offline;
    offline["key_id"] = form.offline_key_id;
    offline["key"] = form.offline_key;
    values["offline"] = std::move(offline);
  }
  if (form.may_decline) values["may_decline"] = true;
  if (form.client_rating_is_sealed) values["is_sealed"] = true;
  if (form.may_be_read_by_client) values["may_be_read"] = true;

  Values items{Values::type::list};
  Values item_problems{Values::type::list};
  for (const FormItem& item : form.items) {
    items << values_of(item);
    if (item.problem.empty()) continue;
    Values problem;
    problem["id"] = item.id;
    problem["name"] = item.title.empty() ? item.text : item.title;
    problem["problem"] = item.problem;
    item_problems << problem;
  }
  Values problems{Values::type::list};
  for (const std::string& problem : form.problems) problems << Values(problem);
  if (!form.problems.empty() || item_problems.is_non_empty_list()) values["has_problems"] = true;
  values["problems"] = std::move(problems);
  values["item_problems"] = std::move(item_problems);
  values["items"] = std::move(items);

  Content content;
  // Nothing in the browser's list of pages says whose form this was.
  content.title = form.title;
  content.kind = "form-page";
  content.sheet = Look::Sheet::form;
  content.width = Width::narrow;
  content.script = "form.js";
  content.html = page.look.templates().render("form", values, language);
  return as_page(content, page);
}

std::string render(const ThanksView& thanks, const Page& page) {
  Values values = common_values(page);
  set(values, "crisis", thanks.crisis);
  set(values, "complaints", thanks.complaints);
  set(values, "leave", thanks.leave);
  if (thanks.declined) values["declined"] = true;
  Content content;
  content.title = page.language.translate("Thank you");
  content.kind = "thanks";
  content.is_the_end = true;
  content.sheet = Look::Sheet::form;
  content.width = Width::narrow;
  content.html = page.look.templates().render("thanks", values, page.language);
  // Nothing to follow from here, whatever page the caller had in mind.
  Page bare = page;
  bare.person.reset();
  bare.languages.clear();
  return as_page(content, bare);
}

}  // namespace holdfast::web
