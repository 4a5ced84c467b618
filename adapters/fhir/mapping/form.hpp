// SPDX-License-Identifier: MIT
// An instrument's definition (holdfast.instrument/1) as the mapping needs it: what is asked, in
// which steps, and how answers become a number. Read from JSON that the plugin has checked; what is
// missing or of the wrong type is refused all the same.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "names.hpp"

namespace holdfast::adapters::fhir::mapping {

struct ItemWords {
  std::string title, text, low, high;
  std::map<std::string, std::string> options;  // by value
};

struct Words {
  std::string title, introduction;
  std::map<std::string, ItemWords> items;  // by item id
};

struct Item {
  std::string id, kind;  // line, scale, choice, faces, yes_no, text
  double min = 0, max = 0, step = 1;
  bool is_required = false;
  bool is_reversed = false;         // counts as min + max - value
  std::vector<std::string> values;  // a choice answered with a word
  std::string shown_if;             // item id; empty: always shown
  double shown_from = 0;            // its answer must be at least this
  std::optional<int> max_length;    // of a text
  bool is_text() const { return kind == "text"; }
  bool is_line() const { return kind == "line"; }
  bool is_word() const { return !values.empty(); }
  bool is_whole() const;              // every step is a whole number
  std::vector<double> steps() const;  // of a scale: every answer there is
};

struct Rule {
  std::string id, title;  // empty for the total
  std::vector<std::string> items;
  bool is_mean = false;
  double factor = 1, min = 0, max = 0;
  std::string missing = "all_required";  // all_required, prorate, per_subscale
  int allowed = 0;                       // missing items
};

struct Form {
  std::string id, version, title, rater, relation, kind;
  std::string holder, terms;  // of the licence
  std::string notes;
  bool has_own_wording = false;
  bool is_totals_only = false;
  std::vector<Item> items;
  std::optional<Rule> total;
  std::vector<Rule> subscales;
  std::map<std::string, Words> words;  // by language; empty: the wording is not installed

  const Item* find(std::string_view item) const;
};

// `definition` is holdfast.instrument/1; `packs` are holdfast.wording/1 of the same instrument.
Form read_form(const Json& definition, const Json& packs = Json::array());

// "7", "0.5": as the definition's own options are keyed.
std::string value_text(double value);

}  // namespace holdfast::adapters::fhir::mapping
