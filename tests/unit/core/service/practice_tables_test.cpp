// SPDX-License-Identifier: MIT
#include "service/practice_tables.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <sstream>

#include "json/parse.hpp"
#include "practice_of_one.hpp"
#include "service/client_file.hpp"
#include "service/end_rating.hpp"
#include "strings_io.hpp"

using namespace holdfast;
using namespace holdfast::service;
using namespace holdfast::service::testing;

namespace {

std::map<std::string, std::string> exported(House& house, Naming naming) {
  std::map<std::string, std::string> files;
  export_practice(house, naming, [&](std::string_view table, std::string_view csv) {
    files[std::string(table)] += csv;
  });
  return files;
}

std::vector<std::string> lines_of(const std::string& csv) {
  std::vector<std::string> lines;
  std::istringstream in(csv);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// Further clients, each in a course of their own, with one rating each and an answer to research.
void add_clients(PracticeOfOne& practice, int count, int agreeing) {
  for (int i = 1; i <= count; ++i) {
    const auto id = "more-" + std::to_string(i);
    practice::Client someone;
    someone.id = ClientId{id};
    someone.name = "Further Person " + std::to_string(i);
    practice::Course one;
    one.id = CourseId{"course-" + id};
    one.client = someone.id;
    one.clinicians = {clinician};
    auto session = PracticeOfOne::session(1 + i);
    session.id = SessionId{"session-" + id};
    session.course = one.id;
    practice.house->store().commit([&](store::Unit& unit) {
      unit.mirror.put(someone);
      unit.mirror.put(one);
      unit.mirror.put(session);
      store::Consent consent;
      consent.id = unit.ids.uuid();
      consent.client = unit.people.key_of(someone.id);
      consent.purpose = store::Purpose::research;
      consent.answer = i <= agreeing ? store::ConsentAnswer::agreed : store::ConsentAnswer::refused;
      consent.day = day_of(1);
      unit.consents.insert(consent);
    });
    auto submission = practice.submission(1, 60 + i);
    submission.course = one.id;
    submission.client = someone.id;
    submission.session = session.id;
    submission.key = "further-key-" + std::to_string(i);
    if (i == 1) submission.language = "de";
    REQUIRE(submit_rating(*practice.house, submission));
  }
}

}  // namespace

TEST_CASE(
    "the practice's tables hold every standing rating, with a header that the dictionary says") {
  PracticeOfOne practice;
  for (int i = 1; i <= 3; ++i) practice.rate(i, 70);
  const auto files = exported(*practice.house, Naming::as_stored);
  REQUIRE(files.size() == 4);
  const auto ratings = lines_of(files.at("ratings"));
  REQUIRE(ratings.size() == 4);
  CHECK(ratings[1].starts_with("client-1,course-1,"));
  CHECK(lines_of(files.at("answers")).size() == 1 + 3 * 4);
  const auto dictionary = dictionary_csv(Naming::as_stored);
  const auto syntax = spss_syntax(Naming::as_stored) + r_syntax(Naming::as_stored);
  for (const auto& table : tables(Naming::as_stored)) {
    std::string header;
    for (const auto& column : table.columns) {
      header += (header.empty() ? "" : ",") + std::string(column.name);
      CHECK(dictionary.find(std::string(table.name) + "," + std::string(column.name) + ",") !=
            std::string::npos);
      CHECK(syntax.find("  " + std::string(column.name) + " ") != std::string::npos);
    }
    CHECK(lines_of(files.at(std::string(table.name))).front() == header + "\r");
  }
}

TEST_CASE("a sealed rating is in no export, nor what came of it") {
  Config config;
  config.seal = true;
  PracticeOfOne practice(config, 12);
  for (int i = 1; i <= 11; ++i) practice.rate(i, 80);
  practice.host.clock += std::chrono::hours{30};
  const auto before = lines_of(exported(*practice.house, Naming::as_stored).at("check_ins")).size();
  practice.rate(12, 20);
  auto files = exported(*practice.house, Naming::as_stored);
  CHECK(lines_of(files.at("ratings")).size() == 1 + 11);
  CHECK(lines_of(files.at("check_ins")).size() == before);
  practice.host.clock += std::chrono::hours{30};
  files = exported(*practice.house, Naming::as_stored);
  CHECK(lines_of(files.at("ratings")).size() == 1 + 12);
}

TEST_CASE("a research set names nobody, has no date, and only those who agreed") {
  PracticeOfOne practice;
  practice.rate(1, 70);  // said nothing about research
  add_clients(practice, 8, 6);
  const auto files = exported(*practice.house, Naming::pseudonymised);
  CHECK(lines_of(files.at("ratings")).size() == 1 + 6);
  std::string all;
  for (const auto& [table, csv] : files) all += csv;
  for (const char* known :
       {"client-1", "more-", "course-", "session-", "clinician-1", "2024-", "Further", ",de,"}) {
    INFO(known);
    CHECK(all.find(known) == std::string::npos);
  }
  const auto again = exported(*practice.house, Naming::pseudonymised);
  CHECK(again.at("ratings") != files.at("ratings"));  // names hold in one export only
}

namespace {

// One column of a table, its header left out; no cell of a research set holds a comma.
std::vector<std::string> column_of(const std::string& csv, const std::string& name) {
  const auto cells_of = [](std::string line) {
    if (line.ends_with('\r')) line.pop_back();
    std::vector<std::string> cells;
    std::istringstream in(line + ",");
    for (std::string cell; std::getline(in, cell, ',');) cells.push_back(cell);
    return cells;
  };
  const auto lines = lines_of(csv);
  const auto header = cells_of(lines.at(0));
  const auto at = std::find(header.begin(), header.end(), name) - header.begin();
  std::vector<std::string> cells;
  for (std::size_t i = 1; i < lines.size(); ++i)
    cells.push_back(cells_of(lines[i]).at(static_cast<std::size_t>(at)));
  return cells;
}

}  // namespace

TEST_CASE("the order of a research set says nothing about who is who") {
  PracticeOfOne practice;
  add_clients(practice, 8, 8);  // each has a total of their own: 61, 62 and so on by id
  std::set<std::vector<std::string>> orders;
  for (int i = 0; i < 6; ++i)
    orders.insert(
        column_of(exported(*practice.house, Naming::pseudonymised).at("ratings"), "pomp"));
  CHECK(orders.size() > 1);
  CHECK(column_of(exported(*practice.house, Naming::as_stored).at("ratings"), "client").front() ==
        "more-1");
}

TEST_CASE("within a client of a research set ratings stay in the order of their days") {
  PracticeOfOne practice;
  add_clients(practice, 8, 8);
  practice.house->store().commit([&](store::Unit& unit) {  // a second course that comes first by id
    practice::Course earlier;
    earlier.id = CourseId{"a-course"};
    earlier.client = ClientId{"more-1"};
    earlier.clinicians = {clinician};
    unit.mirror.put(earlier);
    auto rating = unit.ratings.of_course(CourseId{"course-more-1"}).front();
    rating.id = RatingId{unit.ids.uuid()};
    rating.series.course = earlier.id;
    rating.day = day_of(5);
    rating.idempotency_key.clear();
    unit.ratings.insert(rating, {}, {});
  });
  const auto files = exported(*practice.house, Naming::pseudonymised);
  const auto clients = column_of(files.at("ratings"), "client");
  const auto numbers = column_of(files.at("ratings"), "day");
  for (std::size_t i = 1; i < clients.size(); ++i)
    if (clients[i] == clients[i - 1]) CHECK(numbers[i - 1] == "0");
}

TEST_CASE("no kind that fewer than five clients have is in a research set") {
  PracticeOfOne practice(Config{}, 30);
  add_clients(practice, 8, 8);
  const CourseId of_one{"course-more-1"};
  practice.house->store().commit([&](store::Unit& unit) {
    const auto usual = unit.ratings.of_course(of_one).front();
    auto odd = usual;
    odd.id = RatingId{unit.ids.uuid()};
    odd.idempotency_key.clear();
    odd.series.relation = Relation::carer;
    odd.series.rater = Rater::observer;
    odd.series.version = "0.0.1";
    odd.day = usual.day + std::chrono::days{700};
    odd.session_number = 77;
    odd.tension = 4;
    odd.declined = true;
    odd.subscales = {{"a-rare-scale", "1", Pomp{50}}};
    unit.ratings.insert(odd, {{"a-rare-item", "a-rare-word", true}}, {});
    store::StoredAlert own;
    own.id = AlertId{unit.ids.uuid()};
    own.kind = store::AlertKind::own;
    own.rule = "T";
    own.course = of_one;
    own.subject = usual.subject;
    own.clinician = clinician;
    own.day = odd.day;
    unit.alerts.insert(own);
  });
  const auto files = exported(*practice.house, Naming::pseudonymised);
  const auto holds = [&](const char* table, const char* column, const std::string& value) {
    const auto cells = column_of(files.at(table), column);
    return std::find(cells.begin(), cells.end(), value) != cells.end();
  };
  CHECK(holds("ratings", "relation", "self"));
  CHECK(holds("ratings", "declined", "0"));
  CHECK(holds("answers", "item", "goals"));
  for (const auto& [column, value] :
       std::vector<std::pair<const char*, const char*>>{{"relation", "carer"},
                                                        {"rater", "observer"},
                                                        {"version", "0.0.1"},
                                                        {"day", "700"},
                                                        {"session_number", "77"},
                                                        {"tension", "4"},
                                                        {"declined", "1"}}) {
    INFO(column);
    CHECK_FALSE(holds("ratings", column, value));
  }
  CHECK_FALSE(holds("scales", "scale", "a-rare-scale"));
  CHECK_FALSE(holds("answers", "item", "a-rare-item"));
  CHECK_FALSE(holds("answers", "value", "a-rare-word"));
  for (const char* column : {"kind", "rule", "status", "day"}) {
    INFO(column);
    CHECK(column_of(files.at("check_ins"), column) == std::vector<std::string>{""});
  }
  for (const char* kind : {"day", "session number", "rater", "answer in words"})
    CHECK(research_notice.find(kind) != std::string_view::npos);
}

TEST_CASE("a research set of fewer than five clients is not made") {
  PracticeOfOne practice;
  add_clients(practice, 6, 4);
  StringsIo io;
  const auto problems = find_tool("export")->run(*practice.house, R"({"research":true})", io);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].rule == "too-few");
  CHECK(io.out["ratings"].empty());
  add_clients(practice, 0, 0);
  StringsIo whole;
  CHECK(find_tool("export")->run(*practice.house, "{}", whole).empty());
  CHECK_FALSE(whole.out["ratings"].empty());
}

