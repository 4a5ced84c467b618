// SPDX-License-Identifier: MIT
#include "web/view/hand_over.hpp"

#include "text/spelling.hpp"
#include "web/view/layout.hpp"

namespace holdfast::web {

std::string render(const HandOverView& view, const Page& page) {
  Values values = common_values(page);
  values["client"] = view.client;
  values["form"] = view.form;
  values["action"] = view.action;
  set(values, "cancel", view.cancel);
  set(values, "problem", view.problem);
  set(values, "other_device", view.other_device_link);
  if (view.inside_host_window) values["inside"] = true;
  Content content;
  content.title = page.language.translate("Hand over the form");
  content.kind = "hand-over";
  content.sheet = Look::Sheet::form;
  content.width = Width::narrow;
  content.html = page.look.templates().render("hand_over", values, page.language);
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
