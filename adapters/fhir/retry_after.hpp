// SPDX-License-Identifier: MIT
// How long a server asks to be left alone: Retry-After, in seconds or as a date (RFC 9110, 10.2.3).
#pragma once
#include <chrono>
#include <optional>
#include <string>

namespace holdfast::adapters::fhir {

// A day at most. Five seconds where nothing is said, or nothing that is a wait.
std::chrono::seconds wait_of(const std::string& retry_after,
                             std::chrono::system_clock::time_point now);

// The three forms of an HTTP date that a recipient has to read (RFC 9110, 5.6.7).
std::optional<std::chrono::system_clock::time_point> http_date(const std::string& text);

}  // namespace holdfast::adapters::fhir
