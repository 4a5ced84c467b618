// SPDX-License-Identifier: MIT
// What an instrument is: items, order, scale, keys, scoring and missing rules, cut-offs with their
// source. No wording: that is a Wording, which for most instruments belongs to somebody else.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "alliance/score.hpp"
#include "alliance/words.hpp"

namespace holdfast::instrument {

enum class ItemKind { line, scale, choice, faces, yes_no, text };
enum class ItemRole { none, tension, resolution, told, strain, comment };
enum class Operator { less, at_most, greater, at_least, equal };

struct Condition {
  Operator op = Operator::at_least;
  double value = 0;
};
bool holds(const Condition& condition, double value);

struct ShownIf {
  std::string item;
  double at_least = 1;
};

struct Item {
  std::string id;
  ItemKind kind = ItemKind::scale;
  ItemRole role = ItemRole::none;
  double min = 0, max = 0, step = 1;  // in the instrument's own unit
  bool required = false;
  bool reversed = false;            // counts as min + max - value
  std::vector<std::string> values;  // kind choice, answered with a word
  std::optional<ShownIf> shown_if;
  std::optional<Condition> risk;  // clinic.md, "Risk and safety"
  std::size_t max_length = 1000;  // kind text, in characters
};

enum class MissingRule { all_required, prorate, per_subscale };
enum class Method { sum, mean };

// How answers become a number: a total or a subscale.
struct Rule {
  std::string id;     // empty for the total
  std::string title;  // of a subscale, English; goes through the catalogue
  std::vector<std::string> items;
  Method method = Method::sum;
  double factor = 1;
  Scale scale;
  MissingRule missing = MissingRule::all_required;
  int missing_allowed = 0;
};

// A site setting, offered with its source; never a constant (instruments.md).
struct CutOff {
  Condition condition;
  std::string source;
  bool is_verified = false;
};

// How many points of the form's own unit a change needs to be more than the measure's own error
// (Jacobson and Truax 1991). Shown with its source, never an alert.
struct ReliableChange {
  double points = 0;
  std::string source;
  bool is_verified = false;
};

struct Licence {
  std::string holder, terms, ask;
};

enum class WordingOf { own, pack };

// Texts of one language. Item texts by item id.
struct ItemText {
  std::string title, text, low, high;
  std::map<std::string, std::string> options;  // by value: "0", "moving_away"
};
struct Wording {
  std::string language;  // BCP 47
  std::string title, introduction;
  std::map<std::string, ItemText> items;
  std::string owner, licence;  // of a pack; empty for own wording
};

struct Definition {
  std::string id, version, title;
  Rater rater = Rater::client;
  Relation relation = Relation::self;
  Setting setting = Setting::individual;
  Measures measures = Measures::alliance;
  std::optional<int> age_from, age_to;  // years, inclusive
  WordingOf wording = WordingOf::own;
  bool is_validated = false;  // own forms are not, and say so
  bool is_verified = false;   // false: a figure is from memory, and the page that shows it says so
  bool totals_only = false;   // imported totals are all it scores
  std::vector<std::string> sources;
  std::string notes;
  Licence licence;
  std::vector<Item> items;
  std::optional<Rule> total;
  std::vector<Rule> subscales;
  std::vector<CutOff> cutoffs;
  std::optional<ReliableChange> reliable_change;  // of an outcome measure
  std::vector<Wording> own_wording;

  const Item* find(std::string_view item) const;
  const Item* with_role(ItemRole role) const;
};

}  // namespace holdfast::instrument

template <>
inline constexpr std::array<std::string_view, 6> holdfast::words_of<holdfast::instrument::ItemKind>{
    "line", "scale", "choice", "faces", "yes_no", "text"};
template <>
inline constexpr std::array<std::string_view, 6> holdfast::words_of<holdfast::instrument::ItemRole>{
    "none", "tension", "resolution", "told", "strain", "comment"};
template <>
inline constexpr std::array<std::string_view, 5> holdfast::words_of<holdfast::instrument::Operator>{
    "<", "<=", ">", ">=", "="};
template <>
inline constexpr std::array<std::string_view, 3>
    holdfast::words_of<holdfast::instrument::MissingRule>{"all_required", "prorate",
                                                          "per_subscale"};
template <>
inline constexpr std::array<std::string_view, 2> holdfast::words_of<holdfast::instrument::Method>{
    "sum", "mean"};
