// SPDX-License-Identifier: MIT
#include "demo.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "demo_people.hpp"

namespace holdfast::adapters::practice {
namespace {

using payload::Day;
using std::chrono::days;
using std::chrono::hours;

constexpr int days_ahead = 60;
// The order in which places of a day fill up: mornings and afternoons alike from the second on.
constexpr std::array<int, 8> hours_of_day = {9, 14, 10, 15, 11, 16, 13, 17};
// In which of the five working days, counted from today's, a clinician's n-th course has its place:
// three of them on today's weekday, so that Today is never empty.
constexpr std::array<int, 9> day_of_course = {0, 1, 0, 2, 0, 3, 4, 1, 2};
// The hour in which today stands when nobody says: the mornings are held, the afternoons to come.
constexpr int usual_hour = 14;
// In which hours of today a session may begin.
constexpr int first_hour = 8, last_hour = 17;

std::string numbered(std::string_view prefix, int number) {
  return std::string{prefix} + std::to_string(number);
}

// A number from the seed and a few coordinates alone (splitmix64, public domain, S. Vigna), so that
// one session's luck never depends on another's.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : seed_(seed) {}
  int roll(int sides, std::uint64_t a, std::uint64_t b, std::uint64_t what) const {
    const auto mixed = mix(mix(mix(mix(seed_) ^ a) ^ b) ^ what);
    return static_cast<int>(mixed % static_cast<std::uint64_t>(sides));
  }

 private:
  static std::uint64_t mix(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
  }
  std::uint64_t seed_;
};

// Five working days in a row that hold `today`, also where that is a Saturday or a Sunday.
Day working_day(Day today, int offset) {
  const auto weekday = static_cast<int>(std::chrono::weekday{today}.iso_encoding());  // 1: Monday
  const int place_of_today = weekday == 7 ? 0 : std::min(weekday - 1, 4);
  return today + days{(place_of_today + offset) % 5 - place_of_today};
}

// Two weeks in August, and from Christmas Eve to New Year's Day.
bool practice_is_closed(Day day) {
  const std::chrono::year_month_day date{day};
  const auto month = static_cast<unsigned>(date.month()),
             number = static_cast<unsigned>(date.day());
  return (month == 8 && number >= 3 && number <= 16) || (month == 12 && number >= 24) ||
         (month == 1 && number == 1);
}

class Maker {
 public:
  Maker(const DemoWish& wish, const Zone& zone)
      : today_(wish.today),
        hour_(std::clamp(wish.hour.value_or(usual_hour), 0, 23)),
        zone_(zone),
        dice_(wish.seed) {}

  Contents make() {
    add_clinicians();
    add_clients();
    for (std::size_t i = 0; i < demo::courses.size(); ++i) add_course(i);
    add_users();
    std::sort(made_.sessions.begin(), made_.sessions.end(), [](const auto& a, const auto& b) {
      return std::tie(a.start, a.id) < std::tie(b.start, b.id);
    });
    return std::move(made_);
  }

 private:
  enum Luck : std::uint64_t { birth, attending, notice, meeting_place, week_off };

  void add_clinicians() {
    for (int n = 3; n >= 1; --n) {
      payload::Clinician clinician;
      clinician.id = numbered("dr-", n);
      clinician.name = demo::clinicians[static_cast<std::size_t>(n - 1)];
      clinician.person = numbered("u-therapist-", n);
      if (n < 3) clinician.supervisors = {"dr-3"};
      made_.clinicians.push_back(clinician);
    }
  }

  void add_clients() {
    int n = 0;
    for (const auto& role : demo::clients) {
      payload::Client client;
      client.id = numbered("c-", ++n);
      client.name = role.name;
      client.initials = {role.name[0], role.name[role.name.find(' ') + 1]};
      client.birth_date = today_ - days{role.age * 365 + role.age / 4 + 1 +
                                        dice_.roll(300, static_cast<std::uint64_t>(n), 0, birth)};
      client.language = "en";
      client.active = is_in_treatment(n);
      made_.clients.push_back(client);
    }
  }

  static bool is_in_treatment(int client) {
    const auto runs = [&](const auto& course) {
      return course.client == client && course.ended == 0;
    };
    const bool partner = client == 20;
    return partner || std::any_of(demo::courses.begin(), demo::courses.end(), runs);
  }

