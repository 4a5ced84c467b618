// SPDX-License-Identifier: MIT
// A form to fill in: the client's (or a carer's) and the therapist's. The page never names the
// client.
//
// What the browser sends (application/x-www-form-urlencoded), field names below:
//   a.<item id>    the answer; empty or absent = not answered. visual_analogue: a number from min
//   to max t.<item id>    "1" when the line was touched (only where the script ran) o.<item id>
//   text of "something else", where offered key, csrf, ms  as given; ms = milliseconds from first
//   sight to submit (only where the script ran) leave          "decline" when "I'd rather not
//   today" was chosen
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "alliance/words.hpp"
#include "web/view/page.hpp"

namespace holdfast::web {

enum class ItemKind {
  visual_analogue,  // a line with two anchors, nothing on it until touched
  choice,           // one of `options`, as a column of buttons (kinds of strain, alliance-12)
  scale,            // one of `options`, as a row of numbered steps with two anchors (tension 0–4)
  faces,            // one of `options`, drawn as faces from low to high
  yes_no,           // one of `options` (their texts are "Yes", "No" …)
  text,             // one free line
};

struct Option {
  std::string value;  // what is sent
  std::string text;
};

// The item is shown only while another answer is at least `at_least`; without script it is always
// shown.
struct ShownIf {
  std::string item;
  int at_least = 1;
};

struct FormItem {
  std::string id;
  ItemKind kind = ItemKind::visual_analogue;
  std::string title;  // short name of the line; may be empty
  std::string text;   // the sentence to rate
  std::string low;    // anchors
  std::string high;
  std::string min = "0", max = "100", step = "1";  // of a line, as a number field takes them
  std::size_t max_length = 1000;                   // of a text, in characters
  std::vector<Option> options;
  std::optional<ShownIf> shown_if;
  bool required = false;
  std::string value;    // as sent before, when the form comes back with problems
  std::string problem;  // what is wrong with it and what to do; empty: nothing
  std::string hint;     // e.g. who reads the free line; may be empty
};

struct FormView {
  Rater rater = Rater::client;
  std::string title;         // of the instrument
  std::string introduction;  // "Think of today's session …"; may be empty
  std::string who_reads;     // who reads this and when, and that leaving it blank costs nothing
  std::string crisis;        // the practice's own crisis text; shown before and after the items
  std::string note;          // "Not a validated measure" and the like; may be empty
  std::vector<FormItem> items;
  std::string action;                 // path that takes the post
  std::string key;                    // idempotency key
  std::vector<std::string> problems;  // of the form as a whole
  bool may_decline = true;            // "I'd rather not today"
  // What answers are encrypted to on the device while the network is gone; client forms only.
  std::string offline_key_id, offline_key;
  // A hand-over on the therapist's own device: the path that asks for the PIN. Empty: none.
  std::string leave;
  // Therapist form only.
  std::string session_line;              // "Session 9, 23 November, 14:00 · A. B."
  bool client_rating_is_sealed = false;  // the client's answer shows after this one is saved
  bool may_be_read_by_client = true;     // the notice that the client may ask to read it
};

std::string render(const FormView& form, const Page& page);

// After a form: thanks, the crisis text, and nothing else.
struct ThanksView {
  std::string crisis;
  std::string complaints;  // whom to tell if something is wrong at the practice; may be empty
  bool declined = false;
  std::string leave;  // as above
};
std::string render(const ThanksView& thanks, const Page& page);

}  // namespace holdfast::web
