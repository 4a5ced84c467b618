// SPDX-License-Identifier: MIT
#include "names.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace holdfast::adapters::fhir::mapping {
namespace {

bool fits_id(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.';
}

// Scheme and host are the same in capitals, and a port that is the scheme's own says nothing
// (RFC 3986, 6.2).
std::string plain_address(std::string_view address) {
  const auto scheme = address.find("://");
  if (scheme == std::string_view::npos) return std::string{address};
  const auto end = std::min(address.find('/', scheme + 3), address.size());
  std::string host{address.substr(0, end)};
  std::transform(host.begin(), host.end(), host.begin(), [](char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  });
  const std::string_view port = host.starts_with("https:") ? ":443" : ":80";
  if (host.ends_with(port)) host = host.substr(0, host.size() - port.size());
  return host + std::string{address.substr(end)};
}

// "Patient/7" of a reference to the site's own server; empty: to another.
std::optional<std::string> local_part(std::string_view reference, const Names& names) {
  if (reference.find(':') == std::string_view::npos) return std::string{reference};
  const auto address = plain_address(reference);
  for (const auto& server : names.servers)
    if (const auto beginning = plain_address(server) + "/"; address.starts_with(beginning))
      return address.substr(beginning.size());
  return std::nullopt;
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

std::string local_id(std::string_view reference, std::string_view type, const Names& names) {
  const auto local = local_part(reference, names);
  const auto wanted = std::string{type} + "/";
  if (!local || !local->starts_with(wanted)) return {};
  const auto rest = local->substr(wanted.size());
  const auto slash = std::min(rest.find('/'), rest.size());
  const auto id = rest.substr(0, slash);
  const bool is_whole = slash == rest.size() || rest.substr(slash).starts_with("/_history/");
  return is_whole && is_resource_id(id) ? id : std::string{};
}

bool is_elsewhere(std::string_view reference, const Names& names) {
  return !local_part(reference, names);
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
