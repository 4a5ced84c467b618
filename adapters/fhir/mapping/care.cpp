// SPDX-License-Identifier: MIT
#include "care.hpp"

#include <algorithm>

#include "people.hpp"

namespace holdfast::adapters::fhir::mapping {
namespace {

std::string typed_id(const Json& resource, const char* type) {
  const auto id = text_in(resource, "id");
  if (!is_resource_id(id))
    throw Failure(HOLDFAST_E_INVALID, std::string(type) + ": the server gave one without an id");
  return std::string(type) + "/" + id;
}

void add(std::vector<std::string>& all, std::string one) {
  if (!one.empty() && std::find(all.begin(), all.end(), one) == all.end())
    all.push_back(std::move(one));
}

// FHIR dates may be a year or a month alone: then the day is not known.
std::optional<payload::Day> day_in(const Json& object, const char* name) {
  return payload::parse_day(text_in(object, name).substr(0, 10));
}

const Json& object_in(const Json& object, const char* name) {
  static const Json empty = Json::object();
  if (!object.is_object()) return empty;
  const auto found = object.find(name);
  return found != object.end() && found->is_object() ? *found : empty;
}

void add_member(Treatment& treatment, const Json& member, const Names& names) {
  add(treatment.clinicians, id_in(member, "Practitioner", names));
  add(treatment.roles, id_in(member, "PractitionerRole", names));
  add(treatment.teams, id_in(member, "CareTeam", names));
}

void put_period(Treatment& treatment, const Json& resource) {
  const auto& period = object_in(resource, "period");
  treatment.started = day_in(period, "start");
  treatment.ended = day_in(period, "end");
}

void add_actor(Meeting& meeting, const Json& actor, const Names& names) {
  add(meeting.patients, id_in(actor, "Patient", names));
  add(meeting.clinicians, id_in(actor, "Practitioner", names));
  add(meeting.roles, id_in(actor, "PractitionerRole", names));
}

std::optional<int> minutes_between(std::optional<payload::Instant> from,
                                   std::optional<payload::Instant> to) {
  if (!from || !to || *to <= *from) return std::nullopt;
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(*to - *from).count();
  return minutes > 24 * 60 ? std::nullopt : std::optional{static_cast<int>(minutes)};
}

// http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason: "prov..." is the
// practice's doing, and so is "maint"; all others are the client's or nobody's.
bool was_cancelled_by_practice(const Json& appointment) {
  for (const auto& code : list_in(object_in(appointment, "cancelationReason"), "coding")) {
    const auto value = text_in(code, "code");
    if (value.starts_with("prov") || value.starts_with("maint")) return true;
  }
  return false;
}

}  // namespace

Treatment treatment_of_episode(const Json& episode, const Names& names) {
  Treatment treatment;
  treatment.id = typed_id(episode, "EpisodeOfCare");
  treatment.patient = id_in(object_in(episode, "patient"), "Patient", names);
  add_member(treatment, object_in(episode, "careManager"), names);
  for (const auto& team : list_in(episode, "team")) add_member(treatment, team, names);
  put_period(treatment, episode);
  const auto status = text_in(episode, "status");
  if (status == "finished") treatment.end_reason = "completed";
  if (status == "cancelled") treatment.end_reason = "other";
  treatment.is_in_error = status == "entered-in-error";
  return treatment;
}

Treatment treatment_of_team(const Json& team, const Names& names) {
  Treatment treatment;
  treatment.id = typed_id(team, "CareTeam");
  treatment.patient = id_in(object_in(team, "subject"), "Patient", names);
  for (const auto& participant : list_in(team, "participant"))
    add_member(treatment, object_in(participant, "member"), names);
  put_period(treatment, team);
  const auto status = text_in(team, "status");
  if (status == "inactive" && treatment.ended) treatment.end_reason = "other";
  treatment.is_in_error = status == "entered-in-error";
  return treatment;
}

Meeting meeting_of_appointment(const Json& appointment, const Names& names) {
  Meeting meeting;
  meeting.id = typed_id(appointment, "Appointment");
  for (const auto& participant : list_in(appointment, "participant"))
    add_actor(meeting, object_in(participant, "actor"), names);
  meeting.start = payload::parse_instant(text_in(appointment, "start"));
  meeting.minutes =
      minutes_between(meeting.start, payload::parse_instant(text_in(appointment, "end")));
  const auto status = text_in(appointment, "status");
  if (status == "fulfilled") meeting.attendance = "held";
  if (status == "noshow") meeting.attendance = "no_show";
  if (status == "cancelled")
    meeting.attendance =
        was_cancelled_by_practice(appointment) ? "cancelled_by_practice" : "cancelled_by_client";
  // A wish and a waiting list are no sessions yet.
  meeting.is_in_error = status == "entered-in-error" || status == "waitlist" ||
                        status == "proposed" || !meeting.start;
  return meeting;
}

Meeting meeting_of_encounter(const Json& encounter, const Names& names) {
  Meeting meeting;
  meeting.id = typed_id(encounter, "Encounter");
  add(meeting.patients, id_in(object_in(encounter, "subject"), "Patient", names));
  for (const auto& participant : list_in(encounter, "participant"))
    add_actor(meeting, object_in(participant, "individual"), names);
  const auto& period = object_in(encounter, "period");
  meeting.start = payload::parse_instant(text_in(period, "start"));
  meeting.minutes = minutes_between(meeting.start, payload::parse_instant(text_in(period, "end")));
  const auto status = text_in(encounter, "status");
  if (status == "finished" || status == "in-progress" || status == "onleave")
    meeting.attendance = "held";
  if (status == "cancelled") meeting.attendance = "cancelled_by_client";
  const auto kind = text_in(object_in(encounter, "class"), "code");
  if (kind == "VR") meeting.place = "video";
  if (kind == "AMB") meeting.place = "room";
  for (const auto& one : list_in(encounter, "appointment"))
    if (const auto id = id_in(one, "Appointment", names); !id.empty())
      meeting.appointment = "Appointment/" + id;
  for (const auto& one : list_in(encounter, "episodeOfCare"))
    if (const auto id = id_in(one, "EpisodeOfCare", names); !id.empty())
      meeting.episode = "EpisodeOfCare/" + id;
  meeting.is_in_error = status == "entered-in-error" || !meeting.start;
  return meeting;
}

}  // namespace holdfast::adapters::fhir::mapping
