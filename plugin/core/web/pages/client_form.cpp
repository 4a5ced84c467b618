// SPDX-License-Identifier: MIT
// /f/{token}: the client's form behind a one-time link or on a handed-over device. It names nobody.
#include <algorithm>

#include "service/forms.hpp"
#include "service/house.hpp"
#include "service/submit_rating.hpp"
#include "web/pages/form_view.hpp"
#include "web/pages/pages.hpp"
#include "web/pages/who_reads.hpp"
#include "web/view/hand_over.hpp"

namespace holdfast::web {
namespace {

std::string here(const Visit& visit) { return "/f/" + percent_encoded(visit.at("token")); }

Response link_end(const Visit& visit, const service::Refusal& refusal) {
  if (refusal.kind != service::Refusal::Kind::gone) return refuse(visit, refusal);
  LinkEndView view;
  view.why = refusal.rule == "used"        ? LinkEndView::Why::used
             : refusal.rule == "expired"   ? LinkEndView::Why::expired
             : refusal.rule == "withdrawn" ? LinkEndView::Why::withdrawn
                                           : LinkEndView::Why::unknown;
  view.crisis = visit.crisis();
  return html(render(view, visit.page_for_client()), 410);
}

// The form in the language of the page, where the instrument has it, else in its own.
FormView view_of(const Visit& visit, const service::OpenedForm& opened) {
  const auto* wording =
      visit.house().instruments().wording(*opened.definition, visit.language.tag());
  auto view = form_view({*opened.definition, *wording}, visit);
  view.who_reads = who_reads(visit);
  view.action = here(visit);
  if (opened.invitation.kiosk) view.leave = here(visit) + "/leave";
  return view;
}

service::Submission submission_of(const Visit& visit, const service::OpenedForm& opened,
                                  const Fields& form) {
  service::Submission submission;
  submission.definition = opened.definition;
  submission.course = opened.form.course;
  submission.client = opened.course.client;
  submission.clinician = opened.form.clinician;
  submission.session = opened.form.session;
  submission.relation = opened.form.relation;
  submission.language = opened.form.language;
  submission.setting = opened.definition->setting;
  submission.declined = form.get("leave") == "decline";
  submission.duration_ms = posted_duration(form);
  submission.key = form.get("key");
  submission.digest = digest_of(visit.request);
  submission.submitted_by = opened.invitation.kiosk ? "kiosk" : "client";
  submission.from = "/f/{token}";
  submission.form = opened.form.id;
  submission.invitation = opened.invitation.id;
  return submission;
}

Response thanks(const Visit& visit, bool declined, bool is_kiosk) {
  ThanksView view;
  view.crisis = visit.crisis();
  view.complaints = visit.house().config().complaints_contact;
  view.declined = declined;
  if (is_kiosk) view.leave = here(visit) + "/leave";
  return html(render(view, visit.page_for_client()));
}

}  // namespace

Response get_own_form(const Visit& visit) {
  const auto given = service::own_form(visit.house(), visit.principal);
  if (given) return redirect(visit.request.prefix, "/f/" + given->token);
  return refuse(visit, given.refusal());
}

Response get_client_form(const Visit& visit) {
  const auto opened = service::open_form(visit.house(), visit.at("token"));
  if (!opened) return link_end(visit, opened.refusal());
  return html(render(view_of(visit, *opened), visit.page_for_client()));
}

Response post_client_form(const Visit& visit) {
  const auto form = posted_form(visit);
  if (!form) return refuse(visit, form.refusal());
  const auto opened = service::find_form(visit.house(), visit.at("token"));
  if (!opened) {
    // The answer to a first sending was lost on its way: the same form again is simply thanked for.
    if (opened.refusal().rule == "used")
      if (const auto earlier = visit.house().store().read([&](store::Reader& reader) {
            return reader.ratings.by_idempotency_key(form->get("key"));
          }))
        if (earlier->request_digest == digest_of(visit.request))
          return redirect(visit.request.prefix, here(visit) + "/thanks");
    return link_end(visit, opened.refusal());
  }
  auto submission = submission_of(visit, *opened, *form);
  auto answers = submission.declined ? Result<instrument::Answers>{instrument::Answers{}}
                                     : posted_answers(*opened->definition, *form);
  Problems problems;
  if (answers) {
    submission.answers = std::move(*answers);
    const auto submitted = service::submit_rating(visit.house(), submission);
    if (submitted)
      return redirect(visit.request.prefix,
                      here(visit) + "/thanks" + (submission.declined ? "?declined=1" : ""));
    if (submitted.refusal().kind != service::Refusal::Kind::invalid)
      return link_end(visit, submitted.refusal());
    problems = submitted.refusal().problems;
  } else {
    problems = answers.problems();
  }
  auto view = view_of(visit, *opened);
  put_back(*form, problems, visit, view);
  return html(render(view, visit.page_for_client()), 422);
}

Response get_thanks(const Visit& visit) {
  const auto is_kiosk = visit.house().store().read([&](store::Reader& reader) {
    const auto invitation = reader.invitations.by_token_hash(store::sha256_hex(visit.at("token")));
    return invitation && invitation->kiosk;
  });
  return thanks(visit, visit.query.get("declined") == "1", is_kiosk);
}

Response get_leave(const Visit& visit) {
  PinView view;
  view.action = here(visit) + "/leave";
  view.back = here(visit);
  const auto tries = visit.house().store().read([&](store::Reader& reader) {
    const auto invitation = reader.invitations.by_token_hash(store::sha256_hex(visit.at("token")));
    return invitation && invitation->kiosk ? std::optional{invitation->tries} : std::nullopt;
  });
  if (!tries) return link_end(visit, {service::Refusal::Kind::gone, "unknown", "", {}});
  view.tries_left = std::max(0, service::pin_tries - *tries);
  return html(render(view, visit.page_for_client()));
}

Response post_leave(const Visit& visit) {
  const auto form = posted_form(visit);
  if (!form) return refuse(visit, form.refusal());
  const auto left = service::leave_form(visit.house(), visit.at("token"), form->get("pin"));
  // The way out leads to the login: the clinician's session ended at the hand-over.
  if (left && *left)
    return redirect(visit.request.prefix, "/today").with("holdfast-end-session", "1");
  if (!left && left.refusal().kind == service::Refusal::Kind::gone)
    return link_end(visit, left.refusal());
  PinView view;
  view.action = here(visit) + "/leave";
  view.back = here(visit);
  const auto tries = visit.house().store().read([&](store::Reader& reader) {
    const auto invitation = reader.invitations.by_token_hash(store::sha256_hex(visit.at("token")));
    return invitation ? invitation->tries : service::pin_tries;
  });
  view.tries_left = std::max(0, service::pin_tries - tries);
  view.problem = visit("This PIN is not the one that was chosen.");
  return html(render(view, visit.page_for_client()), 403);
}

}  // namespace holdfast::web
