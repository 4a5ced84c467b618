// SPDX-License-Identifier: MIT
#include "web/view/paper.hpp"

#include <fmt/format.h>

#include <utility>

#include "text/spelling.hpp"
#include "web/view/faces.hpp"
#include "web/view/layout.hpp"

namespace holdfast::web {
namespace {

Values options_of(const FormItem& item) {
  Values list{Values::type::list};
  const std::size_t count = item.options.size();
  for (std::size_t i = 0; i < count; ++i) {
    Values one;
    one["value"] = item.options[i].value;
    one["text"] = item.options[i].text;
    if (!item.value.empty() && item.value == item.options[i].value) one["is_chosen"] = true;
    if (item.kind == ItemKind::faces)
      one["face"] = face(count < 2 ? 1.0 : static_cast<double>(i) / static_cast<double>(count - 1));
    list << one;
  }
  return list;
}

Values values_of(const FormItem& item, int number) {
  Values values;
  values["id"] = item.id;
  values["number"] = std::to_string(number);
  for (const auto& [name, text] : {std::pair{"title", &item.title},
                                   {"text", &item.text},
                                   {"low", &item.low},
                                   {"high", &item.high},
                                   {"problem", &item.problem}})
    values[name] = text->empty() ? Values(false) : Values(*text);
  values["name"] = item.title.empty() ? item.text : item.title;
  values["value"] = item.value;
  values["options"] = options_of(item);
  const bool is_line = item.kind == ItemKind::visual_analogue;
  if (is_line)
    values["is_line"] = true;
  else if (item.kind == ItemKind::text)
    values["is_text"] = true;
  else
    values["is_options"] = true;
  values["max_length"] = fmt::to_string(item.max_length);
  values["min"] = item.min;
  values["max"] = item.max;
  values["step"] = item.step;
  return values;
}

Values items_of(const std::vector<FormItem>& items) {
  Values list{Values::type::list};
  int number = 0;
  for (const auto& item : items) list << values_of(item, ++number);
  return list;
}

Values choice_of(const PaperEntryView::Form& choice) {
  Values one;
  one["id"] = choice.id;
  one["title"] = choice.title;
  one["href"] = choice.href;
  if (choice.is_chosen) one["is_chosen"] = true;
  return one;
}

Values assistances(const std::string& chosen, const text::Language& language) {
  Values list{Values::type::list};
  for (const auto& [value, words] : {std::pair{"none", language.translate("nobody")},
                                     {"read_aloud", language.translate("somebody read it aloud")},
                                     {"interpreter", language.translate("an interpreter")}}) {
    Values one;
    one["value"] = std::string(value);
    one["text"] = words;
    if (chosen == value) one["is_chosen"] = true;
    list << one;
  }
  return list;
}

}  // namespace

std::string render(const PaperView& paper, const Page& page) {
  Values values = common_values(page);
  values["form_lang"] = paper.language;
  values["form_dir"] = std::string(paper.is_right_to_left ? "rtl" : "ltr");
  values["title"] = paper.title;
  set(values, "introduction", paper.introduction);
  set(values, "who_reads", paper.who_reads);
  set(values, "crisis", paper.crisis);
  set(values, "note", paper.note);
  values["session_line"] = paper.session_line;
  values["items"] = items_of(paper.items);
  values["size"] = paper.is_letter ? "letter" : "a4";
  values["a4"] = paper.a4;
  values["letter"] = paper.letter;
  // The sheet is the client's, its last line and what stands around it are for staff.
  const text::Language& ours = page.look.texts().of(paper.our_language);
  values["staff_lang"] = page.language.tag();
  values["staff_dir"] = page.language.is_right_to_left() ? "rtl" : "ltr";
  values["for_staff"] = page.language.translate("For staff:");
  values["sheet"] = page.look.templates().render("paper_sheet", values, ours);
  values["back"] = paper.back;
  if (paper.is_letter) values["is_letter"] = true;
  return as_form_page({paper.title, "paper-page", "paper"}, values, page);
}

std::string render(const PaperEntryView& entry, const Page& page) {
  Values values = common_values(page);
  values["session_line"] = entry.session_line;
  Values forms{Values::type::list};
  for (const auto& form : entry.forms) forms << choice_of(form);
  if (entry.forms.size() > 1 && !entry.is_second) {
    values["has_several"] = true;
    values["forms"] = std::move(forms);
  }
  if (entry.people.size() > 1) {
    Values people{Values::type::list};
    for (const auto& person : entry.people) {
      people << choice_of(person);
      if (person.is_chosen) values["who"] = person.id;
    }
    values["has_people"] = true;
    values["people"] = std::move(people);
  }
  values["instrument"] = entry.instrument;
  values["items"] = items_of(entry.items);
  set(values, "total_range", entry.total_range);
  values["total"] = entry.total;
  values["assistances"] = assistances(entry.assistance, page.language);
  Values once{Values::type::list}, problems{Values::type::list};
  for (const auto& [name, value] : entry.once) {
    Values one;
    one["name"] = name;
    one["value"] = value;
    once << one;
  }
  for (const auto& problem : entry.problems) problems << Values(problem);
  values["once"] = std::move(once);
  values["problems"] = std::move(problems);
  if (!entry.problems.empty()) values["has_problems"] = true;
  if (entry.is_second) values["is_second"] = true;
  if (entry.wants_twice) values["wants_twice"] = true;
  values["action"] = entry.action;
  values["key"] = entry.key;
  values["back"] = entry.back;
  return as_form_page(
      {page.language.translate("Enter a filled form"), "paper-entry", "paper_entry"}, values, page);
}

}  // namespace holdfast::web
