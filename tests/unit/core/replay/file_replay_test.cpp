// SPDX-License-Identifier: MIT
#include "replay/file_replay.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <sstream>

#include "golden/golden.hpp"

using namespace holdfast;
using namespace holdfast::replay;

namespace {

struct Written {
  std::string alerts, trace, episodes, states;
  FileResult result;
};

FileReplay wai_sr() {
  FileReplay how;
  how.scale = golden::instruments[0].scale;
  return how;
}

// `piece` bytes are handed over at a time, to find what breaks at the edge of a buffer.
Written run(const std::string& file, const FileReplay& how = wai_sr(),
            std::size_t piece = 1 << 16) {
  Written written;
  std::size_t at = 0;
  const auto into = [](std::string& text) {
    return [&text](std::string_view bytes) {
      text += bytes;
      return true;
    };
  };
  written.result = replay_file(
      how,
      [&](char* to, std::size_t size) {
        const std::size_t count = std::min({size, piece, file.size() - at});
        file.copy(to, count, at);
        at += count;
        return count;
      },
      {into(written.alerts), into(written.trace), into(written.episodes), into(written.states)});
  return written;
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> found;
  std::stringstream stream(text);
  for (std::string line; std::getline(stream, line);) found.push_back(line);
  return found;
}

std::string joined(const std::vector<std::string>& rows) {
  std::string text;
  for (const std::string& row : rows) text += row + '\n';
  return text;
}

const std::string head = "client,session,date,score\n";

Problem only_problem(const std::string& file) {
  const auto written = run(file);
  REQUIRE(written.result.problems.size() == 1);
  CHECK(written.result.stopped);
  return written.result.problems[0];
}

}  // namespace

TEST_CASE("a replay writes the golden files byte for byte") {
  for (const auto& instrument : golden::instruments) {
    FileReplay how;
    how.scale = instrument.scale;
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{1} << 16}) {
      const auto written = run(golden::text(instrument.name + ".csv"), how, piece);
      CHECK(written.result.ok());
      CHECK(written.trace == golden::text(instrument.name + ".trace.csv"));
      CHECK(written.alerts == golden::text(instrument.name + ".alerts.csv"));
      CHECK(written.episodes == golden::text(instrument.name + ".episodes.csv"));
      CHECK(written.states == golden::text(instrument.name + ".states.csv"));
    }
  }
}

TEST_CASE("the order of a client's rows in the file changes nothing") {
  auto rows = lines(golden::text("wai-sr.csv"));
  std::mt19937 random(1);
  std::shuffle(rows.begin() + 1, rows.end(), random);
  // Clients come out in the order in which they first came in: put that back.
  std::stable_sort(rows.begin() + 1, rows.end(), [](const std::string& a, const std::string& b) {
    return a.substr(0, 7) < b.substr(0, 7);
  });
  CHECK(run(joined(rows)).trace == golden::text("wai-sr.trace.csv"));
}

TEST_CASE("a small file may mix its clients") {
  const auto mixed =
      run(head + "b,1,2026-01-01,50\na,1,2026-01-01,40\nb,2,2026-01-08,45\na,2,2026-01-08,41\n");
  const auto apart =
      run(head + "b,1,2026-01-01,50\nb,2,2026-01-08,45\na,1,2026-01-01,40\na,2,2026-01-08,41\n");
  CHECK(mixed.result.ok());
  CHECK(mixed.trace == apart.trace);
}

TEST_CASE("a file beyond the limit runs when it is sorted and is refused when it is not") {
  std::string sorted = head, numbered = head;
  for (int client = 0; client < 20000; ++client)
    for (int session = 1; session <= 6; ++session) {
      char name[32];
      std::snprintf(name, sizeof name, "C%06d", client);
      const std::string rest =
          "," + std::to_string(session) + ",2026-01-0" + std::to_string(session) + ",50\n";
      sorted += name + rest;
      numbered += std::to_string(client + 1) + rest;
    }
  REQUIRE(sorted.size() > unsorted_limit);
  CHECK(run(sorted).result.ok());
  CHECK(run(sorted).result.summary.clients == 20000);
  CHECK(run(numbered).result.ok());
  const auto refused = run(sorted + "C000001,7,2026-01-07,50\n");
  REQUIRE(refused.result.problems.size() == 1);
  CHECK(refused.result.problems[0].rule == "order");
  CHECK(refused.result.problems[0].line == 120002);
}

