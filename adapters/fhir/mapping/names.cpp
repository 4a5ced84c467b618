// SPDX-License-Identifier: MIT
#include "names.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace holdfast::adapters::fhir::mapping {
namespace {

bool fits_id(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.';
}

}  // namespace

std::string Names::questionnaire(std::string_view instrument) const {
  return base + "/Questionnaire/" + resource_id(instrument);
}

std::string resource_id(std::string_view id) {
  std::string text{id.substr(0, 64)};
  std::replace_if(
      text.begin(), text.end(), [](char c) { return !fits_id(c); }, '-');
  return text;
}

bool is_resource_id(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), fits_id);
}

Json coding(std::string_view system, std::string_view code, std::string_view display) {
  Json one{{"system", system}, {"code", code}};
  if (!display.empty()) one["display"] = display;
  return one;
}

Json concept_of(Json one_coding, std::string_view text) {
  Json one = Json::object();
  one["coding"].push_back(std::move(one_coding));
  if (!text.empty()) one["text"] = text;
  return one;
}

Json identifier(std::string_view system, std::string_view value) {
  return {{"system", system}, {"value", value}};
}

Json reference(const Names& names, std::string_view type, std::string_view id) {
  const auto slash = id.find('/');
  if (slash != std::string_view::npos && slash > 0 && is_resource_id(id.substr(slash + 1)))
    return {{"reference", id}};
  if (is_resource_id(id)) return {{"reference", std::string{type} + "/" + std::string{id}}};
  return {{"type", type}, {"identifier", identifier(names.naming_system("practice-id"), id)}};
}

Json number(std::string_view decimal, std::string_view what) {
  double value = 0;
  const auto* end = decimal.data() + decimal.size();
  const auto [stopped, error] = std::from_chars(decimal.data(), end, value);
  if (error != std::errc{} || stopped != end || !std::isfinite(value))
    throw Failure(HOLDFAST_E_INVALID, std::string{what} + ": a decimal number was expected");
  if (value == std::floor(value) && std::abs(value) < 1e15) return static_cast<std::int64_t>(value);
  return value;
}

}  // namespace holdfast::adapters::fhir::mapping
