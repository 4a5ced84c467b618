// SPDX-License-Identifier: MIT
#include "web/view/layout.hpp"
#include "web/view/problem.hpp"

namespace holdfast::web {

std::string render(const AboutView& about, const Page& page) {
  Values values = common_values(page);
  values["version"] = about.version;
  set(values, "commit", about.commit);
  set(values, "crisis", about.crisis);
  values["rules"] =
      text::fill(page.language.translate("Rules in use here: {rules}."), {{"rules", about.rules}});
  Content content;
  content.title = page.language.translate("About Holdfast");
  content.kind = "about";
  content.width = Width::narrow;
  content.html = page.look.templates().render("about", values, page.language);
  return as_page(content, page);
}

}  // namespace holdfast::web