TEST_CASE("each kind of bad line is named with its line and column") {
  const auto check = [](const std::string& row, const std::string& field, const std::string& rule,
                        int column) {
    INFO(row);
    const Problem problem = only_problem(head + "a,1,2026-01-01,50\n" + row + "\n");
    CHECK(problem.field == field);
    CHECK(problem.rule == rule);
    CHECK(problem.line == 3);
    CHECK(problem.column == column);
  };
  check("a,2,2026-01-08,61", "score", "range", 16);
  check("a,2,2026-01-08,11.9", "score", "range", 16);
  check("a,2,2026-01-08,NaN", "score", "number", 16);
  check("a,2,2026-01-08,inf", "score", "number", 16);
  check("a,2,2026-01-08,1e999", "score", "number", 16);
  check("a,2,2026-01-08, 40", "score", "number", 16);
  check("a,2,2026-01-08,\"39,2\"", "score", "number", 16);
  check("a,2,2026-01-08,39,2", "", "columns", 19);
  check("a,2,2026-02-30,40", "date", "date", 5);
  check("a,0,2026-01-08,40", "session", "number", 3);
  check("a,two,2026-01-08,40", "session", "number", 3);
  check(",2,2026-01-08,40", "client", "required", 1);
  check("a,2,2026-01-08", "", "columns", 5);
  check("a,1,2026-01-08,40", "session", "twice", 3);
  check("\"a,2,2026-01-08,40", "", "quotes", 1);
}

TEST_CASE("a NUL byte and a file that is not UTF-8 are named for what they are") {
  using namespace std::string_literals;
  CHECK(only_problem(head + "a\0b,1,2026-01-01,50\n"s).rule == "text");
  CHECK(only_problem(head + "a,1,2026-01-01,5\0000\n"s).rule == "number");
  const auto wide = only_problem("\xFF\xFE"s + "c\0l\0i\0e\0n\0t\0"s);
  CHECK(wide.rule == "text");
  CHECK(wide.message.find("UTF-8") != std::string::npos);
}

TEST_CASE("minus nothing is nothing") {
  FileReplay how = wai_sr();
  how.scale = {0, 40};
  CHECK(run(head + "a,1,2026-01-01,-0\n", how).alerts ==
        run(head + "a,1,2026-01-01,0\n", how).alerts);
}

TEST_CASE("a header that is not understood stops the run") {
  CHECK(only_problem("").rule == "empty");
  CHECK(only_problem("client,session,date\n").rule == "required");
  CHECK(only_problem("client,session,date,score,mood\n").column == 27);
  CHECK(only_problem("client,session,date,score,score\n").rule == "twice");
}

TEST_CASE("keeping going leaves out the bad lines and says so of each") {
  FileReplay how = wai_sr();
  how.on_bad_line = OnBadLine::keep_going;
  auto rows = lines(golden::text("wai-sr.csv"));
  rows.insert(rows.begin() + 10, "C000001,900,2024-13-01,50");
  rows.insert(rows.begin() + 20, "C000001,901,2024-12-01,500");
  rows.push_back(rows[30]);
  const auto written = run(joined(rows), how);
  CHECK(written.result.bad_lines == 3);
  CHECK(written.result.problems.size() == 3);
  CHECK_FALSE(written.result.ok());
  CHECK(written.alerts == golden::text("wai-sr.alerts.csv"));
  CHECK(written.states == golden::text("wai-sr.states.csv"));
}

TEST_CASE(
    "a byte order mark, CRLF, quotes, blank lines and columns in another order are all read") {
  const auto plain = run(head + "a,1,2026-01-01,50\na,2,2026-01-08,40\n");
  const auto dressed = run(
      "\xEF\xBB\xBFscore,date,session,client\r\n\r\n50,2026-01-01,1,\"a\"\r\n40.0,2026-01-08,2,a");
  CHECK(dressed.result.ok());
  CHECK(dressed.trace == plain.trace);
}

TEST_CASE("a blank score changes nothing") {
  const auto without = run(head + "a,1,2026-01-01,50\na,3,2026-01-15,40\n");
  const auto with = run(head + "a,1,2026-01-01,50\na,2,2026-01-08,\na,3,2026-01-15,40\n");
  CHECK(with.trace == without.trace);
}

TEST_CASE(
    "the optional columns tell of tension, of talking it through, of the therapist and of "
    "absences") {
  const auto written =
      run("client,session,date,score,tension,talked_through,therapist,attendance\n"
          "a,1,2026-01-01,55,0,,t1,held\n"
          "a,2,2026-01-08,,,,t1,no_show\n"
          "a,3,2026-01-15,55,1,,t1,\n"
          "a,4,2026-01-22,56,2,,t1,\n"
          "a,5,2026-01-29,30,3,,t1,\n"
          "a,6,2026-02-05,,,1,t1,cancelled_late\n"
          "a,7,2026-02-12,,,,t1,cancelled_by_client\n"
          "a,8,2026-02-19,,,,t1,declined\n"
          "a,9,2026-02-26,55,,,t1,\n"
          "a,10,2026-03-05,40,,,t2,\n");
  CHECK(written.result.ok());
  CHECK(written.alerts ==
        "client,session,rule,strong,score_pomp,expected,sd,z\n"
        "a,2,N,0,,,,\n"
        "a,4,T,0,91.666667,87.534349,9.651720,-0.428143\n"
        "a,5,A,1,37.500000,88.797089,8.644243,5.934249\n"
        "a,5,T,0,37.500000,88.797089,8.644243,5.934249\n"
        "a,6,N,0,,,,\n"
        "a,8,N,0,,,,\n");
  CHECK(lines(written.episodes).at(1).find(",repaired,9,1,28,0") != std::string::npos);
  CHECK(lines(written.trace).back().starts_with("a,10,80.000000,0.562500,"));
}

