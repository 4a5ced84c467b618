// SPDX-License-Identifier: MIT
// Pages for what went wrong, in people's words: what happened, what is safe, what to do.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "web/view/page.hpp"

namespace holdfast::web {

struct ProblemView {
  int status = 500;                  // 400 401 403 404 405 409 410 413 422 429 500 503
  std::vector<std::string> details;  // already translated, without client data
  std::string back;                  // path; may be empty
  std::string sign_in;               // path, for 401; may be empty
  std::string reference;             // to tell the administrator; may be empty
};

// A detail of one field of a form, by the name that was sent.
std::string about_field(std::string_view name, std::string_view sentence,
                        const text::Language& language);

std::string render(const ProblemView& problem, const Page& page);

struct AboutView {
  std::string version;  // "0.1.0"
  std::string commit;   // may be empty
  std::string crisis;   // may be empty
  std::string rules;    // "A|B", "E"
};

std::string render(const AboutView& about, const Page& page);

}  // namespace holdfast::web
