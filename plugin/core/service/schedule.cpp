// SPDX-License-Identifier: MIT
#include "service/schedule.hpp"

#include <algorithm>

#include "json/object.hpp"
#include "json/parse.hpp"
#include "json/writer.hpp"
#include "service/forms.hpp"

namespace holdfast::service {
namespace {

constexpr std::string_view setting = "schedule";
constexpr std::string_view schema = "holdfast.schedule/1";
constexpr std::size_t most_forms = 20;
constexpr int rarest = 100;

Schedule usual(const House& house) {
  return {{house.config().client_form, When::every_session, 1, Moment::after},
          {house.config().therapist_form, When::every_session, 1, Moment::after}};
}

ScheduledForm read_form(const json::Value& value, std::size_t place, Problems& problems,
                        const House& house) {
  json::Object in(value, "/forms/" + std::to_string(place), problems);
  in.only({"instrument", "when", "every", "moment"});
  ScheduledForm form;
  form.instrument = in.text("instrument", json::Need::required);
  form.when = in.word<When>("when", When::every_session, json::Need::required);
  form.moment = in.word<Moment>("moment", Moment::after);
  if (form.when == When::every_nth)
    form.every = static_cast<int>(in.number_between("every", 1, rarest));
  const auto* definition = house.instruments().find(form.instrument);
  if (!definition)
    in.wrong("instrument", "unknown", "There is no instrument of this name; check its id.");
  else if (definition->totals_only)
    in.wrong("instrument", "totals-only", "Of this instrument only totals can be entered.");
  else if (definition->rater == Rater::therapist && form.moment == Moment::before)
    in.wrong("moment", "therapist", "A therapist rates a session after it; choose \"after\".");
  return form;
}

bool fits(const instrument::Definition& form, const instrument::Definition& usual) {
  return form.setting == usual.setting && form.relation == usual.relation;
}

bool is_child_form(const instrument::Definition& form) { return form.age_to.has_value(); }

}  // namespace

bool is_due(const ScheduledForm& form, int session_number) {
  if (session_number < 1) return false;
  switch (form.when) {
    case When::every_session:
      return true;
    case When::every_nth:
      return session_number % form.every == 0;
    case When::at_start:
      return session_number == 1;
  }
  return false;
}

std::string to_json(const Schedule& schedule) {
  json::Writer writer;
  writer.begin_object().member("schema", schema).key("forms").begin_array();
  for (const auto& form : schedule) {
    writer.begin_object().member("instrument", form.instrument).member("when", to_word(form.when));
    if (form.when == When::every_nth) writer.key("every").integer(form.every);
    writer.member("moment", to_word(form.moment)).end_object();
  }
  writer.end_array().end_object();
  return writer.take();
}

Result<Schedule> read_schedule(std::string_view text, const House& house) {
  const auto parsed = json::parse(text);
  if (!parsed) return parsed.problems();
  Problems problems;
  json::Object in(*parsed, "", problems);
  in.only({"schema", "forms"});
  if (const auto named = in.text("schema"); !named.empty() && named != schema)
    in.wrong("schema", "unknown", "This is read as holdfast.schedule/1; name that or nothing.");
  Schedule schedule;
  if (const auto* forms = in.list("forms", json::Need::required)) {
    if (forms->items().size() > most_forms)
      in.wrong("forms", "too-many", "A schedule has at most 20 forms.");
    for (const auto& form : forms->items()) {
      auto read = read_form(form, schedule.size(), problems, house);
      if (std::find(schedule.begin(), schedule.end(), read) != schedule.end())
        in.wrong("forms", "twice", "The schedule names the same form twice in the same way.");
      schedule.push_back(std::move(read));
    }
  }
  if (!problems.empty()) return problems;
  return schedule;
}

Schedule schedule_of(store::Reader& reader, const House& house) {
  const auto kept = reader.settings.find(setting);
  if (!kept) return usual(house);
  const auto parsed = json::parse(kept->value);
  const auto* forms = parsed ? parsed->find("forms") : nullptr;
  if (!forms) return usual(house);
  // What was checked when it was kept; an instrument removed meanwhile is not due any more.
  Schedule schedule;
  Problems passed;
  for (const auto& form : forms->items())
    if (auto read = read_form(form, schedule.size(), passed, house);
        house.instruments().find(read.instrument))
      schedule.push_back(std::move(read));
  return schedule;
}

Reply<Schedule> change_schedule(House& house, const access::Principal& principal,
                                std::string_view json) {
  const Asking asking{principal, access::Action::change_settings, "schedule.change",
                      "/api/v1/schedule"};
  const auto now = house.now();
  if (!access::decide(principal, asking.action, {}, house.day_of(now)).allowed) {
    note_in_audit(house, asking, "denied");
    return Refusal{Refusal::Kind::denied,
                   "denied",
                   "Only an administrator of the practice changes the schedule.",
                   {}};
  }
  auto schedule = read_schedule(json, house);
  if (!schedule) return invalid(schedule.problems());
  const auto body = to_json(*schedule);
  house.store().commit([&](store::Unit& unit) {
    unit.settings.put(
        store::PracticeSetting{std::string(setting), body, principal.person.id.value, now});
    note_change(unit, asking, {"setting:schedule", body}, now);
  });
  return std::move(*schedule);
}

std::vector<DueForm> due_forms(store::Reader& reader, const House& house,
                               const SessionAccess& session, Rater rater) {
  return due_forms(schedule_of(reader, house), house, session, rater);
}

std::vector<DueForm> due_forms(const Schedule& schedule, const House& house,
                               const SessionAccess& session, Rater rater) {
  std::vector<DueForm> due;
  const auto* own = client_form(house, session);
  for (const auto& scheduled : schedule) {
    if (!is_due(scheduled, session.number)) continue;
    const auto* form = house.instruments().find(scheduled.instrument);
    if (!form || (form->rater == Rater::therapist) != (rater == Rater::therapist)) continue;
    if (rater != Rater::therapist) {
      // What a child or a group fills in takes the place of every form that is not for them.
      const auto* usual_form = house.instruments().find(house.config().client_form);
      if (own && own != usual_form && (!fits(*form, *own) || !is_child_form(*form))) form = own;
    }
    const bool is_known = std::any_of(due.begin(), due.end(), [&](const DueForm& known) {
      return known.definition == form && known.moment == scheduled.moment;
    });
    if (!is_known) due.push_back({form, scheduled.moment});
  }
  return due;
}

}  // namespace holdfast::service
