// SPDX-License-Identifier: MIT
#include "web/view/page.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "web/view/layout.hpp"

namespace holdfast::web {
namespace {

struct Entry {
  Section section;
  std::string text;
  std::string_view href;
  std::vector<Role> roles;  // any of these sees it
};

Values navigation(const Page& page) {
  const text::Language& language = page.language;
  const std::array<Entry, 9> entries{{
      {Section::today,
       language.translate("Today"),
       "/today",
       {Role::front_desk, Role::therapist, Role::supervisor}},
      {Section::caseload,
       language.translate("Clients"),
       "/caseload",
       {Role::therapist, Role::supervisor, Role::external_supervisor}},
      {Section::check_ins,
       language.translate("Check-ins"),
       "/caseload?show=open",
       {Role::therapist, Role::supervisor, Role::external_supervisor}},
      {Section::supervision,
       language.translate("Supervision"),
       "/supervision",
       {Role::therapist, Role::supervisor, Role::external_supervisor}},
      {Section::report_card,
       language.translate("Report card"),
       "/report-card",
       {Role::therapist, Role::supervisor, Role::external_supervisor, Role::admin}},
      {Section::records, language.translate("Records"), "/records", {Role::records_officer}},
      {Section::audit, language.translate("Who looked"), "/audit", {Role::records_officer}},
      {Section::admin, language.translate("Set up"), "/admin", {Role::admin}},
      {Section::deliveries, language.translate("Deliveries"), "/deliveries", {Role::admin}},
  }};
  Values list{Values::type::list};
  for (const Entry& entry : entries) {
    const bool shown = std::any_of(entry.roles.begin(), entry.roles.end(), [&](Role role) {
      return std::find(page.person->roles.begin(), page.person->roles.end(), role) !=
             page.person->roles.end();
    });
    if (!shown) continue;
    Values item;
    item["text"] = entry.text;
    item["href"] = std::string(entry.href);
    item["is_here"] = entry.section == page.place;
    list << item;
  }
  return list;
}

// A language that was chosen before is not part of the address that chooses another.
std::string without_language(const std::string& address) {
  const auto query = address.find('?');
  std::string kept = address.substr(0, query);
  char join = '?';
  for (auto at = query; at != std::string::npos;) {
    const auto next = address.find('&', at + 1);
    const auto field = address.substr(at + 1, next == std::string::npos ? next : next - at - 1);
    if (!field.starts_with("lang=")) kept += std::exchange(join, '&') + field;
    at = next;
  }
  return kept;
}

Values language_switch(const Page& page) {
  Values list{Values::type::list};
  const auto address = without_language(page.path);
  const char join = address.find('?') == std::string::npos ? '?' : '&';
  for (const std::string& tag : page.languages) {
    if (tag == page.language.tag()) continue;
    Values item;
    item["tag"] = tag;
    item["name"] = std::string(text::own_name(tag));
    item["href"] = address + join + "lang=" + tag;
    list << item;
  }
  return list;
}

}  // namespace

Values common_values(const Page& page) {
  Values values;
  values["prefix"] = page.script_name;
  if (!page.csrf.empty()) values["csrf"] = page.csrf;
  return values;
}

void set(Values& values, const std::string& name, const std::string& text) {
  if (!text.empty()) values[name] = text;
}

std::string as_page(const Content& content, const Page& page) {
  Values values = common_values(page);
  values["lang"] = page.language.tag();
  values["dir"] = page.language.is_right_to_left() ? "rtl" : "ltr";
  values["title"] = content.title;
  values["kind"] = content.kind;
  values["style"] = page.look.style(content.sheet);
  values["content"] = content.html;
  if (content.width == Width::narrow) values["is_narrow"] = true;
  // A form is ready before its module is, and must not wait for it.
  if (content.sheet == Look::Sheet::form) values["is_async"] = true;
  if (content.script) values["script"] = page.look.stamped(*content.script);
  set(values, "practice", page.practice);
  set(values, "notice", page.notice);
  if (page.is_demo) values["is_demo"] = true;
  // A client at a form is not led away from it.
  if (content.sheet != Look::Sheet::form) values["tour"] = std::string("/tour");
  if (!content.is_the_end) values["foot"] = true;
  if (page.person) {
    Values person;
    person["name"] = page.person->name;
    person["nav"] = navigation(page);
    set(person, "sign_out", page.person->sign_out);
    values["person"] = std::move(person);
  }
  set(values, "nameless_sign_out", page.sign_out);
  if (page.languages.size() > 1) {
    Values choice;
    choice["current"] = std::string(text::own_name(page.language.tag()));
    choice["others"] = language_switch(page);
    values["switch"] = std::move(choice);
  }
  return page.look.templates().render("layout", values, page.language);
}

std::string as_form_page(const FormPage& form, const Values& values, const Page& page) {
  Content content;
  content.title = form.title;
  content.kind = form.kind;
  content.sheet = Look::Sheet::form;
  content.width = Width::narrow;
  content.html = page.look.templates().render(form.contents, values, page.language);
  return as_page(content, page);
}

}  // namespace holdfast::web
