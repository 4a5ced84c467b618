// SPDX-License-Identifier: MIT
// Notices as OpenEMR shows them: a message in the Message Center and, where it is switched on, a
// dated reminder, both without any clinical content; what is for a client goes into the portal's
// mail where there is one (portal_mail.hpp). The same key shows once.
#pragma once
#include <holdfast/cpp/payload.hpp>
#include <string>

#include "chart.hpp"

namespace holdfast::adapters::openemr {

struct Posting {
  std::string key;
  payload::Notice notice;
  payload::Instant at;
};
// Throws Failure(NOT_FOUND) when `to` is nobody who can log in here.
void post_notice(Reader& reader, const Posting& posting);
void withdraw_notice(Reader& reader, const std::string& key, payload::Instant at);

}  // namespace holdfast::adapters::openemr
