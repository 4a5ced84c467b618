// SPDX-License-Identifier: MIT
// All instruments there are: the built-in ones, parsed when first asked for, those a practice
// added, and the wordings that are installed.
#pragma once
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alliance/result.hpp"
#include "instrument/definition.hpp"
#include "instrument/load.hpp"

namespace holdfast::instrument {

// [thread-safe]. References stay valid for the catalogue's life.
class Catalogue {
 public:
  // Adds a definition or a wording pack from a file; the problems name line and column.
  Problems add(std::string_view name, std::string_view json);
  Problems add_wording(std::string_view json);

  // The definition, or nullptr. An empty version is the latest.
  const Definition* find(std::string_view id, std::string_view version = {}) const;
  std::vector<std::string> versions(std::string_view id) const;  // none: no such instrument
  // Texts in this language, else in its base language, else in English, else the first there is;
  // nullptr: no wording is installed, and the form cannot be given.
  const Wording* wording(const Definition& definition, std::string_view language) const;
  std::vector<const Definition*> all() const;  // by id, then version

 private:
  void read_built_in(std::string_view id) const;
  void keep(Definition definition) const;

  mutable std::mutex mutex_;
  mutable std::deque<Definition> definitions_;
  mutable std::map<std::string, bool, std::less<>> read_;  // embedded names already parsed
  std::deque<WordingPack> wordings_;
};

}  // namespace holdfast::instrument