  // When the course meets: its first day in today's week, and its hour.
  struct Place {
    Day day;
    int hour;
  };
  Place place_of(const demo::CourseRole& role) {
    auto& courses_so_far = courses_of_[role.clinician];
    const int offset =
        day_of_course[static_cast<std::size_t>(courses_so_far) % day_of_course.size()];
    ++courses_so_far;
    auto& places_so_far = places_of_[{role.clinician, offset}];
    const int hour = hours_of_day[static_cast<std::size_t>(places_so_far) % hours_of_day.size()];
    ++places_so_far;
    // Every second week: this one for today's weekday and for even clients, else the one after.
    const int shift = role.every == 2 && offset != 0 && role.client % 2 == 1 ? 7 : 0;
    return {working_day(today_, offset) + days{shift}, hour};
  }

  void add_course(std::size_t index) {
    const auto& role = demo::courses[index];
    const auto place = place_of(role);
    const auto step = days{7 * role.every};
    const auto first = today_ - days{7 * role.started};
    const auto last = role.ended == 0 ? today_ + days{days_ahead} : today_ - days{7 * role.ended};
    auto day = place.day;
    while (day - step >= first) day -= step;
    const auto before = made_.sessions.size();
    for (; day <= last; day += step)
      if (day == today_ || !practice_is_closed(day))
        add_session(index, day, {place.hour, made_.sessions.size() == before});
    if (role.reason == "dropped_out") miss_the_last_two(before);

    payload::Course course;
    course.id = role.id;
    course.client = numbered("c-", role.client);
    course.clinicians = {numbered("dr-", role.clinician)};
    if (role.setting == "group") course.clinicians.push_back("dr-2");
    course.setting = role.setting;
    course.started = made_.sessions.at(before).day;
    if (role.ended != 0) course.ended = made_.sessions.back().day;
    course.end_reason = role.reason;
    made_.courses.push_back(course);
  }

  struct Meeting {
    int hour;
    bool is_first;
  };
  void add_session(std::size_t course, Day day, Meeting meeting) {
    const auto& role = demo::courses[course];
    payload::Session session;
    session.course = role.id;
    session.id = "s-" + session.course.substr(3) + "-" + payload::to_text(day);
    session.clinician = numbered("dr-", role.clinician);
    session.day = day;
    const int hour = day == today_ ? hour_today(meeting.hour) : meeting.hour;
    session.start = zone_.instant_of(day, hours{hour});
    session.minutes = role.minutes;
    session.place = place_on(course, day);
    session.setting = role.setting;
    if (role.setting == "couple") session.participants = {"c-20"};
    if (role.setting == "group") session.participants = {"c-16", "c-17", "c-18"};
    if (day == today_)
      session.attendance = hour < hour_ ? "held" : "booked";
    else
      attend(session, course, meeting.is_first);
    made_.sessions.push_back(std::move(session));
  }

  // Today as a whole is moved, so that what is usually at two in the afternoon is now; what would
  // leave the working day takes the free hour nearest to now on its own side of it, else any.
  // Until the first usual hour it lies ahead as usual, and after its end it has just ended.
  static std::map<int, int> hours_around(int now) {
    std::map<int, int> moved;
    std::set<int> taken;
    now = now <= hours_of_day.front() ? usual_hour : std::min(now, last_hour + 1);
    for (const int usual : hours_of_day) {
      const auto is_free = [&](int hour) {
        return hour >= first_hour && hour <= last_hour && !taken.contains(hour);
      };
      int hour = usual + now - usual_hour;
      const int step = usual < usual_hour ? -1 : 1;
      for (int away = 1; !is_free(hour) && away < 24; ++away) hour = now + step * away;
      for (int away = 1; !is_free(hour) && away < 24; ++away) hour = now - step * away;
      taken.insert(hour);
      moved[usual] = hour;
    }
    return moved;
  }
  int hour_today(int hour) const { return hours_today_.at(hour); }

  std::string place_on(std::size_t course, Day day) const {
    const auto luck = dice_.roll(100, course, coordinate(day), meeting_place);
    const auto& usual = demo::courses[course].place;
    if (usual != "room" || luck >= 6) return std::string{usual};
    return luck < 4 ? "video" : "phone";
  }

