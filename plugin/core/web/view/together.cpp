// SPDX-License-Identifier: MIT
#include "web/view/layout.hpp"
#include "web/view/picture.hpp"

namespace holdfast::web {

std::string render(const TogetherView& together, const Page& page) {
  const text::Language& language = page.language;
  Values values = common_values(page);
  values["back"] = together.back;
  if (together.has_ratings) {
    values["has_ratings"] = true;
    values["graph"] =
        chart::svg(together.graph, {}, language) +
        chart::svg(together.graph, {chart::Size::phone, chart::Use::in_page, "graph-small"},
                   language);
  }
  Content content;
  content.title = language.translate("Our sessions so far");
  content.kind = "together";
  content.html = page.look.templates().render("together", values, language);
  return as_page(content, page);
}

}  // namespace holdfast::web
