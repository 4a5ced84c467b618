// SPDX-License-Identifier: MIT
// Every page through the site, in process, in a practice of a million ratings; and what the
// client's form costs a phone: requests and bytes.
#include <chrono>
#include <regex>
#include <set>
#include <stdexcept>
#include <string>

#include "../unit/core/practice/stand_in_host.hpp"
#include "bench.hpp"
#include "folder.hpp"
#include "service/forms.hpp"
#include "service/house.hpp"
#include "submit_rows.hpp"
#include "web/site.hpp"

namespace holdfast::bench {
namespace {

constexpr int ratings = 1'000'000, of_course = 40, of_clinician = 50;
constexpr int courses = ratings / of_course;
constexpr Day first_day{std::chrono::days{20000}};

std::string course_of(int number) { return "course-" + std::to_string(number); }
std::string session_of(int number, int session) {
  return "session-" + std::to_string(number) + "-" + std::to_string(session);
}
// Weekly; a therapist sees a fifth of the clients on each working day.
Day day_of(int number, int session) {
  return first_day + std::chrono::days{7 * session + number % 5};
}
ClinicianId clinician_of(int number) {
  return ClinicianId{"clinician-" + std::to_string(number / of_clinician)};
}

void mirror(Unit& unit, int number) {
  practice::Client client;
  client.id.value = "client-" + std::to_string(number);
  client.name = "Client " + std::to_string(number);
  client.initials = "C.";
  unit.mirror.put(client);
  practice::Course course;
  course.id.value = course_of(number);
  course.client = client.id;
  course.clinicians = {clinician_of(number)};
  unit.mirror.put(course);
  for (int i = 1; i <= of_course; ++i) {
    practice::Session session;
    session.id.value = session_of(number, i);
    session.course = course.id;
    session.clinician = course.clinicians.front();
    session.day = day_of(number, i);
    session.start = Instant{session.day} + std::chrono::minutes{60 * 8 + 10 * (number % 50)};
    session.minutes = 50;
    session.attendance = Attendance::held;
    unit.mirror.put(session);
  }
}

// The last session of each course is still without a rating.
void rate(Unit& unit, int number, std::vector<StoredRating>& rows,
          std::vector<std::vector<StoredAnswer>>& answers) {
  const auto subject = unit.people.key_of(ClientId{"client-" + std::to_string(number)});
  for (int i = 1; i < of_course; ++i) {
    Submit submit = make_submit(unit.ids, number, i);
    submit.rating.subject = subject;
    submit.rating.source = RatingSource::import;
    submit.rating.idempotency_key.clear();
    submit.rating.series.clinician = clinician_of(number);
    submit.rating.score = Pomp{static_cast<double>(70 + (number + 7 * i) % 21)};
    for (const char* area : {"goals", "tasks", "bond"})
      submit.rating.subscales.push_back({area, "72", Pomp{72}});
    submit.rating.session.value = session_of(number, i);
    submit.rating.day = day_of(number, i);
    submit.rating.session_start = Instant{submit.rating.day} + std::chrono::hours{9};
    rows.push_back(std::move(submit.rating));
    answers.push_back(std::move(submit.answers));
  }
}

struct LargePractice {
  Folder folder;
  tests::StandInHost host;
  std::unique_ptr<service::House> house;

  LargePractice() {
    host.folder = folder.path();
    host.clock = Instant{day_of(0, of_course)} + std::chrono::hours{18};
    house = service::House::open({}, host);
    add_people();
    constexpr int batch = 100;
    for (int from = 0; from < courses; from += batch)
      house->store().commit([&](Unit& unit) {
        std::vector<StoredRating> rows;
        std::vector<std::vector<StoredAnswer>> answers;
        for (int number = from; number < from + batch; ++number) {
          mirror(unit, number);
          rate(unit, number, rows, answers);
        }
        unit.ratings.insert_many(rows, answers);
      });
  }

  std::string rating_of(int course) const {
    return house->store().read([&](store::Reader& reader) {
      return reader.ratings.of_course(CourseId{course_of(course)}).back().id.value;
    });
  }

  web::Response ask(const web::Site& site, std::string_view actor, std::string_view path) const {
    const auto question = path.find('?');
    return site.answer({.method = "GET",
                        .prefix = "",
                        .path = path.substr(0, question),
                        .query = question == path.npos ? "" : path.substr(question + 1),
                        .actor = actor,
                        .nonce = "",
                        .headers = {},
                        .body = ""});
  }

