// SPDX-License-Identifier: MIT
// What to do with a dip: validating and exploring first, change later. The order follows the
// agreement of 134 experts (Eubanks et al. 2018); wording is our own.
#include <array>

#include "web/view/check_in.hpp"

namespace holdfast::web {
namespace {

// Marks a sentence for the catalogue where it stands in a table.
constexpr std::string_view marked(std::string_view sentence) { return sentence; }

constexpr std::string_view experts = "Eubanks et al. 2018, PMC5966286";
constexpr std::string_view direct_paths = "PMC9712586";
constexpr std::string_view moving_against = "Muran, Eubanks & Samstag 2021";

constexpr std::array<Suggestion, 6> all{{
    {"name_gently", marked("Name it gently"),
     marked("“Your rating was a bit lower than usual. I'm glad you told me. What was different?”"),
     experts, false},
    {"ask_view", marked("Ask for the client's view, and stay with it"),
     marked("“How was it for you, sitting here last time? There is no wrong answer.”"), experts,
     false},
    {"own_part", marked("Say what was your own part"),
     marked("“I think I hurried you there. Is there something I missed or could do differently?”"),
     moving_against, false},
    {"clear_up", marked("Clear up a misunderstanding"),
     marked("“What I meant was …, and I can see how it sounded. What did you hear?”"), experts,
     false},
    {"adjust", marked("Adjust goal, task or pace together"),
     marked("“Shall we look again at what we are working on, and how?”"), direct_paths, false},
    {"pattern", marked("Later: link it to a wider pattern"),
     marked("“Does what happened between us remind you of anything outside this room?”"), experts,
     true},
}};

}  // namespace

std::span<const Suggestion, 6> suggestions() { return all; }

}  // namespace holdfast::web
