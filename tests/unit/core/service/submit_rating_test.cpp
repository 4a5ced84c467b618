// SPDX-License-Identifier: MIT
#include "service/submit_rating.hpp"

#include <catch2/catch.hpp>

#include "practice_of_one.hpp"
#include "service/forms.hpp"

using namespace holdfast;
using namespace holdfast::service;
using namespace holdfast::service::testing;

namespace {

std::size_t ratings_of(PracticeOfOne& practice) {
  return practice.read(
      [](store::Reader& reader) { return reader.ratings.of_course(course).size(); });
}

Config sealed() {
  Config config;
  config.seal = true;
  return config;
}

}  // namespace

TEST_CASE("a rating is stored with its answers, score, form and audit line") {
  Config config;
  config.duty_contact = "person-1";
  PracticeOfOne practice(config);
  auto submission = practice.submission(1, 71);
  submission.answers.emplace("tension", 1.0);
  submission.answers.emplace("comment", std::string("It went well."));
  const auto lines = practice.audit_lines();
  const auto reply = submit_rating(*practice.house, submission);
  REQUIRE(reply);
  CHECK_FALSE(reply->repeated);
  practice.read([&](store::Reader& reader) {
    const auto rating = reader.ratings.find(reply->rating);
    REQUIRE(rating);
    CHECK(rating->raw == "284");
    CHECK(rating->score->value == Approx(71));
    CHECK(rating->tension == 1);
    CHECK(rating->day == day_of(1));
    CHECK(rating->session_number == 1);
    CHECK(rating->subscales.size() == 3);
    CHECK(reader.ratings.answers(reply->rating).size() == 5);
    const auto comments = reader.ratings.comments(reply->rating, store::Addressee::therapist);
    REQUIRE(comments.size() == 1);
    CHECK(comments[0].text == "It went well.");
    const auto forms = reader.forms.of_session(session_id(1));
    REQUIRE(forms.size() == 1);
    CHECK(forms[0].status == store::FormStatus::done);
    CHECK(forms[0].rating == reply->rating);
    const auto audit = reader.audit.lines(1, 1000);
    REQUIRE(audit.size() == lines + 1);
    CHECK(audit.back().entry.action == "rating.submit");
    CHECK(audit.back().entry.object == "rating:" + reply->rating.value);
    CHECK_FALSE(reader.audit.verify().finding);
  });
}

TEST_CASE("the same request again stores nothing and names the same rating") {
  PracticeOfOne practice;
  const auto first = submit_rating(*practice.house, practice.submission(1, 70));
  const auto lines = practice.audit_lines();
  const auto again = submit_rating(*practice.house, practice.submission(1, 70));
  REQUIRE(again);
  CHECK(again->repeated);
  CHECK(again->rating == first->rating);
  CHECK(ratings_of(practice) == 1);
  CHECK(practice.audit_lines() == lines);
}

TEST_CASE("a key that comes with another body is refused") {
  PracticeOfOne practice;
  practice.rate(1, 70);
  auto other = practice.submission(1, 20);
  other.digest = "another";
  const auto reply = submit_rating(*practice.house, other);
  REQUIRE_FALSE(reply);
  CHECK(reply.refusal().kind == Refusal::Kind::conflict);
  CHECK(reply.refusal().rule == "idempotency-key");
  CHECK(ratings_of(practice) == 1);
}

TEST_CASE("what is wrong with a form is told by field, and nothing is stored") {
  PracticeOfOne practice;
  const auto lines = practice.audit_lines();
  const auto refused = [&](Submission submission, const std::string& field,
                           const std::string& rule) {
    const auto reply = submit_rating(*practice.house, submission);
    REQUIRE_FALSE(reply);
    CHECK(reply.refusal().kind == Refusal::Kind::invalid);
    REQUIRE(reply.refusal().problems.size() == 1);
    CHECK(reply.refusal().problems[0].field == field);
    CHECK(reply.refusal().problems[0].rule == rule);
  };
  auto missing = practice.submission(1, 70);
  missing.answers.erase("bond");
  refused(missing, "/answers/bond", "required");
  auto off = practice.submission(1, 70);
  off.answers["bond"] = 101.0;
  refused(off, "/answers/bond", "range");
  auto unknown = practice.submission(1, 70);
  unknown.answers["mood"] = 3.0;
  refused(unknown, "/answers/mood", "unknown-item");
  auto keyless = practice.submission(1, 70);
  keyless.key = "short";
  refused(keyless, "/idempotency_key", "required");
  CHECK(ratings_of(practice) == 0);
  CHECK(practice.audit_lines() == lines);
}

