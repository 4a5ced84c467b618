// SPDX-License-Identifier: MIT
#include "web/view/hand_over.hpp"

#include "text/spelling.hpp"
#include "web/view/layout.hpp"
#include "web/view/qr_code.hpp"

namespace holdfast::web {

namespace {

void set_made(Values& values, const HandOverView::Made& made, const Page& page) {
  using What = HandOverView::Made::What;
  if (made.what == What::nothing) return;
  Values shown;
  shown["address"] = made.address;
  shown["until"] =
      text::fill(page.language.translate("Open until {time}."), {{"time", made.until}});
  if (made.what == What::link) {
    shown["is_link"] = true;
    shown["qr"] = qr_code(made.address, page.language.translate("QR code of the link"));
  }
  if (made.what == What::code) {
    shown["is_code"] = true;
    shown["code"] = made.code;
  }
  if (made.what == What::message) shown["is_message"] = true;
  values["made"] = std::move(shown);
}

}  // namespace

std::string render(const HandOverView& view, const Page& page) {
  Values values = common_values(page);
  values["client"] = view.client;
  Values forms{Values::type::list};
  for (const auto& form : view.forms) {
    Values one;
    one["id"] = form.id;
    one["title"] = form.title;
    if (&form == &view.forms.front()) one["is_first"] = true;
    forms << one;
  }
  Values people{Values::type::list};
  for (const auto& person : view.people) {
    Values one;
    one["id"] = person.id;
    one["title"] = person.title;
    if (&person == &view.people.front()) one["is_first"] = true;
    people << one;
  }
  if (view.people.size() > 1) {
    values["has_people"] = true;
    values["people"] = std::move(people);
  }
  if (!view.forms.empty()) values["form"] = view.forms.front().title;
  if (view.forms.size() > 1) {
    values["has_several"] = true;
    values["several"] = std::move(forms);
  }
  values["action"] = view.action;
  set(values, "cancel", view.cancel);
  set(values, "problem", view.problem);
  set(values, "paper", view.paper);
  set(values, "paper_entry", view.paper_entry);
  set(values, "consents", view.consents);
  set_made(values, view.made, page);
  if (view.may_send) values["may_send"] = true;
  if (view.inside_host_window) values["inside"] = true;
  Content content;
  content.title = page.language.translate("Give the form");
  content.kind = "hand-over";
  content.sheet = Look::Sheet::form;
  content.width = Width::narrow;
  content.html = page.look.templates().render("hand_over", values, page.language);
  return as_page(content, page);
}

std::string render(const CodeView& view, const Page& page) {
  Values values = common_values(page);
  values["action"] = view.action;
  values["typed"] = view.typed;
  set(values, "problem", view.problem);
  set(values, "crisis", view.crisis);
  Content content;
  content.title = page.language.translate("Type your code");
  content.kind = "code";
  content.sheet = Look::Sheet::form;
  content.width = Width::narrow;
  content.html = page.look.templates().render("code", values, page.language);
  return as_page(content, page);
}

std::string render(const PinView& view, const Page& page) {
  Values values = common_values(page);
  values["action"] = view.action;
  set(values, "back", view.back);
  set(values, "problem", view.problem);
  if (view.tries_left > 0) values["may_try"] = true;
  values["tries"] =
      text::fill(page.language.plural("{n} try left", "{n} tries left", view.tries_left),
                 {{"n", text::number(long{view.tries_left}, page.language)}});
  Content content;
  content.title = page.language.translate("Leave this form");
  content.kind = "pin";
  content.sheet = Look::Sheet::form;
  content.width = Width::narrow;
  content.html = page.look.templates().render("pin", values, page.language);
  return as_page(content, page);
}

std::string render(const LinkEndView& view, const Page& page) {
  const text::Language& language = page.language;
  Values values = common_values(page);
  switch (view.why) {
    case LinkEndView::Why::used:
      values["heading"] = language.translate("This form was already sent");
      values["what_now"] =
          language.translate("A link works once. There is nothing more to do here.");
      break;
    case LinkEndView::Why::expired:
      values["heading"] = language.translate("This link has ended");
      values["what_now"] = language.translate("Please ask the practice for a new one.");
      break;
    case LinkEndView::Why::withdrawn:
      values["heading"] = language.translate("This form is no longer needed");
      values["what_now"] =
          language.translate("The practice has taken it back. You can close this page.");
      break;
    case LinkEndView::Why::unknown:
      values["heading"] = language.translate("This link does not open a form");
      values["what_now"] = language.translate(
          "Please check that it is complete, or ask the practice for a new one.");
      break;
  }
  set(values, "crisis", view.crisis);
  Content content;
  content.title = values["heading"].string_value();
  content.kind = "link-end";
  content.sheet = Look::Sheet::form;
  content.width = Width::narrow;
  content.html = page.look.templates().render("link_end", values, language);
  return as_page(content, page);
}

}  // namespace holdfast::web
