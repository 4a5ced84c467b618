// SPDX-License-Identifier: MIT
#include "service/import_answers.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "practice_of_one.hpp"
#include "strings_io.hpp"

using namespace holdfast;
using namespace holdfast::service;
using namespace holdfast::service::testing;

namespace {

// A form as an adapter reads it; `change` puts other members in place of these.
std::string form(int session, int each, const std::string& change = {}) {
  const auto at = to_text(start_of(session) + std::chrono::minutes{50});
  std::map<std::string, std::string> members{
      {"schema", R"("holdfast.answers/1")"},
      {"id", "\"https://host.example|" + std::to_string(session) + "\""},
      {"instrument", R"("holdfast-session")"},
      {"version", R"("1")"},
      {"client", "\"" + client.value + "\""},
      {"session", "\"" + session_id(session).value + "\""},
      {"at", "\"" + at + "\""},
      {"language", R"("en")"},
      {"rater", R"("client")"},
      {"answers", "{\"goals\":" + std::to_string(each) + ",\"tasks\":" + std::to_string(each) +
                      ",\"bond\":" + std::to_string(each) + ",\"overall\":" + std::to_string(each) +
                      "}"}};
  if (const auto colon = change.find('='); colon != std::string::npos)
    members[change.substr(0, colon)] = change.substr(colon + 1);
  std::string text;
  for (const auto& [name, value] : members)
    if (!value.empty()) text += (text.empty() ? "{\"" : ",\"") + name + "\":" + value;
  return text + "}\n";
}

Imported import(PracticeOfOne& practice, const std::string& lines, ImportOptions options = {}) {
  StringsIo io;
  io.in["in"] = lines;
  return import_answers(*practice.house, options, io);
}

std::vector<store::StoredRating> stored(PracticeOfOne& practice) {
  return practice.read([](store::Reader& reader) { return reader.ratings.of_course(course); });
}

void refuses(const std::string& change, const std::string& field, const std::string& rule) {
  PracticeOfOne practice;
  const auto result = import(practice, form(1, 80) + form(2, 80, change));
  INFO(change);
  REQUIRE(result.problems.size() == 1);
  CHECK(result.problems[0].line == 2);
  CHECK(result.problems[0].field == field);
  CHECK(result.problems[0].rule == rule);
  CHECK_FALSE(result.problems[0].message.empty());
  CHECK(result.stored == 0);
  CHECK(stored(practice).empty());  // the first line was right
}

}  // namespace

TEST_CASE("a form filled in the host's own runtime is a rating like one filled with us") {
  PracticeOfOne ours({}, 12), theirs({}, 12);
  for (int i = 1; i <= 12; ++i) {
    const int each = i == 12 ? 40 : 80 + i % 3;
    ours.rate(i, each);
    theirs.host.clock = std::max(theirs.host.clock, start_of(i) + std::chrono::hours{1});
    const auto result = import(theirs, form(i, each));
    REQUIRE(result.problems.empty());
    CHECK(result.stored == 1);
  }
  const auto ratings = stored(theirs);
  REQUIRE(ratings.size() == 12);
  CHECK(ratings[11].session == session_id(12));
  CHECK(ratings[11].raw == "160");
  CHECK(ratings[11].submitted_by == "client");
  const auto raised = theirs.alerts(), expected = ours.alerts();
  REQUIRE(raised.size() == 1);
  REQUIRE(expected.size() == 1);
  CHECK(raised[0].alert.kind == store::AlertKind::check_in);
  CHECK(raised[0].alert.expected == expected[0].alert.expected);
  CHECK(raised[0].alert.z == expected[0].alert.z);
}

TEST_CASE("the same form sent twice is one rating, and with other answers it is refused") {
  PracticeOfOne practice;
  CHECK(import(practice, form(1, 80)).stored == 1);
  const auto again = import(practice, form(1, 80));
  CHECK(again.problems.empty());
  CHECK(again.stored == 0);
  CHECK(again.known == 1);
  const auto changed = import(practice, form(1, 20));
  REQUIRE(changed.problems.size() == 1);
  CHECK(changed.problems[0].rule == "changed");
  REQUIRE(stored(practice).size() == 1);
  CHECK(stored(practice)[0].raw == "320");
}

