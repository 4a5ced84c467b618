// SPDX-License-Identifier: MIT
// What can be written into the practice system, and who will read it there.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "text/language.hpp"

namespace holdfast::web {

struct WriteBackText {
  std::string_view kind;  // of service::write_back_kinds
  std::string name;
  std::string readers;
};

std::vector<WriteBackText> write_back_texts(const text::Language& language);

}  // namespace holdfast::web
