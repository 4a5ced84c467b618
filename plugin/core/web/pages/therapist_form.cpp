// SPDX-License-Identifier: MIT
// /sessions/{session}/rate: the same session from the other chair.
#include "service/form_of_session.hpp"
#include "service/forms.hpp"
#include "service/house.hpp"
#include "service/practice_rules.hpp"
#include "service/submit_rating.hpp"
#include "text/spelling.hpp"
#include "web/pages/form_view.hpp"
#include "web/pages/pages.hpp"

namespace holdfast::web {
namespace {

service::Reply<service::SessionAccess> opened(const Visit& visit) {
  return service::open_session(
      visit.house(),
      {visit.principal, access::Action::rate_as_therapist, "form.open", "/sessions/{session}/rate"},
      SessionId{visit.at("session")});
}

service::Refusal no_form() {
  return {service::Refusal::Kind::conflict,
          "unknown-instrument",
          "The form named in the settings does not exist; check therapist_form.",
          {}};
}

service::Reply<FormView> view_of(const Visit& visit, const service::SessionAccess& session) {
  const auto* definition = service::therapist_form(visit.house());
  if (!definition) return no_form();
  const auto* wording = visit.house().instruments().wording(*definition, visit.language.tag());
  if (!wording) return *service::why_not(visit.house(), *definition, visit.language.tag());
  auto view = form_view({*definition, *wording}, visit);
  view.action = "/sessions/" + percent_encoded(visit.at("session")) + "/rate";
  view.session_line = text::fill(
      visit("{client} · {day}, {time}"),
      {{"client", session.course.client_name()},
       {"day", text::long_day(session.session.day, visit.language)},
       {"time", text::clock_time(visit.house().minute_of(session.session.start), visit.language)}});
  view.client_rating_is_sealed = visit.house().store().read([&](store::Reader& reader) {
    return service::seals_ratings(reader, visit.house().config());
  });
  return view;
}

service::Submission submission_of(const Visit& visit, const service::SessionAccess& session,
                                  const Fields& form) {
  service::Submission submission;
  submission.definition = service::therapist_form(visit.house());
  submission.course = session.course.course.id;
  submission.client = session.course.client.id;
  submission.clinician = session.session.clinician;
  submission.session = session.session.id;
  submission.relation = submission.definition->relation;
  submission.language = visit.language.tag();
  submission.place = session.session.place;
  submission.declined = form.get("leave") == "decline";
  submission.duration_ms = posted_duration(form);
  submission.key = form.get("key");
  submission.digest = digest_of(visit.request);
  submission.submitted_by = "staff";
  submission.submitted_as = visit.principal.person.id.value;
  submission.from = "/sessions/{session}/rate";
  return submission;
}

bool is_rated(const Visit& visit, const service::SessionAccess& session) {
  const auto* form = service::therapist_form(visit.house());
  return form && visit.house().store().read([&](store::Reader& reader) {
    const auto subject = reader.people.find_key(session.course.client.id);
    return subject &&
           service::is_filled(reader, {*form, session.session.id, *subject, form->relation, {}});
  });
}

}  // namespace

Response get_therapist_form(const Visit& visit) {
  const auto session = opened(visit);
  if (!session) return refuse(visit, session.refusal());
  if (is_rated(visit, *session)) return refuse(visit, service::filled_already());
  if (const auto* form = service::therapist_form(visit.house()))
    if (const auto early = service::why_too_early(*form, session->session.start, visit.now))
      return refuse(visit, *early);
  const auto view = view_of(visit, *session);
  if (!view) return refuse(visit, view.refusal());
  return html(render(*view, visit.page(Section::today)));
}

Response post_therapist_form(const Visit& visit) {
  const auto form = posted_form(visit);
  if (!form) return refuse(visit, form.refusal());
  const auto session = opened(visit);
  if (!session) return refuse(visit, session.refusal());
  auto view = view_of(visit, *session);
  if (!view) return refuse(visit, view.refusal());
  auto submission = submission_of(visit, *session, *form);
  auto answers = submission.declined ? Result<instrument::Answers>{instrument::Answers{}}
                                     : posted_answers(*submission.definition, *form);
  Problems problems;
  if (answers) {
    submission.answers = std::move(*answers);
    const auto submitted = service::submit_rating(visit.house(), submission);
    if (submitted) {
      auto response = redirect(visit.request.prefix,
                               "/courses/" + percent_encoded(session->course.course.id.value));
      response.has_stored_a_rating = !submitted->repeated;
      return response;
    }
    if (submitted.refusal().kind != service::Refusal::Kind::invalid)
      return refuse(visit, submitted.refusal());
    problems = submitted.refusal().problems;
  } else {
    problems = answers.problems();
  }
  put_back(*form, problems, visit, *view);
  return html(render(*view, visit.page(Section::today)), 422);
}

}  // namespace holdfast::web
