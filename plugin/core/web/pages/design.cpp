// SPDX-License-Identifier: MIT
// GET /design: the design system, in the demo alone.
#include "web/view/design.hpp"

#include <array>

#include "service/house.hpp"
#include "web/pages/pages.hpp"

namespace holdfast::web {
namespace {

// An invented course: usual ratings, a dip, and the way back.
chart::CourseGraph invented(const Visit& visit) {
  constexpr std::array<double, 14> client{78, 82, 80, 85, 83, 81, 84, 58, 66, 74, 82, 84, 86, 85};
  chart::CourseGraph graph;
  graph.title = visit("Alliance ratings over the sessions of this course");
  chart::Line own{Rater::client, {}, true}, other{Rater::therapist, {}, true};
  for (std::size_t i = 0; i < client.size(); ++i) {
    const int slot = static_cast<int>(i);
    graph.slots.push_back(
        {visit.today - std::chrono::days{7 * (14 - slot)}, slot + 1, Attendance::held});
    chart::Point point{slot, client[i], {}, {}};
    if (i > 0) {
      point.low = 68;
      point.high = 94;
    }
    own.points.push_back(point);
    if (i % 2 == 0) other.points.push_back({slot, client[i] - 8, {}, {}});
  }
  graph.lines = {std::move(own), std::move(other)};
  graph.marks = {{chart::MarkKind::strong_dip, 7, {}}, {chart::MarkKind::repaired, 11, {}}};
  graph.episodes = {{7, 11, false, true}};
  return graph;
}

}  // namespace

Response get_design(const Visit& visit) {
  if (!visit.house().config().demo)
    return refuse(visit, 404, "not-found", "There is no page at this address.");
  const bool is_staff = visit.principal.kind == access::Principal::Kind::staff;
  return html(
      render(DesignView{invented(visit)}, is_staff ? visit.page() : visit.page_for_client()));
}

}  // namespace holdfast::web
