// SPDX-License-Identifier: MIT
// What every page needs besides its own content. Links inside views are paths of the plugin
// ("/today"); rendering puts the prefix of the host in front of them.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "alliance/words.hpp"
#include "text/language.hpp"

namespace holdfast::web {

class Look;

struct Link {
  std::string href;  // "/clients/17", or "https://…" for another place
  std::string text;  // shown as it is: a name, or already translated
};

// Where in the navigation a page stands.
enum class Section {
  none,
  today,
  caseload,
  check_ins,
  supervision,
  report_card,
  records,
  audit,
  admin,
  deliveries,
};

struct SignedIn {
  std::string name;
  std::vector<Role> roles;
  std::string sign_out;  // path the "Sign out" button posts to; empty inside a host's own window
};

struct Page {
  const Look& look;
  const text::Language& language;
  std::string script_name = {};         // prefix the host mounted us under: "", "/holdfast"
  std::string practice = {};            // its name, for the header
  std::optional<SignedIn> person = {};  // none: a client's form, a plain message
  Section place = Section::none;
  std::string path = {};  // of this page, with query: where the language switch returns to
  std::vector<std::string> languages = {};  // tags offered in the switch; fewer than two: no switch
  std::string csrf = {};                    // hidden field of every form; empty: no field
  bool is_demo = false;                     // ribbon: everything here is made up
  std::string notice = {};                  // line under the header; may be empty
  // As SignedIn::sign_out, on a page that names nobody: a signed-in client's or carer's.
  std::string sign_out = {};
};

}  // namespace holdfast::web
