// SPDX-License-Identifier: MIT
#include "web/view/tour.hpp"

#include "web/view/layout.hpp"

namespace holdfast::web {

std::string render(const std::vector<TourChapter>& tour, const Page& page) {
  Values values = common_values(page);
  Values chapters{Values::type::list};
  for (std::size_t i = 0; i < tour.size(); ++i) {
    Values chapter, steps{Values::type::list};
    chapter["id"] = "chapter-" + std::to_string(i + 1);
    chapter["title"] = tour[i].title;
    chapter["who"] = tour[i].who;
    for (const auto& one : tour[i].steps) {
      Values step;
      step["text"] = one.text;
      step["href"] = one.href.empty() ? Values(false) : Values(one.href);
      steps << step;
    }
    chapter["steps"] = std::move(steps);
    chapters << chapter;
  }
  values["chapters"] = std::move(chapters);
  Content content;
  content.title = page.language.translate("Tour");
  content.kind = "tour";
  content.width = Width::narrow;
  content.html = page.look.templates().render("tour", values, page.language);
  return as_page(content, page);
}

}  // namespace holdfast::web
