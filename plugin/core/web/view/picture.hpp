// SPDX-License-Identifier: MIT
// The client picture: three facts, one graph, the same numbers as a table, what is open, what was
// said.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "alliance/moment.hpp"
#include "web/chart/course_graph.hpp"
#include "web/view/page.hpp"
#include "web/view/repair_line.hpp"

namespace holdfast::web {

// One row of the table: a session of the course, in time order.
struct PictureRow {
  Day day;
  int number = 0;  // of the held session; 0: not held
  Attendance attendance = Attendance::held;
  std::optional<double> client;  // POMP; absent: no rating, or sealed
  std::optional<double> therapist;
  std::optional<double> client_raw;  // in the instrument's unit, shown when `raw_unit` is not empty
  std::optional<double> low, high;   // usual range before this rating
  std::optional<double> outcome;     // likewise, of `PictureView::outcome`
  std::optional<int> tension;
  std::string circumstances;         // "on paper, read aloud"; already translated; may be empty
  std::vector<std::string> remarks;  // annotations; already translated
  bool is_sealed = false;
  bool is_declined = false;
  std::string comment;
  std::string rating_href;  // all answers of this rating; may be empty
};

struct PictureAlert {
  std::string sentence;
  std::string href;  // the check-in
  Day day;
  std::string state;  // "open", "snoozed until …", "closed: not a dip"; already translated
  bool is_open = false;
  bool is_strong = false;
};

struct Fact {
  std::string label;   // "Latest", "Change from usual", "What to ask"
  std::string value;   // the large words
  std::string detail;  // one small line; may be empty
};

struct PictureView {
  std::string client;
  std::string course;       // "with R. Field since 3 March 2025"
  std::vector<Fact> facts;  // three; see facts_of
  chart::CourseGraph graph;
  std::vector<PictureRow> rows;
  std::string raw_unit;        // "0–40"; empty: POMP only
  std::string outcome;         // title of the outcome measure; empty: none
  std::string outcome_change;  // from its first to its latest score, in words; may be empty
  std::vector<PictureAlert> alerts;
  std::vector<RepairLine> repairs;  // newest first
  std::vector<std::string> notes;  // annotations: "Ratings are at the top; …"; already translated
  std::string instrument_note;     // "not a validated measure"; may be empty
  std::string hand_over_href, therapist_form_href, open_check_in_href, ratings_href, svg_href,
      print_href;                  // may be empty
  std::vector<Link> other_series;  // older baselines of this course
  std::string note_text;           // for the session note; empty: not offered
  std::string together_href;       // may be empty
  std::string sealed_note;         // why the newest client rating is not shown; may be empty
  std::string key;                 // of the check-in that may be opened: twice is once
};

std::string render(const PictureView& picture, const Page& page);

// A few lines for the session note: first, previous and latest rating, what is usual, what is open.
// Scores only: nobody's words.
struct NoteNumbers {
  std::string form;  // its title
  int session_number = 0;
  Day day;
  std::optional<double> first, previous, latest;  // POMP, the client's
  std::optional<double> low, high;                // usual range before the latest
  std::optional<double> therapist;                // of the same session
  std::optional<int> tension;
  bool has_open_check_in = false;
  bool is_repair_under_way = false;
  bool is_validated = false;
};
std::string note_text(const NoteNumbers& numbers, const text::Language& language);

// The client's own ratings, to look at together: nothing that was marked, written or rated about
// them, and no way to anybody else's page.
struct TogetherView {
  chart::CourseGraph graph;
  bool has_ratings = false;
  std::string back;  // path; for the therapist
};
std::string render(const TogetherView& together, const Page& page);

// The three facts. `latest`: the newest unsealed client rating with the range before it.
struct FactNumbers {
  std::optional<double> latest;  // POMP
  Day day;
  double usual = 0, low = 0, high = 0;
  int earlier = 0;  // ratings before it
  bool has_open_check_in = false;
  bool is_dip_open = false;  // one of them is about a rating below usual
  bool tension_noted = false;
  bool all_at_top = false;
};
std::vector<Fact> facts_of(const FactNumbers& numbers, const text::Language& language);

}  // namespace holdfast::web
