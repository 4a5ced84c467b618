// SPDX-License-Identifier: MIT
#include "service/submission_of_form.hpp"

#include "service/second_contact.hpp"

namespace holdfast::service {
namespace {

Place place_of(House& house, const SessionId& session) {
  if (session.empty()) return Place::room;
  return house.store().read([&](store::Reader& reader) {
    const auto found = reader.mirror.session(session);
    return found ? found->session.place : Place::room;
  });
}

}  // namespace

Submission submission_of(House& house, const OpenedForm& opened) {
  Submission submission;
  submission.definition = opened.definition;
  submission.course = opened.form.course;
  submission.client = opened.client;
  submission.clinician = opened.form.clinician;
  submission.session = opened.form.session;
  submission.relation = opened.form.relation;
  submission.rater_id = opened.form.rater_id;
  submission.language = opened.form.language;
  submission.setting = opened.definition->setting;
  submission.place = place_of(house, opened.form.session);
  submission.submitted_by = opened.invitation.kiosk ? "kiosk" : "client";
  submission.second_contact = second_contact_of(house, opened).person;
  submission.form = opened.form.id;
  submission.invitation = opened.invitation.id;
  return submission;
}

}  // namespace holdfast::service
