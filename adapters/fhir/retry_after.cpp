// SPDX-License-Identifier: MIT
#include "retry_after.hpp"

#include <algorithm>
#include <ctime>
#include <iomanip>
#include <locale>
#include <sstream>
#include <string_view>

namespace holdfast::adapters::fhir {
namespace {

constexpr std::chrono::seconds unsaid{5};
constexpr std::chrono::seconds longest{24 * 3600};

}  // namespace

std::optional<std::chrono::system_clock::time_point> http_date(const std::string& text) {
  for (const auto* form : {"%a, %d %b %Y %H:%M:%S GMT",  // IMF-fixdate
                           "%A, %d-%b-%y %H:%M:%S GMT",  // RFC 850
                           "%a %b %d %H:%M:%S %Y"}) {    // asctime
    std::istringstream in(text);
    in.imbue(std::locale::classic());
    std::tm parts{};
    in >> std::get_time(&parts, form);
    // A text that ends early is taken for whole otherwise.
    const bool is_whole =
        std::string_view{form}.ends_with('T') ? text.ends_with("GMT") : parts.tm_year >= 70;
    if (is_whole && !in.fail() && in.peek() == std::istringstream::traits_type::eof())
      return std::chrono::system_clock::from_time_t(::timegm(&parts));
  }
  return std::nullopt;
}

std::chrono::seconds wait_of(const std::string& retry_after,
                             std::chrono::system_clock::time_point now) {
  const auto begin = retry_after.find_first_not_of(" \t");
  if (begin == std::string::npos) return unsaid;
  const auto text = retry_after.substr(begin, retry_after.find_last_not_of(" \t") + 1 - begin);
  if (std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return text.size() > 6 ? longest : std::min(longest, std::chrono::seconds{std::stol(text)});
  const auto until = http_date(text);
  if (!until) return unsaid;
  return std::clamp(std::chrono::ceil<std::chrono::seconds>(*until - now), std::chrono::seconds{0},
                    longest);
}

}  // namespace holdfast::adapters::fhir