TEST_CASE("a session that was rated with us is not rated again by the host's form") {
  PracticeOfOne practice;
  practice.rate(1, 80);
  const auto result = import(practice, form(1, 80));
  REQUIRE(result.problems.size() == 1);
  CHECK(result.problems[0].field == "/session");
  CHECK(result.problems[0].rule == "duplicate");
  CHECK(stored(practice).size() == 1);
}

TEST_CASE("two forms of one session in a file are told, with the line of the first") {
  PracticeOfOne practice;
  const auto result = import(practice, form(1, 80) + form(1, 70, R"(id="another")"));
  REQUIRE(result.problems.size() == 1);
  CHECK(result.problems[0].line == 2);
  CHECK(result.problems[0].message.find("line 1") != std::string::npos);
  CHECK(stored(practice).empty());
}

TEST_CASE("a copy of a form of ours is the rating that it was made from") {
  PracticeOfOne practice;
  const auto ours = practice.rate(1, 80);
  const auto result = import(practice, form(1, 80, "rating=\"" + ours.rating.value + "\""));
  CHECK(result.problems.empty());
  CHECK(result.known == 1);
  CHECK(stored(practice).size() == 1);
  refuses(R"(rating="of-another-store")", "/rating", "unknown");
}

TEST_CASE("what does not fit is told by line, field and rule, and nothing is stored") {
  refuses(R"(schema="holdfast.record/1")", "/schema", "unknown");
  refuses(R"(instrument="no-such-form")", "/instrument", "unknown");
  refuses(R"(version="7")", "/version", "unknown");
  refuses(R"(instrument="phq-9")", "/instrument", "wording-not-installed");
  refuses(R"(instrument="holdfast-child-carer")", "/instrument", "relation");
  refuses(R"(client="nobody")", "/client", "unknown");
  refuses(R"(at="2024-10-11")", "/at", "instant");
  refuses(R"(at="2124-10-11T09:50:00Z")", "/at", "range");
  refuses(R"(rater="therapist")", "/rater", "rater");
  refuses(R"(by="another-client")", "/by", "rater");
  refuses(R"(answers={"goals":80,"tasks":80,"bond":80})", "/answers/overall", "required");
  refuses(R"(answers={"goals":80,"tasks":80,"bond":80,"overall":101})", "/answers/overall",
          "range");
  refuses(R"(answers={"goals":80,"tasks":80,"bond":80,"overall":80,"mood":1})", "/answers/mood",
          "unknown-item");
  refuses("answers=", "/answers", "required");
}

TEST_CASE("a visit that has another id than its appointment is found by its day") {
  PracticeOfOne practice;
  CHECK(import(practice, form(3, 80, R"(session="Encounter/e-3")")).stored == 1);
  CHECK(stored(practice)[0].session == session_id(3));
  const auto other_day = form(4, 80, R"(session="Encounter/e-4")");
  auto late = other_day;
  late.replace(late.find(to_text(day_of(4))), 10, to_text(day_of(4) + std::chrono::days{1}));
  const auto result = import(practice, late);
  REQUIRE(result.problems.size() == 1);
  CHECK(result.problems[0].field == "/session");
  CHECK(result.problems[0].rule == "unknown");
}

namespace {

using std::chrono::hours;
using std::chrono::minutes;

// The form of a session under another name for the visit, filled so long after the session began.
std::string filled_after(int session, minutes later) {
  auto line = form(session, 80, R"(session="Encounter/e")");
  const auto usual = to_text(start_of(session) + minutes{50});
  return line.replace(line.find(usual), usual.size(), to_text(start_of(session) + later));
}

// One more held session, `later` after session 4 began, of a course of its own or of the usual one.
void add_session(PracticeOfOne& practice, minutes later, const char* of = nullptr) {
  auto session = PracticeOfOne::session(4);
  session.id = SessionId{"session-more"};
  session.start += later;
  session.day = practice.house->day_of(session.start);
  practice::Course another;
  another.id = of ? CourseId{of} : course;
  another.client = client;
  another.clinicians = {clinician};
  session.course = another.id;
  practice.house->store().commit([&](store::Unit& unit) {
    unit.mirror.put(another);
    unit.mirror.put(session);
  });
}

SessionId session_of_form(PracticeOfOne& practice, minutes later) {
  const auto result = import(practice, filled_after(4, later));
  REQUIRE(result.problems.empty());
  return stored(practice).at(0).session;
}

}  // namespace

