// SPDX-License-Identifier: MIT
// The frame around a page's content. For the renderers of this folder only.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "web/view/look.hpp"
#include "web/view/page.hpp"
#include "web/view/templates.hpp"

namespace holdfast::web {

enum class Width { full, narrow };

struct Content {
  std::string title;  // of the browser's tab
  std::string kind;   // class of <body>: "today", "form" …
  std::string html;
  Look::Sheet sheet = Look::Sheet::staff;
  Width width = Width::full;
  std::optional<std::string_view> script;  // ES module under assets/
  bool is_the_end = false;                 // nothing to follow from here
};

// What every template may use: prefix, csrf.
Values common_values(const Page& page);
// Sets a text; an empty one stays absent, so that a section on its name is left out.
void set(Values& values, const std::string& name, const std::string& text);

std::string as_page(const Content& content, const Page& page);

// A narrow page of the forms' own sheet, made by one template.
struct FormPage {
  std::string title, kind;    // as in Content
  std::string_view contents;  // the template's name
};
std::string as_form_page(const FormPage& form, const Values& values, const Page& page);

}  // namespace holdfast::web
