// SPDX-License-Identifier: MIT
// A store of a million ratings, ten million under --long: what pages and submits cost there.
#include <chrono>
#include <string>
#include <vector>

#include "bench.hpp"
#include "folder.hpp"
#include "submit_rows.hpp"

namespace holdfast::bench {
namespace {

using Steady = std::chrono::steady_clock;

// A practice of `ratings` ratings, 40 a course, entered as an import does.
void fill(Store& store, int ratings) {
  const int of_course = 40, batch = 4000;
  for (int from = 0; from < ratings; from += batch)
    store.commit([&](Unit& unit) {
      std::vector<StoredRating> rows;
      std::vector<std::vector<StoredAnswer>> answers;
      for (int i = from; i < from + batch; ++i) {
        Submit submit = make_submit(unit.ids, i / of_course, i % of_course + 1);
        submit.rating.source = RatingSource::import;
        submit.rating.idempotency_key.clear();
        submit.rating.series.clinician.value = "clinician-" + std::to_string(i / of_course / 50);
        if (i % of_course == of_course - 1)
          unit.states.put_course(submit.rating.series.course, submit.rating.subject, submit.course);
        rows.push_back(std::move(submit.rating));
        answers.push_back(std::move(submit.answers));
      }
      unit.ratings.insert_many(rows, answers);
    });
}

void mirror_course(Unit& unit, int number) {
  practice::Client client;
  client.id.value = "client-" + std::to_string(number);
  client.name = "Client " + std::to_string(number);
  unit.mirror.put(client);
  practice::Course course;
  course.id.value = "course-" + std::to_string(number);
  course.client = client.id;
  course.clinicians = {ClinicianId{"clinician-" + std::to_string(number / 50)}};
  unit.mirror.put(course);
  for (int i = 1; i <= 40; ++i) {
    practice::Session session;
    session.id.value = "session-" + std::to_string(number) + "-" + std::to_string(i);
    session.course = course.id;
    session.clinician = course.clinicians.front();
    session.day = Day{std::chrono::days{20000 + i}};
    session.start = Instant{session.day} + std::chrono::minutes{60 * 8 + number % 600};
    session.attendance = i % 9 == 0 ? Attendance::no_show : Attendance::held;
    unit.mirror.put(session);
  }
}

// What one submit costs in the large store and in one of ten thousand ratings, in turns.
void cost_of_size(Report& report, Store& large, int ratings) {
  Folder folder;
  const auto small = Store::open({.path = folder.file("small.db")});
  fill(*small, 12'000);  // three batches
  int number = 0;
  const auto once = [&](Store& store, int courses_there) {
    const int of_round = 200;
    const auto begin = Steady::now();
    for (int i = 0; i < of_round; ++i) {
      ++number;
      const Submit submit =
          make_submit(store.ids(), number * 7919 % courses_there, 41 + number / 1000);
      store.commit([&](Unit& unit) { write(unit, submit); });
    }
    return std::chrono::duration<double>(Steady::now() - begin).count() / of_round;
  };
  std::vector<double> ratios;
  for (int round = 0; round <= 15; ++round) {
    const double a = round % 2 == 0 ? once(*small, 300) : 0;
    const double b = once(large, ratings / 40);
    const double c = a > 0 ? a : once(*small, 300);
    if (round > 0) ratios.push_back(b / c);
  }
  report.figure("a submit there against one among ten thousand", median(ratios), "x", at_most(1.3));
}

void large(Report& report, int ratings) {
  Folder folder;
  const auto store = Store::open({.path = folder.file("large.db")});
  report.note("a store of " + std::to_string(ratings) + " ratings");
  auto begin = Steady::now();
  fill(*store, ratings);
  const double took = std::chrono::duration<double>(Steady::now() - begin).count();
  report.figure("import of ratings with six answers and states", ratings / took, "ratings/s",
                at_least(30000));
  for (int from = 0; from < ratings / 40; from += 500)
    store->commit([&](Unit& unit) {
      for (int i = from; i < from + 500; ++i) mirror_course(unit, i);
    });
  const int courses_there = ratings / 40, clinicians = courses_there / 50;
  const auto milliseconds = [&](auto&& page) {
    int turn = 0;
    return 1000 * median_seconds(31, [&] {
             const int which = 7919 * ++turn;
             store->read([&](Reader& reader) { page(reader, which); });
           });
  };
  report.figure(
      "picture of a course", milliseconds([&](Reader& r, int n) {
        static_cast<void>(r.pages.picture(CourseId{"course-" + std::to_string(n % courses_there)}));
      }),
      "ms", at_most(5));
  report.figure("Today of a clinician (50 sessions)", milliseconds([&](Reader& r, int n) {
                  static_cast<void>(
                      r.pages.today(Day{std::chrono::days{20020}},
                                    {ClinicianId{"clinician-" + std::to_string(n % clinicians)}}));
                }),
                "ms", at_most(5));
  report.figure("caseload of a clinician (50 courses)", milliseconds([&](Reader& r, int n) {
                  static_cast<void>(r.pages.caseload(
                      ClinicianId{"clinician-" + std::to_string(n % clinicians)}, entered));
                }),
                "ms", at_most(20));
  cost_of_size(report, *store, ratings);
}

void run(Report& report) {
  large(report, 1'000'000);
  if (report.is_long()) large(report, 10'000'000);
}

}  // namespace

extern const Section large_section;
const Section large_section{
    "large", "pages and submits in a store of a million ratings (--long: ten million)", run};

}  // namespace holdfast::bench