TEST_CASE("a form filled after midnight belongs to the session that began in the day before it") {
  for (const auto later : {hours{16}, hours{24}}) {  // 1 and 9 o'clock
    PracticeOfOne practice;
    CHECK(session_of_form(practice, later) == session_id(4));
    CHECK(stored(practice)[0].day == day_of(4));
  }
  PracticeOfOne practice;
  CHECK(import(practice, filled_after(4, hours{24} + minutes{1})).problems.at(0).rule == "unknown");
}

TEST_CASE("a form filled after midnight belongs to the nearer of two sessions of its course") {
  PracticeOfOne evening, morning, soon;
  add_session(evening, hours{10});  // at 19 o'clock
  CHECK(session_of_form(evening, hours{16}) == SessionId{"session-more"});
  add_session(morning, hours{34});  // at 19 o'clock of the next day
  CHECK(session_of_form(morning, hours{16}) == session_id(4));
  add_session(soon, hours{24});  // at 9 o'clock of the next day
  CHECK(session_of_form(soon, hours{23}) == SessionId{"session-more"});
}

TEST_CASE("a form that fits last night's sessions of two courses names the one that is rated") {
  PracticeOfOne practice;
  add_session(practice, hours{10}, "course-more");
  const auto result = import(practice, filled_after(4, hours{16}));
  REQUIRE(result.problems.size() == 1);
  CHECK(result.problems[0].rule == "ambiguous");
}

TEST_CASE("a form without a visit stands on the day it was filled") {
  PracticeOfOne practice;
  auto line = form(4, 80, "session=");
  line.replace(line.find(to_text(day_of(4))), 10, to_text(day_of(4) + std::chrono::days{1}));
  CHECK(import(practice, line).stored == 1);
  const auto ratings = stored(practice);
  REQUIRE(ratings.size() == 1);
  CHECK(ratings[0].session.empty());
  CHECK(ratings[0].day == day_of(4) + std::chrono::days{1});
}

TEST_CASE("a therapist's form is taken from who treats the client, as that person's") {
  PracticeOfOne practice;
  auto line = form(1, 70, R"(instrument="holdfast-session-therapist")");
  const auto as = [&](const std::string& by) {
    auto one = line;
    const auto rater = one.find(R"("rater":"client")");
    return one.replace(rater, 16, R"("rater":"therapist","by":")" + by + "\"");
  };
  const auto stranger = import(practice, as("clinician-2"));
  REQUIRE(stranger.problems.size() == 1);
  CHECK(stranger.problems[0].field == "/by");
  CHECK(import(practice, as(clinician.value)).stored == 1);
  CHECK(stored(practice)[0].submitted_as == "person-1");
}

TEST_CASE("a client who chose not to be given forms is left in peace") {
  PracticeOfOne practice;
  const auto key = practice.key();
  practice.house->store().commit([&](store::Unit& unit) {
    store::Consent consent;
    consent.id = unit.ids.uuid();
    consent.client = key;
    consent.purpose = store::Purpose::forms;
    consent.answer = store::ConsentAnswer::refused;
    consent.day = first_day;
    unit.consents.insert(consent);
  });
  const auto result = import(practice, form(1, 80));
  REQUIRE(result.problems.size() == 1);
  CHECK(result.problems[0].field == "/client");
  CHECK(result.problems[0].rule == "refused");
}

TEST_CASE("a dry run over forms of the host stores none of them") {
  PracticeOfOne practice;
  const auto result = import(practice, form(1, 80), {ImportOptions::Store::nothing, ""});
  CHECK(result.problems.empty());
  CHECK(result.lines == 1);
  CHECK(stored(practice).empty());
}
