// SPDX-License-Identifier: MIT
#include "json/object.hpp"

#include <algorithm>
#include <charconv>

namespace holdfast::json {
namespace {

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::string:
      return "a text";
    case Kind::number:
      return "a number";
    case Kind::boolean:
      return "true or false";
    case Kind::array:
      return "a list";
    case Kind::object:
      return "an object";
    case Kind::null:
      return "null";
  }
  return "a value";
}

// Where a path like "items/2/id" leads, or as far as it goes.
const Value* follow(const Value* at, std::string_view path) {
  while (!path.empty()) {
    const auto step = path.substr(0, path.find('/'));
    const Value* next = at->find(step);
    std::size_t index = 0;
    if (at->is(Kind::array) &&
        std::from_chars(step.data(), step.data() + step.size(), index).ec == std::errc{} &&
        index < at->items().size())
      next = &at->items()[index];
    if (!next) return at;
    at = next;
    path.remove_prefix(std::min(path.size(), step.size() + 1));
  }
  return at;
}

}  // namespace

Object::Object(const Value& value, std::string pointer, Problems& problems)
    : value_(&value), pointer_(std::move(pointer)), problems_(&problems) {
  if (!value.is(Kind::object))
    problems.push_back({pointer_, "type", "an object is expected", value.line(), value.column()});
}

const Value* Object::member(std::string_view name, Kind kind, Need need) {
  const auto* found = value_->find(name);
  if (!found) {
    if (need == Need::required) wrong(name, "required", "\"" + std::string(name) + "\" is missing");
    return nullptr;
  }
  if (!found->is(kind)) {
    wrong(name, "type", std::string(name_of(kind)) + " is expected");
    return nullptr;
  }
  return found;
}

std::string Object::text(std::string_view name, Need need) {
  const auto* found = member(name, Kind::string, need);
  if (found && need == Need::required && found->text().empty())
    wrong(name, "required", "\"" + std::string(name) + "\" is empty");
  return found ? found->text() : std::string{};
}

double Object::number(std::string_view name, Need need) {
  const auto* found = member(name, Kind::number, need);
  return found ? found->number() : 0;
}

double Object::number_between(std::string_view name, double low, double high) {
  const double value = number(name);
  if (value >= low && value <= high) return value;
  wrong(name, "range", "a number out of range");
  return low;
}

bool Object::boolean(std::string_view name) {
  const auto* found = member(name, Kind::boolean, Need::optional);
  return found && found->boolean();
}

std::vector<std::string> Object::texts(std::string_view name) {
  std::vector<std::string> all;
  const auto* found = list(name);
  if (!found) return all;
  for (const auto& item : found->items()) {
    if (!item.is(Kind::string)) wrong(name, "type", "a list of texts is expected");
    all.push_back(item.text());
  }
  return all;
}

const Value* Object::list(std::string_view name, Need need) {
  return member(name, Kind::array, need);
}

void Object::only(std::initializer_list<std::string_view> names) {
  for (const auto& [name, value] : value_->members())
    if (std::find(names.begin(), names.end(), name) == names.end())
      wrong(name, "unknown", "\"" + name + "\" is not known here; check the spelling");
}

void Object::wrong(std::string_view name, std::string rule, std::string message) {
  const auto* at = follow(value_, name);
  problems_->push_back({pointer_ + "/" + std::string(name), std::move(rule), std::move(message),
                        at->line(), at->column()});
}

}  // namespace holdfast::json
