// SPDX-License-Identifier: MIT
// The guided tour of the demo: four chapters of a few steps, each a link to where it happens.
#pragma once
#include <string>
#include <vector>

#include "web/view/page.hpp"

namespace holdfast::web {

struct TourStep {
  std::string text;  // translated
  std::string href;  // may be empty
};

struct TourChapter {
  std::string title, who;
  std::vector<TourStep> steps;
};

std::string render(const std::vector<TourChapter>& tour, const Page& page);

}  // namespace holdfast::web
