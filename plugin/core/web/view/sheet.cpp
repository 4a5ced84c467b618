// SPDX-License-Identifier: MIT
#include "web/view/sheet.hpp"

#include "web/view/layout.hpp"

namespace holdfast::web {
namespace {

Values values_of(const SheetField& field, const std::string& id) {
  Values values;
  values["id"] = id;
  values["name"] = field.name;
  values["label"] = field.label;
  values["value"] = field.value;
  values["type"] = field.type;
  if (field.is_required) values["is_required"] = true;
  Values choices{Values::type::list};
  for (const auto& [value, text] : field.choices) {
    Values choice;
    choice["value"] = value;
    choice["text"] = text;
    choices << choice;
  }
  values["choices"] = std::move(choices);
  if (!field.choices.empty())
    values["is_choice"] = true;
  else
    values[field.type == "tick" ? "is_tick" : "is_line"] = true;
  return values;
}

// Each field of a page has an id of its own, so that its label finds it.
struct Numbering {
  int next = 1;
  std::string id() { return "field-" + std::to_string(next++); }
};

Values values_of(const std::vector<SheetForm>& forms, Numbering& numbering) {
  Values list{Values::type::list};
  for (const auto& form : forms) {
    Values values;
    values["action"] = form.action;
    values["method"] = form.is_search ? "get" : "post";
    if (!form.is_search) values["is_post"] = true;
    values["button"] = form.button;
    set(values, "folded_under", form.folded_under);
    Values hidden{Values::type::list};
    for (const auto& [name, value] : form.hidden) {
      Values one;
      one["name"] = name;
      one["value"] = value;
      hidden << one;
    }
    values["hidden"] = std::move(hidden);
    Values fields{Values::type::list};
    for (const auto& field : form.fields) fields << values_of(field, numbering.id());
    values["fields"] = std::move(fields);
    list << values;
  }
  return list;
}

Values values_of(const SheetLine& line, Numbering& numbering) {
  Values values;
  values["title"] = line.title;
  set(values, "href", line.href);
  set(values, "detail", line.detail);
  set(values, "quoted", line.quoted);
  if (line.is_name) values["is_name"] = true;
  if (!line.language.empty()) {
    values["language"] = line.language;
    values["direction"] = line.is_right_to_left ? "rtl" : "ltr";
  }
  values["forms"] = values_of(line.forms, numbering);
  return values;
}

}  // namespace

std::string render(const SheetView& sheet, const Page& page) {
  Values values = common_values(page);
  Numbering numbering;
  values["title"] = sheet.title;
  set(values, "lead", sheet.lead);
  set(values, "back_href", sheet.back_href);
  set(values, "back_text", sheet.back_text);
  Values problems{Values::type::list};
  for (const auto& problem : sheet.problems) problems << problem;
  values["problems"] = std::move(problems);
  Values sections{Values::type::list};
  for (const auto& section : sheet.sections) {
    Values one;
    one["id"] = "section-" + std::to_string(numbering.next++);
    one["title"] = section.title;
    set(one, "text", section.text);
    if (section.lines.empty()) set(one, "when_empty", section.when_empty);
    Values lines{Values::type::list};
    for (const auto& line : section.lines) lines << values_of(line, numbering);
    if (!section.lines.empty()) one["has_lines"] = true;
    one["lines"] = std::move(lines);
    // A search stands before what it found.
    std::vector<SheetForm> searches, acts;
    for (const auto& form : section.forms) (form.is_search ? searches : acts).push_back(form);
    one["searches"] = values_of(searches, numbering);
    one["forms"] = values_of(acts, numbering);
    sections << one;
  }
  values["sections"] = std::move(sections);

  Content content;
  content.title = sheet.title;
  content.kind = "sheet";
  content.width = Width::narrow;
  content.html = page.look.templates().render("sheet", values, page.language);
  return as_page(content, page);
}

}  // namespace holdfast::web
