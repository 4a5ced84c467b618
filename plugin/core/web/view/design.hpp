// SPDX-License-Identifier: MIT
// The design system on a page of its own: what every page is made of, drawn with the styles in
// force, so that it cannot say anything else than what is.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "web/chart/course_graph.hpp"
#include "web/view/page.hpp"

namespace holdfast::web {

enum class TokenKind { colour, type, space, shape };

struct Token {
  std::string name;   // without its dashes: "accent-soft"
  std::string value;  // as written for light pages
};

// Every custom property that tokens.css names, in its order.
std::vector<Token> tokens_of(std::string_view css);
// Its value on dark pages; empty: the same.
std::string dark_value_of(std::string_view tokens_css, std::string_view token);
// What a token is for, in English; empty: nobody has said. The catalogue holds each.
std::string_view use_of(std::string_view token);
TokenKind kind_of(std::string_view token);

// One class a colour, for the swatches of the page.
std::string swatch_style(std::string_view tokens_css);

struct DesignView {
  chart::CourseGraph graph;  // drawn in each of its sizes
};

std::string render(const DesignView& design, const Page& page);

}  // namespace holdfast::web
