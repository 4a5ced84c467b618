// SPDX-License-Identifier: MIT
// GET /carer: what somebody who cares for a client sees of their ratings.
#include "web/view/carer.hpp"

#include "service/carer_view.hpp"
#include "text/spelling.hpp"
#include "web/pages/pages.hpp"
#include "web/pages/picture_graph.hpp"

namespace holdfast::web {

Response get_carer(const Visit& visit) {
  const auto wards = service::read_wards(visit.house(), visit.principal, "/carer");
  if (!wards) return refuse(visit, wards.refusal());
  CarerView view;
  for (const auto& ward : *wards) {
    WardView shown;
    shown.name = ward.client.name;
    shown.shown_until = ward.shown_until;
    for (const auto& course : ward.courses) {
      auto graph = shared_graph_of(course, axis_of(course, visit.now), visit);
      graph.title = text::fill(visit("Ratings of {name}"), {{"name", ward.client.name}});
      if (!graph.lines.empty()) shown.graphs.push_back(std::move(graph));
    }
    view.wards.push_back(std::move(shown));
  }
  return html(render(view, visit.page_for_client()));
}

}  // namespace holdfast::web