TEST_CASE("a declined form is kept without a score") {
  PracticeOfOne practice;
  auto submission = practice.submission(1, 0);
  submission.answers.clear();
  submission.declined = true;
  const auto reply = submit_rating(*practice.house, submission);
  REQUIRE(reply);
  practice.read([&](store::Reader& reader) {
    const auto rating = reader.ratings.find(reply->rating);
    CHECK(rating->declined);
    CHECK_FALSE(rating->score);
    CHECK(reader.forms.of_session(session_id(1)).at(0).status == store::FormStatus::declined);
  });
}

TEST_CASE("a one-time link is used up by one rating") {
  Config config;
  config.open = Open::store;
  PracticeOfOne practice(config);
  const auto given =
      give_form(*practice.house, practice.therapist(), {session_id(40), Way::link, {}, {}});
  REQUIRE(given);
  const auto opened = open_form(*practice.house, given->token);
  REQUIRE(opened);
  auto submission = practice.submission(40, 70);
  submission.form = opened->form.id;
  submission.invitation = opened->invitation.id;
  REQUIRE(submit_rating(*practice.house, submission));
  submission.key = "another-key";
  const auto again = submit_rating(*practice.house, submission);
  REQUIRE_FALSE(again);
  CHECK(again.refusal().kind == Refusal::Kind::gone);
  CHECK(ratings_of(practice) == 1);
  CHECK_FALSE(open_form(*practice.house, given->token));
}

TEST_CASE("looking for a form behind a link writes nothing") {
  PracticeOfOne practice;
  const auto given =
      give_form(*practice.house, practice.therapist(), {session_id(40), Way::link, {}, {}});
  REQUIRE(find_form(*practice.house, given->token));
  const auto status = [&] {
    return practice.read(
        [](store::Reader& reader) { return reader.forms.of_session(session_id(40)).at(0).status; });
  };
  CHECK(status() == store::FormStatus::given);
  REQUIRE(open_form(*practice.house, given->token));
  CHECK(status() == store::FormStatus::opened);
}

TEST_CASE("a sealed rating opens a day later, or when the next session begins") {
  PracticeOfOne practice(sealed());
  const auto last = practice.rate(40, 70);
  const auto ends = [&](const RatingId& rating) {
    return practice.read([&](store::Reader& reader) { return *reader.ratings.seal_ends(rating); });
  };
  CHECK(ends(last.rating) == practice.host.clock + std::chrono::hours{24});
  const auto late = practice.rate(39, 70);  // session 40 began before
  CHECK_FALSE(
      practice.read([&](store::Reader& reader) { return reader.ratings.seal_ends(late.rating); }));
  PracticeOfOne another(sealed());
  auto soon = PracticeOfOne::session(41);
  soon.start = another.host.clock + std::chrono::hours{3};
  soon.attendance = Attendance::booked;
  another.house->store().commit([&](store::Unit& unit) { unit.mirror.put(soon); });
  const auto other = another.rate(40, 70);
  CHECK(another.read(
      [&](store::Reader& reader) { return reader.ratings.seal_ends(other.rating) == soon.start; }));
}

TEST_CASE("the therapist's own rating ends the seal") {
  PracticeOfOne practice(sealed());
  const auto sent = practice.rate(40, 70);
  const auto sealed_now = [&] {
    return practice.read([&](store::Reader& reader) {
      return !reader.ratings.sealed_of_session(session_id(40), practice.host.clock).empty();
    });
  };
  CHECK(sealed_now());
  auto own = practice.submission(40, 60, "holdfast-session-therapist");
  own.submitted_by = "staff";
  own.submitted_as = "person-1";
  REQUIRE(submit_rating(*practice.house, own));
  CHECK_FALSE(sealed_now());
  CHECK(practice.read([&](store::Reader& reader) {
    return *reader.ratings.seal_ends(sent.rating) <= practice.host.clock;
  }));
}
