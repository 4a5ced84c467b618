// SPDX-License-Identifier: MIT
// What a file says in words that people read: the English of the catalogue, which whoever shows it
// translates (of the audit log's lines: audit_words.hpp). A word that is not known here is answered
// as it is.
#pragma once
#include <string_view>

#include "store/alerts.hpp"
#include "store/consents.hpp"
#include "store/forms.hpp"
#include "store/ratings.hpp"

namespace holdfast::service {

std::string_view rule_words(std::string_view rule);   // "A"
std::string_view event_words(std::string_view kind);  // of a check-in: "snoozed"
std::string_view repair_words(std::string_view state);
std::string_view way_words(std::string_view way);  // of a form: "kiosk"
std::string_view delivery_words(std::string_view about);
std::string_view words_for(store::Purpose purpose);
std::string_view words_for(store::ConsentAnswer answer);
std::string_view words_for(store::AlertStatus status);
std::string_view words_for(store::EndOfRating how);
std::string_view words_for(store::FormStatus status);

}  // namespace holdfast::service