TEST_CASE("one client's file holds what is theirs, who looked, and nobody else's answers") {
  Config config;
  config.duty_contact = "person-1";
  PracticeOfOne practice(config);
  practice.rate(1, 70);
  auto said = practice.submission(2, 70);
  said.answers.emplace("comment", std::string("I felt heard"));
  submit_rating(*practice.house, said).operator bool();
  auto carer = practice.submission(3, 11);
  carer.relation = Relation::carer;
  carer.rater_id = "carer-key";
  REQUIRE(submit_rating(*practice.house, carer));
  // The therapist's, whichever relation its form says, is the client's to read; a colleague's is
  // not.
  const auto observed = [&](int number, Relation relation, std::string_view form) {
    auto one = practice.submission(number, 70, form);
    one.relation = relation;
    one.submitted_by = "staff";
    one.rater_id = "observer-key-" + std::to_string(number);
    REQUIRE(submit_rating(*practice.house, one));
  };
  observed(4, Relation::observer, "holdfast-session-therapist");
  observed(5, Relation::self, "holdfast-session-therapist");
  practice.house->store().commit([&](store::Unit& unit) {
    auto colleague = unit.ratings.of_course(course).front();
    colleague.id = RatingId{unit.ids.uuid()};
    colleague.series.rater = Rater::observer;
    colleague.series.relation = Relation::observer;
    colleague.idempotency_key.clear();
    unit.ratings.insert(colleague, {}, {});
  });
  const auto file = practice.read([&](store::Reader& reader) {
    return read_client_file(reader, *practice.house, client, english);
  });
  const auto parsed = json::parse(file.json, {16 * 1024 * 1024, 32});
  REQUIRE(parsed);
  CHECK(parsed->find("ratings")->items().size() == 4);
  CHECK(parsed->find("looks")->items().size() >= 2);
  const auto text = text_of(file, english);
  CHECK(text.find("Test Client") != std::string::npos);
  CHECK(text.find("rating.submit") == std::string::npos);  // in words
  CHECK(text.find("entered a rating") != std::string::npos);
  CHECK(text.find("goals: 70") == std::string::npos);
  CHECK(text.find("What we worked on: 70") != std::string::npos);  // as the form asks
  CHECK(parsed->find("forms_given")->is(json::Kind::array));
  for (const auto& one : parsed->find("ratings")->items())
    CHECK(one.find("answers")->string_or("goals") == "70");
  StringsIo io;
  CHECK(find_tool("export")->run(*practice.house, R"({"client":"nobody"})", io).size() == 1);
  CHECK(find_tool("export")->run(*practice.house, R"({"client":"client-1"})", io).empty());
  CHECK_FALSE(io.out["document"].empty());
  CHECK(io.out["json"].starts_with("{\"schema\":\"holdfast.client-file/1\""));
  CHECK(practice
            .read([](store::Reader& reader) {
              return reader.audit.lines(reader.audit.head().number, 1).front().entry.actor;
            })
            .starts_with("os:"));
  const auto unknown =
      find_tool("export")->run(*practice.house, R"({"client":"client-1","by":"nobody"})", io);
  REQUIRE(unknown.size() == 1);
  CHECK(unknown[0].field == "by");
}

