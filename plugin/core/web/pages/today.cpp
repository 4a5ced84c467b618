// SPDX-License-Identifier: MIT
// GET /today: the first page of the day.
#include "web/view/today.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "service/break_glass.hpp"
#include "service/forms_in.hpp"
#include "service/house.hpp"
#include "service/read_today.hpp"
#include "service/schedule.hpp"
#include "service/subjects.hpp"
#include "service/take_back_forms.hpp"
#include "text/spelling.hpp"
#include "web/pages/finding_numbers.hpp"
#include "web/pages/pages.hpp"

namespace holdfast::web {
namespace {

std::string course_href(const CourseId& course) {
  return "/courses/" + percent_encoded(course.value);
}
std::string check_in_href(const AlertId& id) { return "/check-ins/" + id.value; }
std::string session_href(const SessionId& id) { return "/sessions/" + percent_encoded(id.value); }

FormState state_of(service::FormsIn forms, const practice::Session& session, Instant now) {
  switch (forms) {
    case service::FormsIn::none_asked:
      return FormState::not_due;
    case service::FormsIn::given:
      return FormState::given;
    case service::FormsIn::declined:
      return FormState::declined;
    case service::FormsIn::done:
      return FormState::done;
    case service::FormsIn::open:
      break;
  }
  const bool takes_place =
      session.attendance == Attendance::booked || session.attendance == Attendance::held;
  if (!takes_place) return FormState::not_due;
  if (session.start > now + std::chrono::hours{24}) return FormState::not_due;
  return session.start + std::chrono::hours{24} < now ? FormState::overdue : FormState::due;
}

// Whom an open check-in is about, by its id: the course's own client or a partner.
struct About {
  std::string name, href;
  bool is_partner = false;
};
using Abouts = std::map<AlertId, About>;

Abouts abouts_of(const Visit& visit, const service::Today& today) {
  Abouts found;
  visit.house().store().read([&](store::Reader& reader) {
    const auto add = [&](const store::AlertNow& open) {
      if (found.contains(open.alert.id)) return;
      const auto course = reader.mirror.course(open.alert.course);
      if (!course) return;
      auto& about = found[open.alert.id];
      about.href = course_href(course->id);
      if (const auto other = service::partner_meant(reader, open.alert.subject, course->client)) {
        about.name = other->client.name;
        about.href += "?about=" + percent_encoded(other->key.value);
        about.is_partner = true;
      } else if (const auto client = reader.mirror.client(course->client)) {
        about.name = client->name;
      }
    };
    for (const auto& open : today.check_ins) add(open);
    for (const auto& row : today.sessions)
      if (!row.open.empty()) add(row.open.front());
  });
  return found;
}

TodaySession session_line(const Visit& visit, const service::Today& today,
                          const service::Schedule& schedule, const Abouts& abouts,
                          const store::TodayRow& row) {
  const auto& session = row.session.session;
  const auto& own = visit.principal.person.clinician;
  const bool is_own =
      visit.principal.has(Role::therapist) &&
      (session.clinician == own ||
       std::any_of(visit.principal.person.covers.begin(), visit.principal.person.covers.end(),
                   [&](const auto& cover) { return cover.clinician == session.clinician; }));
  const bool takes_place =
      session.attendance == Attendance::booked || session.attendance == Attendance::held;
  TodaySession line;
  line.start = visit.house().minute_of(session.start);
  line.client = row.client_name;
  line.number = row.session.number;
  line.attendance = session.attendance;
  const auto state = [&](Rater rater) {
    return state_of(service::forms_in({visit.house(), schedule, row}, rater), session, visit.now);
  };
  line.client_form = state(Rater::client);
  line.therapist_form = is_own ? state(Rater::therapist) : FormState::not_due;
  const auto from = session.start - std::chrono::minutes{15};
  line.is_now =
      visit.now >= from &&
      visit.now < session.start + std::chrono::minutes{session.minutes > 0 ? session.minutes : 50};
  const bool is_near = session.start <= visit.now + std::chrono::hours{24};
  if (takes_place && is_near && row.client_active && line.client_form != FormState::done)
    line.hand_over_href = session_href(session.id) + "/hand-over";
  if (is_own) {
    line.client_href = course_href(row.course);
    if (takes_place && session.start <= visit.now && line.therapist_form != FormState::done)
      line.therapist_form_href = session_href(session.id) + "/rate";
  }
  if (today.clinical && !row.open.empty()) {
    line.check_in = line_of(row.open.front().alert, visit.language);
    if (const auto about = abouts.find(row.open.front().alert.id);
        about != abouts.end() && about->second.is_partner)
      line.check_in = said_of(about->second.name, line.check_in, visit.language);
    line.check_in_href = check_in_href(row.open.front().alert.id);
  }
  return line;
}

std::string day_href(Day day) { return "/today?day=" + to_text(day); }

// Somebody looked at a client of this person in an emergency.
std::string told_of_emergencies(const Visit& visit) {
  std::string told;
  for (const auto& look : service::emergency_looks(visit.house(), visit.principal))
    told += (told.empty() ? "" : " ") +
            text::fill(visit("{who} looked at the file of {client} in an emergency: {reason}"),
                       {{"who", look.who}, {"client", look.client}, {"reason", look.reason}});
  return told;
}

// Who has no day's list begins elsewhere: clients with their form, supervisors with the flagged
// courses.
std::string first_page(const Visit& visit) {
  const auto& who = visit.principal;
  if (who.kind != access::Principal::Kind::staff) return "/my-form";
  if (who.has(Role::therapist) || who.has(Role::front_desk)) return {};
  if (who.has(Role::supervisor) || who.has(Role::external_supervisor)) return "/caseload";
  return "/about";
}

constexpr std::string_view tick = "form-";  // and the id: one field a form

constexpr int page_length = 40;  // sessions of a whole practice's day

// A practice with so many sessions that one page would be a burden is shown in parts.
void show_part(const Visit& visit, const service::Today& today, TodayView& view) {
  view.search = visit.query.get("q");
  view.has_search = today.of > page_length || !view.search.empty();
  if (today.of <= page_length || !view.search.empty()) return;
  const auto here = [&](int from) {
    return day_href(view.day) + "&from=" + std::to_string(std::max(0, from));
  };
  const int end = today.from + static_cast<int>(today.sessions.size());
  if (today.from > 0) view.earlier_href = here(today.from - page_length);
  if (end < today.of) view.later_href = here(end);
  view.part = text::fill(visit("{from} to {to} of {all}"),
                         {{"from", text::number(long{today.from} + 1, visit.language)},
                          {"to", text::number(long{end}, visit.language)},
                          {"all", text::number(long{today.of}, visit.language)}});
}

service::TodayPart part_of(const Visit& visit) {
  service::TodayPart part;
  if (const auto from = visit.query.passed_over()) part.from = static_cast<int>(*from);
  part.most = page_length;
  part.name = visit.query.get("q");
  return part;
}

// Who is with whom, where a list holds more than one therapist's clients.
std::map<ClinicianId, std::string> therapists_of(const Visit& visit, const service::Today& today) {
  std::map<ClinicianId, std::string> names;
  visit.house().store().read([&](store::Reader& reader) {
    for (const auto& row : today.sessions) {
      const auto& id = row.session.session.clinician;
      if (id == visit.principal.person.clinician || names.contains(id)) continue;
      const auto known = reader.mirror.clinician(id);
      names[id] = known ? known->name : std::string{};
    }
  });
  return names;
}

// Where all are in one place, nobody needs to be told where.
bool are_at_several(const std::vector<store::TodayRow>& rows) {
  return std::any_of(rows.begin(), rows.end(), [&](const auto& row) {
    return row.session.session.facility != rows.front().session.session.facility;
  });
}

service::Reply<TodayView> view_of(const Visit& visit, Day day) {
  auto today = service::read_today(visit.house(), visit.principal, day, part_of(visit));
  if (!today) return today.refusal();
  TodayView view;
  view.day = day;
  view.action = "/today";
  view.is_first_day = today->nobody_rated;
  view.seen_as = today->clinical ? Role::therapist : Role::front_desk;
  if (today->last_here) view.last_here = visit.house().day_of(*today->last_here);
  const auto schedule = visit.house().store().read(
      [&](store::Reader& reader) { return service::schedule_of(reader, visit.house()); });
  const auto therapists = therapists_of(visit, *today);
  const bool says_where = are_at_several(today->sessions);
  const auto abouts = abouts_of(visit, *today);
  for (const auto& row : today->sessions) {
    view.sessions.push_back(session_line(visit, *today, schedule, abouts, row));
    if (const auto with = therapists.find(row.session.session.clinician); with != therapists.end())
      view.sessions.back().clinician = with->second;
    if (says_where) view.sessions.back().facility = row.session.session.facility;
  }
  show_part(visit, *today, view);
  for (const auto& item : today->read_today)
    view.read_today.push_back({visit("A client"), "/read-today/" + item.id});
  for (const auto& open : today->check_ins) {
    const auto known = abouts.find(open.alert.id);
    const auto about =
        known == abouts.end() ? About{{}, course_href(open.alert.course)} : known->second;
    view.check_ins.push_back({about.name, about.href, sentence_of(open.alert, visit.language),
                              check_in_href(open.alert.id), open.alert.day, open.findings,
                              open.alert.strong});
  }
  for (const auto& overdue : today->overdue)
    view.overdue.push_back({overdue.client_name, course_href(overdue.form.course),
                            visit.house().day_of(overdue.form.given_at),
                            overdue.form.session.empty()
                                ? std::string{}
                                : session_href(overdue.form.session) + "/hand-over",
                            std::string(tick) + overdue.form.id});
  if (today->answered_since > 0) {
    const long n = today->answered_since;
    view.since_last.push_back(
        {text::fill(visit.language.plural("{n} client answered", "{n} clients answered", n),
                    {{"n", text::number(n, visit.language)}}),
         {}});
  }
  if (today->check_ins_since > 0) {
    const long n = today->check_ins_since;
    view.since_last.push_back(
        {text::fill(visit.language.plural("{n} check-in suggested", "{n} check-ins suggested", n),
                    {{"n", text::number(n, visit.language)}}),
         {}});
  }
  view.previous_href = day_href(day - std::chrono::days{1});
  view.next_href = day_href(day + std::chrono::days{1});
  return view;
}

Page page_of(const Visit& visit) {
  auto page = visit.page(Section::today);
  page.notice = told_of_emergencies(visit);
  return page;
}

}  // namespace

Response get_today(const Visit& visit) {
  const auto asked = visit.query.get("day");
  const auto day = asked.empty() ? std::optional{visit.today} : parse_day(asked);
  if (!day)
    return refuse(visit, 400, "day", "The day is written as YYYY-MM-DD, for example 2026-11-23.");
  if (const auto elsewhere = first_page(visit); asked.empty() && !elsewhere.empty())
    return redirect(visit.request.prefix, elsewhere);
  const auto view = view_of(visit, *day);
  if (!view) return refuse(visit, view.refusal());
  return html(render(*view, page_of(visit)));
}

Response post_today(const Visit& visit) {
  const auto fields = posted_form(visit);
  if (!fields) return refuse(visit, fields.refusal());
  auto view = view_of(visit, visit.today);
  if (!view) return refuse(visit, view.refusal());
  if (fields->get("do") != "take_back")
    return refuse(
        visit, service::invalid({{"do", "unknown", visit("Use one of the buttons on the page.")}}));
  std::vector<std::string> forms;
  for (const auto& [name, value] : fields->all())
    if (name.starts_with(tick)) forms.push_back(name.substr(tick.size()));
  const auto taken = service::take_back_forms(visit.house(), visit.principal, forms);
  if (taken) return redirect(visit.request.prefix, "/today");
  view->problem = visit(taken.refusal().sentence);
  return html(render(*view, page_of(visit)), http_status(taken.refusal().kind));
}

Response get_root(const Visit& visit) {
  using Kind = access::Principal::Kind;
  const auto kind = visit.principal.kind;
  return redirect(visit.request.prefix, kind == Kind::carer    ? "/carer"
                                        : kind == Kind::client ? "/my-form"
                                                               : "/today");
}

}  // namespace holdfast::web
