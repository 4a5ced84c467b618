// SPDX-License-Identifier: MIT
// One language of a catalogue: every sentence a person reads comes out of here.
//
//   const text::Language& de = texts.of("de");
//   de("Sign in");                                            // "Anmelden"
//   text::fill(de.plural("{n} form", "{n} forms", 3), {{"n", "3"}});
//
// The key of a sentence is its English text; what has no translation stays English. Immutable after
// construction and safe on any thread; references stay valid as long as the Texts they came from.
#pragma once
#include <initializer_list>
#include <locale>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace holdfast::text {

enum class Direction { left_to_right, right_to_left };

// Replaces each {name} by its value; a name without a value stays as it is written.
using Filling = std::pair<std::string_view, std::string_view>;
std::string fill(std::string_view sentence, std::initializer_list<Filling> values);

class Language {
 public:
  // `messages` holds a boost::locale::message_format<char> facet, or nothing for the source
  // language. The pseudo-language takes any complete catalogue, for the sentences that are in it.
  Language(std::string tag, std::locale messages);
  Language(const Language&) = delete;
  Language& operator=(const Language&) = delete;

  const std::string& tag() const { return tag_; }  // BCP 47, as <html lang> takes it
  Direction direction() const { return direction_; }
  bool is_right_to_left() const { return direction_ == Direction::right_to_left; }

  std::string translate(std::string_view sentence) const;
  std::string operator()(std::string_view sentence) const { return translate(sentence); }
  // The same English with another meaning elsewhere: context "verb", "column", "month" …
  std::string in_context(std::string_view context, std::string_view sentence) const;
  // The form that `n` asks for; {n} is still to be filled by the caller.
  std::string plural(std::string_view one, std::string_view many, long n) const;

 private:
  // In the pseudo-language a sentence that its catalogue does not hold stays plain, so that one
  // that was never collected for translators shows.
  std::string pseudo_of(const char* context, std::string_view key, std::string_view sentence) const;

  std::string tag_;
  Direction direction_;
  bool is_pseudo_;
  std::locale messages_;             // keeps the facet alive
  const std::locale::facet* facet_;  // its message_format<char>, or nothing
};

}  // namespace holdfast::text
