// SPDX-License-Identifier: MIT
// The spelling of the store's small vocabularies, in SQL and wherever else they are written.
#pragma once
#include "alliance/words.hpp"
#include "practice/host.hpp"
#include "store/alerts.hpp"
#include "store/consents.hpp"
#include "store/forms.hpp"
#include "store/outbox.hpp"
#include "store/ratings.hpp"

namespace holdfast {

template <>
inline constexpr std::array<std::string_view, 3> words_of<store::RatingSource>{"form", "paper",
                                                                               "import"};
template <>
inline constexpr std::array<std::string_view, 2> words_of<store::Addressee>{"therapist",
                                                                            "second_contact"};
template <>
inline constexpr std::array<std::string_view, 4> words_of<store::EndOfRating>{
    "voided", "moved", "matched", "corrected"};
template <>
inline constexpr std::array<std::string_view, 3> words_of<store::Ratings::SealEnd>{
    "therapist_rated", "therapist_declined", "released"};
template <>
inline constexpr std::array<std::string_view, 4> words_of<store::AlertKind>{"check_in", "notice",
                                                                            "note", "own"};
template <>
inline constexpr std::array<std::string_view, 5> words_of<store::AlertStatus>{
    "open", "acknowledged", "snoozed", "closed", "withdrawn"};
template <>
inline constexpr std::array<std::string_view, 6> words_of<store::FormStatus>{
    "given", "opened", "done", "declined", "expired", "taken_back"};
template <>
inline constexpr std::array<std::string_view, 6> words_of<store::Purpose>{
    "forms", "reminders", "supervision", "write_back", "carer_view", "research"};
template <>
inline constexpr std::array<std::string_view, 4> words_of<store::ConsentAnswer>{
    "informed", "agreed", "refused", "withdrawn"};
template <>
inline constexpr std::array<std::string_view, 4> words_of<store::DeliveryStatus>{
    "waiting", "claimed", "done", "parked"};
template <>
inline constexpr std::array<std::string_view, 3> words_of<practice::Kind>{"staff", "client",
                                                                          "carer"};

}  // namespace holdfast
