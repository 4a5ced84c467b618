// SPDX-License-Identifier: MIT
// One JSON object being read: gives members by name and gathers what is wrong, with line and
// pointer.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "alliance/result.hpp"
#include "alliance/words.hpp"
#include "json/value.hpp"

namespace holdfast::json {

enum class Need { optional, required };

class Object {
 public:
  // `value` and `problems` outlive this.
  Object(const Value& value, std::string pointer, Problems& problems);

  const Value& value() const { return *value_; }
  Object inside(std::string_view name, const Value& value) const {
    return {value, pointer_ + "/" + std::string(name), *problems_};
  }

  std::string text(std::string_view name, Need need = Need::optional);
  double number(std::string_view name, Need need = Need::optional);
  double number_between(std::string_view name, double low, double high);
  bool boolean(std::string_view name);
  std::vector<std::string> texts(std::string_view name);
  const Value* list(std::string_view name, Need need = Need::optional);
  template <class Enum>
  Enum word(std::string_view name, Enum otherwise, Need need = Need::optional) {
    const auto written = text(name, need);
    if (written.empty()) return otherwise;
    if (const auto value = from_word<Enum>(written)) return *value;
    wrong(name, "unknown", "\"" + written + "\" is not one of: " + all_of(words_of<Enum>));
    return otherwise;
  }

  void only(std::initializer_list<std::string_view> names);  // any other member is a mistake
  void wrong(std::string_view name, std::string rule, std::string message);

 private:
  template <class Words>
  static std::string all_of(const Words& words) {
    std::string all;
    for (const auto word : words) all += (all.empty() ? "" : ", ") + std::string(word);
    return all;
  }
  const Value* member(std::string_view name, Kind kind, Need need);

  const Value* value_;
  std::string pointer_;
  Problems* problems_;
};

}  // namespace holdfast::json
