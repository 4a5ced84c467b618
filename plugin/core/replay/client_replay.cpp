// SPDX-License-Identifier: MIT
#include "replay/client_replay.hpp"

#include <algorithm>

#include "replay/file_replay.hpp"

namespace holdfast::replay {
namespace {

bool comes_first(const FileRow& a, const FileRow& b) {
  if (a.day != b.day) return a.day < b.day;
  if (a.session != b.session) return a.session < b.session;
  return a.line < b.line;
}

bool sessions_rise(const std::vector<FileRow>& rows) {
  return std::adjacent_find(rows.begin(), rows.end(), [](const FileRow& a, const FileRow& b) {
           return a.session >= b.session;
         }) == rows.end();
}

}  // namespace

std::string_view ClientRows::kept(std::string_view therapist) {
  if (therapist.empty()) return {};
  for (const std::string& known : therapists)
    if (known == therapist) return known;
  return therapists.emplace_back(therapist);
}

Problems sort_rows(ClientRows& client) {
  auto& rows = client.rows;
  if (!std::is_sorted(rows.begin(), rows.end(), comes_first))
    std::sort(rows.begin(), rows.end(), comes_first);
  if (sessions_rise(rows)) return {};

  Problems problems;
  std::sort(rows.begin(), rows.end(), [](const FileRow& a, const FileRow& b) {
    return a.session != b.session ? a.session < b.session : a.line < b.line;
  });
  const auto repeated = [&](const FileRow& a, const FileRow& b) {
    if (a.session != b.session) return false;
    problems.push_back({"session", "twice",
                        "this session of this client stands in line " + std::to_string(a.line) +
                            " already; one rating a session",
                        b.line, b.session_column});
    return true;
  };
  rows.erase(std::unique(rows.begin(), rows.end(), repeated), rows.end());
  std::sort(rows.begin(), rows.end(), comes_first);
  return problems;
}

void ClientReplay::run(const ClientRows& client) {
  CourseRun course;
  episodes_.clear();
  summary_.begin_client();
  std::int64_t not_held = 0;
  std::string_view therapist;
  for (const FileRow& row : client.rows) {
    const When when{row.day, row.session};
    if (!row.therapist.empty()) therapist = row.therapist;
    if (row.attendance != Attendance::held) {
      // The file numbers every appointment; the course numbers those that were held.
      tell(client, row, course.attended({when, row.attendance, row.session - 1 - not_held}));
      ++not_held;
    } else if (row.declined) {
      tell(client, row, course.declined({when}));
    }
    if (row.has_score) {
      tell(client, row, rate(course, row, therapist));
    } else if (row.talked_through) {
      tell(client, row, course.talked_through({when}));
    }
  }
  close(client);
  summary_.end_client(how_.settings);
}

Outcome ClientReplay::rate(CourseRun& course, const FileRow& row, std::string_view therapist) {
  Rated rating;
  rating.when = {row.day, row.session};
  rating.series = therapist;
  rating.score = pomp_of(row.score, how_.scale);
  rating.tension = row.tension;
  rating.talked_through = row.talked_through;
  rating.begin_with = &how_.settings;
  return course.rated(rating);
}

void ClientReplay::tell(const ClientRows& client, const FileRow& row, const Outcome& outcome) {
  for (const auto& finding : outcome.findings) {
    tables_.finding(client.name, row.session, finding);
    summary_.finding(finding);
  }
  if (outcome.step) {
    tables_.rating(client.name, row.session, *outcome.step);
    summary_.rating(outcome.series, *outcome.step);
  }
  if (outcome.episode) {
    const auto& episode = *outcome.episode;
    if (episode.number > episodes_.size()) episodes_.resize(episode.number);
    episodes_[episode.number - 1] = episode;
    if (outcome.step) tables_.state(client.name, outcome.step->score, episode);
  }
}

void ClientReplay::close(const ClientRows& client) {
  for (const auto& episode : episodes_) {
    const auto today = how_.as_of ? repair::state_on(episode, *how_.as_of) : episode.state;
    const auto outcome = repair::state_at_end(today);
    tables_.episode(client.name, episode, outcome);
    summary_.episode(episode, outcome);
  }
}

}  // namespace holdfast::replay
