// SPDX-License-Identifier: MIT
#include "web/view/carer.hpp"

#include "text/spelling.hpp"
#include "web/view/layout.hpp"

namespace holdfast::web {
namespace {

// Ids are unique in a page that has several graphs.
Values graphs_of(const WardView& ward, std::size_t& number, const text::Language& language) {
  Values graphs{Values::type::list};
  for (const auto& graph : ward.graphs) {
    const std::string id = "graph-" + std::to_string(++number);
    Values one;
    one["graph"] =
        chart::svg(graph, {chart::Size::page, chart::Use::in_page, id}, language) +
        chart::svg(graph, {chart::Size::phone, chart::Use::in_page, id + "-small"}, language);
    graphs << one;
  }
  return graphs;
}

}  // namespace

std::string render(const CarerView& carer, const Page& page) {
  const text::Language& language = page.language;
  Values values = common_values(page);
  Values wards{Values::type::list};
  std::size_t number = 0;
  for (const auto& ward : carer.wards) {
    Values one;
    one["name"] = ward.name;
    if (ward.shown_until) {
      one["is_shown"] = true;
      one["until"] = text::fill(
          language.translate("You see them until {name} is {age}, unless {name} says no."),
          {{"name", ward.name}, {"age", std::to_string(*ward.shown_until)}});
      if (!ward.graphs.empty()) {
        one["has_graphs"] = true;
        one["graphs"] = graphs_of(ward, number, language);
      }
    }
    wards << one;
  }
  if (!carer.wards.empty()) values["has_wards"] = true;
  values["wards"] = std::move(wards);
  Content content;
  content.title = language.translate("Those you care for");
  content.kind = "carer";
  content.html = page.look.templates().render("carer", values, language);
  return as_page(content, page);
}

}  // namespace holdfast::web