  // What became of a session of another day than today.
  void attend(payload::Session& session, std::size_t course, bool is_first) const {
    const auto day = coordinate(session.day);
    const auto luck = dice_.roll(1000, course, day, attending);
    const auto hours_before = [&](int from, int to) {
      return session.start - hours{from + dice_.roll(to - from, course, day, notice)};
    };
    if (session.day > today_) {
      if (luck < 15) session.attendance = "cancelled_by_client";
      // Told before today, so that a session of next month is not cancelled tomorrow.
      if (luck < 15) session.cancelled_at = zone_.instant_of(today_ - days{1}, hours{16});
      return;
    }
    session.attendance = "held";
    if (is_first) return;
    if (is_week_off(demo::courses[course].clinician, session.day)) {
      session.attendance = "cancelled_by_practice";
      session.cancelled_at = hours_before(24 * 14, 24 * 28);
    } else if (luck < 35) {
      session.attendance = "no_show";
    } else if (luck < 85) {
      session.attendance = "cancelled_by_client";
      session.cancelled_at = hours_before(48, 144);
    } else if (luck < 110) {
      session.attendance = "cancelled_late";
      session.cancelled_at = hours_before(2, 20);
    }
  }

  // Each clinician is away for one week of each year, never within three weeks of today.
  bool is_week_off(int clinician, Day day) const {
    const auto weeks_ago = (today_ - day).count() / 7;
    for (int year = 0; year < 2; ++year)
      if (weeks_ago == year * 52 + 4 +
                           dice_.roll(44, static_cast<std::uint64_t>(clinician),
                                      static_cast<std::uint64_t>(year), week_off))
        return true;
    return false;
  }

  void miss_the_last_two(std::size_t first) {
    for (std::size_t n = 1; n <= 2 && made_.sessions.size() - n > first; ++n) {
      auto& session = made_.sessions[made_.sessions.size() - n];
      session.attendance = "no_show";
      session.cancelled_at.reset();
    }
  }

  void add_users() {
    for (const auto& role : demo::staff) {
      User user;
      user.id = role.id;
      user.name = role.name;
      for (const auto& each : role.roles)
        if (!each.empty()) user.roles.emplace_back(each);
      user.language = "en";
      give_links(user);
      made_.users.push_back(std::move(user));
    }
    for (std::size_t n = 1; n <= demo::clients.size(); ++n) {
      User user;
      user.id = numbered("u-client-", static_cast<int>(n));
      user.name = demo::clients[n - 1].name;
      user.kind = "client";
      user.client = numbered("c-", static_cast<int>(n));
      user.language = "en";
      made_.users.push_back(std::move(user));
    }
    for (const auto& role : demo::carers) {
      User user;
      user.id = role.id;
      user.name = role.name;
      user.kind = "carer";
      user.cares_for = {numbered("c-", role.client)};
      user.language = "en";
      made_.users.push_back(std::move(user));
    }
  }

  void give_links(User& user) const {
    if (user.id.starts_with("u-therapist-")) user.clinician = "dr-" + user.id.substr(12);
    if (user.id == "u-therapist-2") user.covers = {{"dr-1", today_ + days{10}}};
    if (user.id == "u-therapist-3") user.supervises = {"dr-1", "dr-2"};
    if (user.id == "u-supervisor") user.supervises = {"dr-1", "dr-2", "dr-3"};
    if (user.id == "u-external") {
      user.supervises = {"dr-3"};
      user.supervises_until = today_ + days{90};
    }
  }

  static std::uint64_t coordinate(Day day) {
    return static_cast<std::uint64_t>(day.time_since_epoch().count());
  }

  Day today_;
  int hour_;
  std::map<int, int> hours_today_ = hours_around(hour_);  // by the usual hour
  const Zone& zone_;
  Dice dice_;
  Contents made_;
  std::map<int, int> courses_of_;                 // by clinician
  std::map<std::pair<int, int>, int> places_of_;  // by clinician and working day
};

}  // namespace

Contents make_demo(const DemoWish& wish, const Zone& zone) { return Maker{wish, zone}.make(); }

}  // namespace holdfast::adapters::practice
