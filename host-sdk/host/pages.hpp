// SPDX-License-Identifier: MIT
// The few pages that are the host's own: login, log off, and plain refusals. No script, no outside
// request.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "http_message.hpp"
#include "text/texts.hpp"

namespace holdfast::host {

struct LoginForm {
  std::string prefix;
  std::string name;                    // as typed before
  std::string next;                    // a checked local path; empty: the front page
  std::string message;                 // translated; empty: none
  bool is_notice = false;              // a piece of news, not a problem
  bool asks_code = false;              // of one_time_code.hpp
  std::vector<std::string> languages;  // tags of the others to choose from
};

Response login_page(const LoginForm& form, const text::Language& language, int status);
Response logout_page(const std::string& prefix, const text::Language& language);

struct Refusal {
  int status = 400;
  std::string title, sentence;  // translated
};
Response refusal_page(const std::string& prefix, const Refusal& refusal,
                      const text::Language& language);

Response style();  // login.css
Response redirect(const std::string& location);

}  // namespace holdfast::host
