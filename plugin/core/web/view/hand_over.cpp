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
  if (made.replaces_another) shown["replaces_another"] = true;
  values["made"] = std::move(shown);
}

// To choose one of; the first is chosen.
Values choices_of(const std::vector<HandOverView::Form>& choices) {
  Values list{Values::type::list};
  for (const auto& choice : choices) {
    Values one;
    one["id"] = choice.id;
    one["title"] = choice.title;
    if (&choice == &choices.front()) one["is_chosen"] = true;
    list << one;
  }
  return list;
}

}  // namespace

std::string render(const HandOverView& view, const Page& page) {
  Values values = common_values(page);
  values["client"] = view.client;
  if (view.people.size() > 1) {
    values["has_people"] = true;
    values["people"] = choices_of(view.people);
  }
  if (!view.forms.empty()) values["form"] = view.forms.front().title;
  if (view.forms.size() > 1) {
    values["has_several"] = true;
    values["several"] = choices_of(view.forms);
  }
  values["action"] = view.action;
  set(values, "cancel", view.cancel);
  set(values, "problem", view.problem);
  set(values, "paper", view.paper);
  set(values, "paper_entry", view.paper_entry);
  set(values, "without", view.without);
  set(values, "consents", view.consents);
  set_made(values, view.made, page);
  if (!view.has_session) values["no_session"] = true;
  if (view.may_send) values["may_send"] = true;
  if (view.inside_host_window) values["inside"] = true;
  return as_form_page({page.language.translate("Give the form"), "hand-over", "hand_over"}, values,
                      page);
}

std::string render(const CodeView& view, const Page& page) {
  Values values = common_values(page);
  values["action"] = view.action;
  values["typed"] = view.typed;
  set(values, "problem", view.problem);
  set(values, "crisis", view.crisis);
  return as_form_page({page.language.translate("Type your code"), "code", "code"}, values, page);
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
  return as_form_page({page.language.translate("Leave this form"), "pin", "pin"}, values, page);
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
    case LinkEndView::Why::replaced:
      values["heading"] = language.translate("There is a newer way to this form");
      values["what_now"] = language.translate(
          "The practice has given this form in another way since. Please use that one, or ask the "
          "practice.");
      break;
    case LinkEndView::Why::none_waits:
      values["heading"] = language.translate("No form waits for you now");
      values["what_now"] = language.translate(
          "After each session a form waits here for seven days, until you have filled it in.");
      break;
    case LinkEndView::Why::unknown:
      values["heading"] = language.translate("This link does not open a form");
      values["what_now"] = language.translate(
          "Please check that it is complete, or ask the practice for a new one.");
      break;
  }
  set(values, "crisis", view.crisis);
  set(values, "leave", view.leave);
  return as_form_page({values["heading"].string_value(), "link-end", "link_end"}, values, page);
}

}  // namespace holdfast::web
