// SPDX-License-Identifier: MIT
// The page of somebody who cares for a client: a graph for each course of each ward, or that
// nothing is shown.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "web/chart/course_graph.hpp"
#include "web/view/page.hpp"

namespace holdfast::web {

struct WardView {
  std::string name;
  std::optional<int> shown_until;          // age; none: nothing is shown
  std::vector<chart::CourseGraph> graphs;  // newest course last
};
struct CarerView {
  std::vector<WardView> wards;
};

std::string render(const CarerView& carer, const Page& page);

}  // namespace holdfast::web
