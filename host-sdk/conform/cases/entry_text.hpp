// SPDX-License-Identifier: MIT
// What adapter and plugin entries have in common.
#pragma once
#include <regex>

#include "call.hpp"

namespace holdfast::conform {

template <class Entry>
void must_name_itself(const Entry& entry) {
  must(entry.id && entry.name && entry.version, "id, name or version is NULL");
  must(std::regex_match(entry.id, std::regex("[a-z0-9-]+(\\.[a-z0-9-]+)+")),
       "its id is no reversed domain name in small letters");
  must(*entry.name != '\0', "its name is empty");
  must(std::regex_match(entry.version, std::regex("\\d+\\.\\d+\\.\\d+([-+].*)?")),
       "its version is no semantic version");
}

// Texts that are no configuration at all.
inline constexpr std::string_view no_configurations[] = {"{",
                                                         "[]",
                                                         "null",
                                                         "\"text\"",
                                                         "{\"a\":1,\"a\":2}",
                                                         "{} {}",
                                                         "\xff\xfe{\0}\0",
                                                         "{\"a\":\"\xff\"}"};

}  // namespace holdfast::conform