 private:
  void add_people() {
    practice::Clinician lead;
    lead.id = clinician_of(0);
    lead.name = "Dr Example";
    lead.person = PersonId{"person-1"};
    house->store().commit([&](Unit& unit) { unit.mirror.put(lead); });
    practice::Person therapist;
    therapist.id = lead.person;
    therapist.name = lead.name;
    therapist.roles = {Role::therapist};
    therapist.clinician = lead.id;
    host.people["therapist"] = therapist;
    practice::Person office;
    office.id = PersonId{"person-2"};
    office.roles = {Role::admin, Role::records_officer, Role::front_desk, Role::supervisor};
    office.supervises = {lead.id};
    host.people["office"] = office;
  }
};

std::string link_of(LargePractice& practice) {
  const auto therapist = access::principal_of(practice.host.people.at("therapist"));
  const auto given =
      service::give_form(*practice.house, therapist,
                         {SessionId{session_of(5, of_course)}, service::Way::link, {}, {}});
  if (!given) throw std::runtime_error(given.refusal().sentence);
  return "/f/" + given->token;
}

void pages(Report& report, const LargePractice& practice, const web::Site& site,
           const std::string& link) {
  const struct {
    const char* name;
    std::string_view actor;
    std::string path;
  } all[] = {{"Today", "therapist", "/today"},
             {"clients of a therapist", "therapist", "/caseload"},
             {"clients, those who say nothing", "therapist", "/caseload?show=silent"},
             {"picture of 39 ratings", "therapist", "/courses/" + course_of(5)},
             {"looking at it together", "therapist", "/courses/" + course_of(5) + "/together"},
             {"all ratings of a course", "therapist", "/courses/" + course_of(5) + "/ratings"},
             {"a rating to take out or move", "therapist", "/ratings/" + practice.rating_of(5)},
             {"consent", "therapist", "/courses/" + course_of(5) + "/consent"},
             {"hand-over", "therapist", "/sessions/" + session_of(5, of_course) + "/hand-over"},
             {"therapist's form", "therapist", "/sessions/" + session_of(5, of_course) + "/rate"},
             {"paper to print", "therapist", "/sessions/" + session_of(5, of_course) + "/paper"},
             {"client's form", "", link},
             {"own work, as others see it", "therapist", "/supervision?scope=own"},
             {"supervision of a therapist", "office", "/supervision"},
             {"report card of 50 clients", "therapist", "/report-card"},
             {"Today at the front desk", "office", "/today"},
             {"audit", "office", "/audit"},
             {"set-up", "office", "/admin"},
             {"deliveries", "office", "/deliveries"}};
  for (const auto& page : all)
    report.figure(page.name,
                  1000 * median_seconds(21,
                                        [&] {
                                          const auto answer =
                                              practice.ask(site, page.actor, page.path);
                                          if (answer.status != 200)
                                            throw std::runtime_error(page.path + ": " +
                                                                     std::to_string(answer.status));
                                        }),
                  "ms", at_most(5));
}

// What a phone fetches: the page, the files it names, and the worker.
void weight(Report& report, const LargePractice& practice, const web::Site& site,
            const std::string& link) {
  const auto page = practice.ask(site, "", link);
  std::set<std::string> files{"/f/worker.js"};
  static const std::regex named{R"re((?:src|href)="(/assets/[^"]+)")re"};
  for (std::sregex_iterator at(page.body.begin(), page.body.end(), named), end; at != end; ++at)
    files.insert((*at)[1]);
  std::size_t bytes = page.body.size();
  for (const auto& file : files) {
    const auto answer = practice.ask(site, "", file);
    if (answer.status != 200) throw std::runtime_error(file);
    bytes += answer.body.size();
  }
  report.figure("the form's requests, page and worker included",
                static_cast<double>(files.size() + 1), "requests", at_most(3));
  report.figure("the form's size, uncompressed", static_cast<double>(bytes) / 1024, "KiB",
                at_most(60));
}

void run(Report& report) {
  LargePractice practice;
  report.note("a practice of " + std::to_string(courses * (of_course - 1)) + " ratings");
  const web::Site site(*practice.house);
  const auto link = link_of(practice);
  weight(report, practice, site, link);
  pages(report, practice, site, link);
}

}  // namespace

extern const Section site_section;
const Section site_section{"site", "every page in a practice of a million ratings, in process",
                           run};

}  // namespace holdfast::bench
