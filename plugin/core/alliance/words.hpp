// SPDX-License-Identifier: MIT
// The small closed vocabularies of a rating, and the one spelling each has in JSON, SQL and CSV.
#pragma once
#include <array>
#include <optional>
#include <string_view>

namespace holdfast {

enum class Rater { client, therapist, observer };
enum class Relation { self, carer, observer };  // how the rater stands to the subject
enum class Mode { screen, paper };              // the only circumstance that breaks a series
enum class Place { room, video, phone };
enum class Assistance { none, read_aloud, interpreter, staff_typed };
enum class Setting { individual, group };
enum class Measures { alliance, outcome };  // of an instrument: no rule looks at an outcome
enum class Attendance {                     // of a session
  booked,
  held,
  no_show,
  cancelled_by_client,  // 24 hours before or more
  cancelled_late,       // by the client, less than 24 hours before
  cancelled_by_practice,
};
enum class Role { front_desk, therapist, supervisor, external_supervisor, records_officer, admin };

// The spelling of each enumerator, in order; specialised below.
template <class Enum>
inline constexpr std::array<std::string_view, 0> words_of{};
template <>
inline constexpr std::array<std::string_view, 3> words_of<Rater>{"client", "therapist", "observer"};
template <>
inline constexpr std::array<std::string_view, 3> words_of<Relation>{"self", "carer", "observer"};
template <>
inline constexpr std::array<std::string_view, 2> words_of<Mode>{"screen", "paper"};
template <>
inline constexpr std::array<std::string_view, 3> words_of<Place>{"room", "video", "phone"};
template <>
inline constexpr std::array<std::string_view, 4> words_of<Assistance>{"none", "read_aloud",
                                                                      "interpreter", "staff_typed"};
template <>
inline constexpr std::array<std::string_view, 2> words_of<Setting>{"individual", "group"};
template <>
inline constexpr std::array<std::string_view, 2> words_of<Measures>{"alliance", "outcome"};
template <>
inline constexpr std::array<std::string_view, 6> words_of<Attendance>{
    "booked", "held", "no_show", "cancelled_by_client", "cancelled_late", "cancelled_by_practice"};
template <>
inline constexpr std::array<std::string_view, 6> words_of<Role>{
    "front_desk", "therapist", "supervisor", "external_supervisor", "records_officer", "admin"};

template <class Enum>
constexpr std::string_view to_word(Enum value) {
  static_assert(!words_of<Enum>.empty(), "include the header with the words of this enumeration");
  return words_of<Enum>[static_cast<std::size_t>(value)];
}
template <class Enum>
constexpr std::optional<Enum> from_word(std::string_view word) {
  static_assert(!words_of<Enum>.empty(), "include the header with the words of this enumeration");
  for (std::size_t i = 0; i < words_of<Enum>.size(); ++i)
    if (words_of<Enum>[i] == word) return static_cast<Enum>(i);
  return std::nullopt;
}

}  // namespace holdfast
