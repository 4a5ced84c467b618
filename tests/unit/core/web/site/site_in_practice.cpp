// SPDX-License-Identifier: MIT
#include "site_in_practice.hpp"

#include <sqlite3.h>
#include <stdlib.h>

#include <catch2/catch.hpp>
#include <regex>

#include "json/parse.hpp"
#include "service/mirror_host.hpp"

namespace holdfast::tests {
namespace {

constexpr std::chrono::minutes session_length{50};

practice::Person person(const std::string& id, const std::string& name, std::vector<Role> roles) {
  practice::Person person;
  person.id = PersonId{"person-" + id};
  person.name = name;
  person.roles = std::move(roles);
  return person;
}

}  // namespace

std::string header_of(const web::Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return {};
}

std::string attribute_in(const std::string& page, std::string_view before, std::string_view name) {
  const auto from = page.find(before);
  REQUIRE(from != std::string::npos);
  const auto start = std::string(name) + "=\"";
  const auto at = page.find(start, from);
  REQUIRE(at != std::string::npos);
  const auto value = page.substr(at + start.size());
  return value.substr(0, value.find('"'));
}

Instant SiteInPractice::noon() { return *parse_instant("2026-11-23T10:00:00Z"); }

std::string SiteInPractice::session(const std::string& course, int number) {
  return course + "-s" + std::to_string(number);
}

SiteInPractice::SiteInPractice(service::Config config) {
  host.folder = folder_.path().string();
  config.store = folder_.configured();
  host.clock = noon();
  for (const auto& [id, name, person] : {std::tuple{"cl-1", "Ada Kern", "person-own"},
                                         {"cl-2", "Ben Otter", "person-other"},
                                         {"cl-3", "Cleo Varga", ""}}) {
    practice::Clinician clinician;
    clinician.id = ClinicianId{id};
    clinician.name = name;
    clinician.person = PersonId{person};
    host.clinicians[id] = clinician;
  }
  add_course("1", "Quentin Zabel", "cl-1");
  add_course("2", "Wilma Xaver", "cl-1");
  add_course("3", "Yorick Jansen", "cl-2");
  add_people();
  house_ = service::House::open(config, host);
  site_ = std::make_unique<web::Site>(*house_);
  REQUIRE(service::mirror_host(*house_, std::chrono::seconds{20}).trouble.empty());
}

SiteInPractice::~SiteInPractice() {
  site_.reset();
  house_.reset();
}

void SiteInPractice::add_course(const std::string& number, const std::string& name,
                                const std::string& clinician) {
  practice::Client client;
  client.id = ClientId{"c-" + number};
  client.name = name;
  client.initials = {name.front(), '.', name[name.find(' ') + 1], '.'};
  client.language = "en";
  host.clients[client.id.value] = client;
  practice::Course course;
  course.id = CourseId{"co-" + number};
  course.client = client.id;
  course.clinicians = {ClinicianId{clinician}};
  host.courses[course.id.value] = course;
  for (int i = 1; i <= sessions; ++i) {
    practice::Session session;
    session.id = SessionId{SiteInPractice::session(course.id.value, i)};
    session.course = course.id;
    session.clinician = ClinicianId{clinician};
    session.start = noon() - std::chrono::hours{1} - std::chrono::weeks{sessions - i};
    session.day = std::chrono::floor<std::chrono::days>(session.start);
    session.minutes = static_cast<int>(session_length.count());
    session.attendance = Attendance::held;
    host.sessions[session.id.value] = session;
  }
}

void SiteInPractice::add_people() {
  const Day tomorrow = std::chrono::floor<std::chrono::days>(noon()) + std::chrono::days{1};
  auto& people = host.people;
  people["desk"] = person("desk", "Dora Desk", {Role::front_desk});
  people["own"] = person("own", "Ada Kern", {Role::therapist});
  people["own"].clinician = ClinicianId{"cl-1"};
  people["other"] = person("other", "Ben Otter", {Role::therapist});
  people["other"].clinician = ClinicianId{"cl-2"};
  people["cover"] = person("cover", "Cleo Varga", {Role::therapist});
  people["cover"].clinician = ClinicianId{"cl-3"};
  people["cover"].covers = {{ClinicianId{"cl-1"}, tomorrow}};
  people["supervisor"] = person("supervisor", "Sofia Ruiz", {Role::supervisor});
  people["supervisor"].supervises = {ClinicianId{"cl-1"}};
  people["external"] = person("external", "Emil Aussen", {Role::external_supervisor});
  people["external"].supervises = {ClinicianId{"cl-1"}};
  people["external"].supervises_until = tomorrow;
  people["records"] = person("records", "Rita Akten", {Role::records_officer});
  people["admin"] = person("admin", "Arne Admin", {Role::admin});
  people["client"] = person("client", "Quentin Zabel", {});
  people["client"].kind = practice::Kind::client;
  people["client"].client = ClientId{"c-1"};
  people["carer"] = person("carer", "Carla Zabel", {});
  people["carer"].kind = practice::Kind::carer;
  people["carer"].cares_for = {ClientId{"c-1"}};
}

web::Response SiteInPractice::ask(const Ask& ask) const {
  web::Request request;
  request.method = ask.method;
  request.prefix = ask.prefix;
  request.path = ask.path;
  request.query = ask.query;
  request.actor = ask.actor;
  request.body = ask.body;
  request.headers = {{"host", "practice.example"}};
  if (!ask.type.empty()) request.headers.emplace_back("content-type", ask.type);
  if (!ask.key.empty()) request.headers.emplace_back("idempotency-key", ask.key);
  if (!ask.fetch_dest.empty()) request.headers.emplace_back("sec-fetch-dest", ask.fetch_dest);
  if (!ask.sign_out.empty()) request.headers.emplace_back("holdfast-sign-out", ask.sign_out);
  return site_->answer(request);
}

web::Response SiteInPractice::get(const std::string& actor, const std::string& path,
                                  const std::string& query) const {
  return ask({.actor = actor, .path = path, .query = query});
}

web::Response SiteInPractice::post_form(const std::string& actor, const std::string& path,
                                        const std::string& body) const {
  return ask({.actor = actor,
              .method = "POST",
              .path = path,
              .body = body,
              .type = "application/x-www-form-urlencoded"});
}

web::Response SiteInPractice::post_json(const std::string& actor, const std::string& path,
                                        const std::string& body, const std::string& key) const {
  return ask({.actor = actor,
              .method = "POST",
              .path = path,
              .body = body,
              .type = "application/json",
              .key = key});
}

std::string SiteInPractice::link(const std::string& session, const std::string& pin) const {
  if (!pin.empty()) {
    const auto given = post_form("desk", "/sessions/" + session + "/hand-over", "pin=" + pin);
    REQUIRE(given.status == 303);
    return header_of(given, "location").substr(std::string("/f/").size());
  }
  const auto given = post_json("desk", "/api/v1/sessions/" + session + "/invitations", "{}");
  REQUIRE(given.status == 201);
  return std::string(json::parse(given.body)->string_or("token"));
}

std::string SiteInPractice::code(const std::string& session) const {
  const auto given =
      post_json("desk", "/api/v1/sessions/" + session + "/invitations", R"({"way":"code"})");
  REQUIRE(given.status == 201);
  return std::string(json::parse(given.body)->string_or("code"));
}

std::string SiteInPractice::session_without_form(const std::string& course) const {
  return house_->store().commit([&](store::Unit& unit) {
    auto earliest = unit.mirror.sessions_of_course(CourseId{course}).front().session;
    earliest.start -= std::chrono::weeks{1};
    earliest.day -= std::chrono::weeks{1};
    earliest.id =
        SessionId{course + "-before-" + std::to_string(earliest.start.time_since_epoch().count())};
    unit.mirror.put(earliest);
    return earliest.id.value;
  });
}

void SiteInPractice::client_rates(const std::string& session, int mark) {
  const auto before = host.clock;
  host.clock = host.sessions.at(session).start + session_length;
  const auto stored = post_form("", "/f/" + link(session), marks(mark, new_key()));
  REQUIRE(stored.status == 303);
  host.clock = before;
}

void SiteInPractice::therapist_rates(const std::string& session, int mark) {
  const auto before = host.clock;
  host.clock = host.sessions.at(session).start + session_length;
  const auto stored = post_form("own", "/sessions/" + session + "/rate", marks(mark, new_key()));
  REQUIRE(stored.status == 303);
  host.clock = before;
}

std::string SiteInPractice::new_key() const { return house_->store().ids().uuid(); }

std::string SiteInPractice::key_of(const std::string& client) const {
  return house_->store().commit(
      [&](store::Unit& unit) { return unit.people.key_of(ClientId{client}).value; });
}

std::string SiteInPractice::spare_rating(const std::string& course) const {
  return house_->store().commit([&](store::Unit& unit) {
    store::StoredRating rating;
    rating.id = RatingId{unit.ids.uuid()};
    rating.series.course = CourseId{course};
    rating.series.instrument = "holdfast-session-therapist";
    rating.series.version = "1";
    rating.series.language = "en";
    rating.series.rater = Rater::therapist;
    rating.series.clinician = ClinicianId{"cl-1"};
    rating.subject = unit.people.key_of(ClientId{"c-" + course.substr(3)});
    rating.day = std::chrono::floor<std::chrono::days>(noon()) - std::chrono::weeks{40};
    rating.entered_at = noon();
    rating.submitted_by = "staff";
    rating.raw = "300";
    rating.score = Pomp{75};
    unit.ratings.insert(rating, {}, {});
    return rating.id.value;
  });
}

std::string SiteInPractice::certificate_of_an_erasure() const {
  return house_->store().commit([&](store::Unit& unit) {
    const auto id = unit.ids.uuid();
    const ClientId nobody{"c-none"};
    store::Erasure erasure;
    erasure.id = id;
    erasure.client = unit.people.key_of(nobody);
    erasure.asked_by = "person-records";
    erasure.at = noon();
    unit.erasures.erase(erasure, nobody);
    unit.erasures.put_certificate(
        id,
        R"({"schema":"holdfast.erasure-certificate/1","id":")" + id +
            R"(","at":"2020-01-02T03:04:05Z","reason":"the time is over","asked_by":"person-records",)"
            R"("agreed_by":"","client_digest":"00","salt":"00","in_the_practice_system":[],)"
            R"("in_backups":[],"copies_removed":0,"rows":{"rating":3}})",
        noon());
    return id;
  });
}

