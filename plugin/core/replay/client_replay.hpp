// SPDX-License-Identifier: MIT
// One client of a replay file: all rows, put in order, run through a course and written to the
// tables.
#pragma once
#include <list>
#include <string>
#include <vector>

#include "alliance/result.hpp"
#include "replay/course_run.hpp"
#include "replay/rating_rows.hpp"
#include "replay/summary_builder.hpp"
#include "replay/tables.hpp"

namespace holdfast::replay {

struct FileReplay;

struct ClientRows {
  std::string name;
  std::vector<FileRow> rows;  // their views point into this object
  std::list<std::string> therapists;

  std::string_view kept(std::string_view therapist);
  void clear() {
    rows.clear();
    therapists.clear();
  }
};

// By date, then session number. A session that stands there twice is taken out and reported: the
// line that comes later in the file is the wrong one.
Problems sort_rows(ClientRows& client);

class ClientReplay {
 public:
  ClientReplay(const FileReplay& how, Tables& tables, SummaryBuilder& summary)
      : how_(how), tables_(tables), summary_(summary) {}
  void run(const ClientRows& client);  // rows sorted

 private:
  Outcome rate(CourseRun& course, const FileRow& row, std::string_view therapist);
  void tell(const ClientRows& client, const FileRow& row, const Outcome& outcome);
  void close(const ClientRows& client);

  const FileReplay& how_;
  Tables& tables_;
  SummaryBuilder& summary_;
  std::vector<repair::Episode> episodes_;  // of this client, by number
};

}  // namespace holdfast::replay