TEST_CASE(
    "of a rating that was taken out the export keeps day and rule, the research set nothing") {
  PracticeOfOne practice({}, 12);
  for (int i = 1; i <= 11; ++i) practice.rate(i, 80);
  const auto low = practice.rate(12, 20);
  practice.house->store().commit([&](store::Unit& unit) {
    store::Consent consent;
    consent.id = unit.ids.uuid();
    consent.client = unit.people.key_of(client);
    consent.purpose = store::Purpose::research;
    consent.answer = store::ConsentAnswer::agreed;
    consent.day = day_of(1);
    unit.consents.insert(consent);
  });
  const auto check_ins = [&](Naming naming) {
    return lines_of(exported(*practice.house, naming).at("check_ins"));
  };
  REQUIRE(check_ins(Naming::as_stored).size() == 2);
  REQUIRE(check_ins(Naming::pseudonymised).size() == 2);
  REQUIRE(void_rating(*practice.house, practice.therapist(), low.rating, "/ratings/{rating}",
                      {"wrong_person", "another family"}));
  const auto kept = check_ins(Naming::as_stored);
  REQUIRE(kept.size() == 2);
  CHECK(kept[1] == "client-1,course-1,,check_in,A,withdrawn," + to_text(day_of(12)) + ",,,\r");
  CHECK(check_ins(Naming::pseudonymised).size() == 1);
}