long SiteInPractice::count(const std::string& sql) const {
  if (holdfast::testing::is_on_postgresql())
    return std::stol(holdfast::testing::value_in_database(folder_.store(), sql));
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open_v2(house_->store().path().c_str(), &database, SQLITE_OPEN_READONLY,
                          nullptr) == SQLITE_OK);
  sqlite3_stmt* statement = nullptr;
  REQUIRE(sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK);
  const bool is_row = sqlite3_step(statement) == SQLITE_ROW;
  const long value = is_row ? static_cast<long>(sqlite3_column_int64(statement, 0)) : -1;
  sqlite3_finalize(statement);
  sqlite3_close(database);
  return value;
}

std::map<std::string, long> SiteInPractice::rows() const {
  std::map<std::string, long> rows;
  for (const char* table : {"rating", "rating_comment", "rating_end", "seal_end", "read_today",
                            "alert", "alert_event", "repair_event", "repair_now", "course_state",
                            "form_given", "invitation", "consent", "outbox", "setting"})
    rows[table] = count(std::string("SELECT count(*) FROM ") + table);
  return rows;
}

std::string SiteInPractice::open_check_in(const std::string& course) const {
  return house_->store().read([&](store::Reader& reader) {
    for (const auto& alert : reader.alerts.of_course(CourseId{course}))
      if (alert.status == store::AlertStatus::open) return alert.alert.id.value;
    return std::string{};
  });
}

std::string marks(int mark, const std::string& key) {
  const auto value = std::to_string(mark);
  return "key=" + key + "&ms=41000&a.goals=" + value + "&a.tasks=" + value + "&a.bond=" + value +
         "&a.overall=" + value;
}

std::string marks_json(int mark, const std::string& instrument) {
  const auto value = std::to_string(mark);
  return R"({"instrument":")" + instrument + R"(","version":"1","answers":{"goals":)" + value +
         R"(,"tasks":)" + value + R"(,"bond":)" + value + R"(,"overall":)" + value +
         R"(},"duration_ms":41000})";
}

std::string without_ids(const std::string& page) {
  static const std::regex id("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  return std::regex_replace(page, id, "");
}

}  // namespace holdfast::tests
