// SPDX-License-Identifier: MIT
// Pages of a course with forty rated sessions through the site, in process.
#include <algorithm>
#include <stdexcept>

#include "bench.hpp"
#include "practice.hpp"
#include "service/read_picture.hpp"
#include "service/submit_rating.hpp"
#include "web/site.hpp"

namespace holdfast::bench {
namespace {

void rate_all(Practice& practice) {
  for (int i = 1; i <= sessions_of_course; ++i) {
    service::Submission submission;
    submission.definition = practice.house->instruments().find("holdfast-session");
    submission.course = CourseId{course_id(1)};
    submission.client = ClientId{"client-1"};
    submission.clinician = ClinicianId{"clinician-1"};
    submission.session = SessionId{session_id(1, i)};
    const double each = i % 13 == 0 ? 45 : 72 + i % 9;
    for (const char* line : {"goals", "tasks", "bond", "overall"})
      submission.answers.emplace(line, each);
    submission.answers.emplace("comment", std::string("Words of a client."));
    submission.key = "bench-key-" + std::to_string(i);
    submission.submitted_by = "client";
    if (!service::submit_rating(*practice.house, submission))
      throw std::runtime_error("a rating was refused");
  }
}

double milliseconds(const web::Site& site, const char* path) {
  const web::Request request{.method = "GET",
                             .prefix = "",
                             .path = path,
                             .query = "",
                             .actor = "actor-1",
                             .nonce = "",
                             .headers = {},
                             .body = ""};
  return 1000 * median_seconds(201, [&] {
           if (site.answer(request).status != 200) throw std::runtime_error(path);
         });
}

void run(Report& report) {
  Practice practice(20);
  rate_all(practice);
  const web::Site site(*practice.house);
  report.figure("picture page of 40 sessions", milliseconds(site, "/courses/course-1"), "ms",
                at_most(1));
  report.figure("its graph alone", milliseconds(site, "/courses/course-1/chart.svg"), "ms",
                at_most(1));
  report.figure("its data over the API", milliseconds(site, "/api/v1/courses/course-1"), "ms",
                at_most(1));
  report.figure("Today", milliseconds(site, "/today"), "ms");
  report.figure("caseload of 20", milliseconds(site, "/caseload"), "ms");
  report.figure("the same commit alone: one audit line",
                1000 * median_seconds(201,
                                      [&] {
                                        practice.house->store().commit([&](store::Unit& unit) {
                                          unit.audit.append({.actor_kind = "tool",
                                                             .actor = "",
                                                             .action = "bench",
                                                             .outcome = "done",
                                                             .why = "administration",
                                                             .from = "bench",
                                                             .client = {},
                                                             .object = "",
                                                             .payload = ""},
                                                            practice.host.clock);
                                        });
                                      }),
                "ms");
}

}  // namespace

extern const Section pages_section;
const Section pages_section{"pages", "a course's picture and its neighbours, in process", run};

}  // namespace holdfast::bench