TEST_CASE("an open episode is unrepaired 45 days on when a day is given to judge it by") {
  const std::string file =
      head + "a,1,2026-01-01,55\na,2,2026-01-02,55\na,3,2026-01-03,55\na,4,2026-01-10,30\n";
  FileReplay how = wai_sr();
  CHECK(lines(run(file, how).episodes).at(1).find(",ended,") != std::string::npos);
  how.as_of = *parse_day("2026-02-23");
  CHECK(lines(run(file, how).episodes).at(1).find(",ended,") != std::string::npos);
  how.as_of = *parse_day("2026-02-24");
  CHECK(lines(run(file, how).episodes).at(1).find(",unrepaired,") != std::string::npos);
}

TEST_CASE("full digits read back to the very same numbers") {
  FileReplay how = wai_sr();
  how.digits = Digits::full;
  const auto written = run(golden::text("wai-sr.csv"), how);
  const detection::Settings settings;
  const auto rows = lines(written.trace);
  detection::State state;
  std::size_t i = 1;
  for (const auto& rating : golden::ratings(golden::instruments[0])) {
    if (rating.first) state = detection::start(settings);
    const auto step = detection::advance(settings, state, {.score = rating.score});
    const auto fields = golden::split(rows.at(i++));
    CHECK(std::stod(fields[2]) == step.expected);
    CHECK(std::stod(fields[3]) == step.weight);
    CHECK(std::stod(fields[4]) == step.sd);
    CHECK(std::stod(fields[5]) == step.z);
  }
}

TEST_CASE("a sink that fails stops the run") {
  std::string file = golden::text("wai-sr.csv");
  std::size_t at = 0;
  const auto result = replay_file(wai_sr(),
                                  [&](char* to, std::size_t size) {
                                    const std::size_t count = std::min(size, file.size() - at);
                                    file.copy(to, count, at);
                                    at += count;
                                    return count;
                                  },
                                  {[](std::string_view) { return false; }, {}, {}, {}});
  CHECK(result.write_failed);
  CHECK_FALSE(result.ok());
}

TEST_CASE("a client's name that a spreadsheet would run is made harmless") {
  const auto written = run(head + "=1+1,1,2026-01-01,50\n\"x, y\",1,2026-01-01,50\n");
  CHECK(lines(written.trace).at(1).starts_with("\"'=1+1\",1,"));
  CHECK(lines(written.trace).at(2).starts_with("\"x, y\",1,"));
}

TEST_CASE("a summary is the same whatever the order of the clients in the file") {
  FileReplay how = wai_sr();
  how.wants_summary = true;
  const std::string forwards = golden::text("wai-sr.csv");
  std::map<std::string, std::string> by_client;
  const auto header_end = forwards.find('\n') + 1;
  for (std::size_t at = header_end; at < forwards.size();) {
    const auto end = forwards.find('\n', at) + 1;
    by_client[forwards.substr(at, forwards.find(',', at) - at)] += forwards.substr(at, end - at);
    at = end;
  }
  std::string backwards = forwards.substr(0, header_end);
  for (auto client = by_client.rbegin(); client != by_client.rend(); ++client)
    backwards += client->second;
  REQUIRE(by_client.size() > 2);
  CHECK(to_text(run(forwards, how).result.summary) == to_text(run(backwards, how).result.summary));
}

TEST_CASE("a change of therapist starts the textbook rules anew, as it starts a baseline") {
  FileReplay how = wai_sr();
  how.wants_summary = true;
  const std::string rows = "c,1,2026-01-01,60,a\nc,2,2026-01-02,60,a\nc,3,2026-01-03,30,";
  const auto dropped = [&](const char* therapist) {
    const auto summary =
        run("client,session,date,score,therapist\n" + rows + therapist + "\n", how).result.summary;
    return summary.textbook[static_cast<std::size_t>(detection::Textbook::one_point_drop)];
  };
  CHECK(dropped("a") == 1);
  CHECK(dropped("b") == 0);
}

TEST_CASE("a summary counts what the tables hold and sets chance beside every repair share") {
  FileReplay how = wai_sr();
  how.wants_summary = true;
  const auto summary = run(golden::text("wai-sr.csv"), how).result.summary;
  CHECK(summary.ratings == 704);
  CHECK(summary.found.episodes == 24);
  CHECK(summary.found.share(repair::State::repaired).count == 15);
  CHECK(summary.by_chance.episodes > 20);
  CHECK(summary.times.size() == 24);
  const std::string text = to_text(summary);
  CHECK(text.find("same ratings in random order") != std::string::npos);
  CHECK(text.find("cut-off") != std::string::npos);
}
