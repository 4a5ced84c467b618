// SPDX-License-Identifier: MIT
#include "web/view/design.hpp"

#include <array>
#include <utility>

#include "shared_look.hpp"
#include "web/view/layout.hpp"

namespace holdfast::web {
namespace {

constexpr std::string_view marked(std::string_view text) { return text; }

using Use = std::pair<std::string_view, std::string_view>;
constexpr std::array<Use, 34> uses{{
    {"ground", marked("behind everything")},
    {"surface", marked("cards and the head of a page")},
    {"raised", marked("fields, buttons and menus")},
    {"ink", marked("text")},
    {"quiet", marked("text that comes second")},
    {"line", marked("hairlines between things")},
    {"edge", marked("edges of fields and buttons")},
    {"accent", marked("links and the one main action")},
    {"accent-ink", marked("text on the accent")},
    {"accent-soft", marked("a quiet ground for what is chosen")},
    {"notice", marked("what asks for attention; never red")},
    {"notice-soft", marked("its ground")},
    {"good", marked("done")},
    {"good-soft", marked("its ground")},
    {"client", marked("the client's line in the graph")},
    {"client-soft", marked("the client's usual range")},
    {"therapist", marked("the therapist's line in the graph")},
    {"focus", marked("the ring around what has the keyboard")},
    {"shadow", marked("under cards; none with more contrast")},
    {"sans", marked("the device's own typeface: nothing is loaded")},
    {"small", marked("remarks")},
    {"body", marked("text")},
    {"large", marked("lead and names")},
    {"title", marked("headings")},
    {"display", marked("the heading of a page")},
    {"s1", marked("between parts of a line")},
    {"s2", marked("between parts of a line")},
    {"s3", marked("between fields")},
    {"s4", marked("between lines")},
    {"s5", marked("between sections")},
    {"s6", marked("between sections")},
    {"s7", marked("above the end of a page")},
    {"round", marked("corners of cards")},
    {"round-small", marked("corners of fields and buttons")},
}};
constexpr Use target_use{"target", marked("the least size of what is pressed on a form")};

constexpr std::array<std::string_view, 19> icons{
    "declined", "dip",  "done",    "due", "eye",      "given",  "globe", "hand",   "link", "new",
    "next",     "note", "overdue", "pen", "previous", "repair", "seal",  "silent", "top"};

constexpr bool starts_with_number(std::string_view name) {
  return name.size() == 2 && name[0] == 's' && name[1] >= '1' && name[1] <= '9';
}

Values values_of(const Token& token, const text::Language& language) {
  Values values;
  values["name"] = token.name;
  values["value"] = token.value;
  set(values, "dark", dark_value_of(*shared_look::find("tokens.css"), token.name));
  values["use"] = language.translate(use_of(token.name));
  return values;
}

struct Drawn {
  chart::Size size;
  std::string_view id;
};

Values graphs(const DesignView& design, const text::Language& language) {
  const std::array<std::pair<Drawn, std::string>, 4> all{
      {{{chart::Size::card, "card"}, language.translate("A card in a host's page, 300 px")},
       {{chart::Size::phone, "phone"}, language.translate("On a phone")},
       {{chart::Size::page, "page"}, language.translate("On a page")},
       {{chart::Size::sheet, "sheet"}, language.translate("On paper, A4")}}};
  Values list{Values::type::list};
  for (const auto& [drawn, caption] : all) {
    Values values;
    values["caption"] = caption;
    values["size"] = std::string(drawn.id);
    values["svg"] =
        chart::svg(design.graph,
                   {drawn.size, chart::Use::in_page, "design-" + std::string(drawn.id)}, language);
    list << values;
  }
  return list;
}

}  // namespace

std::vector<Token> tokens_of(std::string_view css) {
  std::vector<Token> tokens;
  const auto begin = css.find(":root {");
  const auto block = css.substr(begin, css.find('}', begin) - begin);
  for (auto at = block.find("\n  --"); at != std::string_view::npos;
       at = block.find("\n  --", at + 1)) {
    const auto colon = block.find(':', at);
    const auto end = block.find(';', colon);
    tokens.push_back({std::string(block.substr(at + 5, colon - at - 5)),
                      std::string(block.substr(colon + 2, end - colon - 2))});
  }
  return tokens;
}

std::string dark_value_of(std::string_view tokens_css, std::string_view token) {
  const auto begin = tokens_css.find("@media (prefers-color-scheme: dark)");
  if (begin == std::string_view::npos) return {};
  const auto block = tokens_css.substr(begin, tokens_css.find("\n}", begin) - begin);
  const auto line = "\n    --" + std::string(token) + ": ";
  const auto at = block.find(line);
  if (at == std::string_view::npos) return {};
  const auto value = at + line.size();
  return std::string(block.substr(value, block.find(';', value) - value));
}

std::string_view use_of(std::string_view token) {
  if (token == target_use.first) return target_use.second;
  for (const auto& [name, use] : uses)
    if (name == token) return use;
  return {};
}

TokenKind kind_of(std::string_view token) {
  if (starts_with_number(token) || token == "target") return TokenKind::space;
  if (token == "round" || token == "round-small" || token == "shadow") return TokenKind::shape;
  for (const std::string_view type : {"sans", "small", "body", "large", "title", "display"})
    if (token == type) return TokenKind::type;
  return TokenKind::colour;
}

std::string swatch_style(std::string_view tokens_css) {
  std::string style;
  for (const auto& token : tokens_of(tokens_css)) {
    if (kind_of(token.name) == TokenKind::colour)
      style += ".swatch-" + token.name + "{background:var(--" + token.name + ")}";
    if (kind_of(token.name) == TokenKind::space)
      style += ".bar-" + token.name + "{inline-size:var(--" + token.name + ")}";
    if (kind_of(token.name) == TokenKind::type && token.name != "sans")
      style += ".type-" + token.name + "{font-size:var(--" + token.name + ")}";
  }
  return style;
}

std::string render(const DesignView& design, const Page& page) {
  const text::Language& language = page.language;
  Values values = common_values(page);
  Values colours{Values::type::list}, types{Values::type::list}, spaces{Values::type::list},
      shapes{Values::type::list}, drawn{Values::type::list};
  for (const auto& token : tokens_of(*shared_look::find("tokens.css"))) {
    auto& list = kind_of(token.name) == TokenKind::colour  ? colours
                 : kind_of(token.name) == TokenKind::type  ? types
                 : kind_of(token.name) == TokenKind::space ? spaces
                                                           : shapes;
    list << values_of(token, language);
  }
  for (const auto name : icons) {
    Values icon;
    icon["name"] = std::string(name);
    icon["svg"] = page.look.templates().render("icon_" + std::string(name), Values{}, language);
    drawn << icon;
  }
  values["colours"] = std::move(colours);
  values["types"] = std::move(types);
  values["spaces"] = std::move(spaces);
  values["shapes"] = std::move(shapes);
  values["icons"] = std::move(drawn);
  values["graphs"] = graphs(design, language);
  Content content;
  content.title = language.translate("Design");
  content.kind = "design";
  content.sheet = Look::Sheet::design;
  content.html = page.look.templates().render("design", values, language);
  return as_page(content, page);
}

}  // namespace holdfast::web
