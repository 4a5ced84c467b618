// SPDX-License-Identifier: MIT
// /f/{token}: the client's form behind a one-time link or on a handed-over device. It names nobody.
#include <algorithm>

#include "json/writer.hpp"
#include "service/forms.hpp"
#include "service/house.hpp"
#include "service/offline_answers.hpp"
#include "service/second_contact.hpp"
#include "service/submission_of_form.hpp"
#include "store/failure.hpp"
#include "web/pages/form_view.hpp"
#include "web/pages/pages.hpp"
#include "web/pages/who_reads.hpp"
#include "web/view/hand_over.hpp"

namespace holdfast::web {
namespace {

std::string here(const Visit& visit) { return "/f/" + percent_encoded(visit.at("token")); }

std::optional<store::Invitation> invitation_of(const Visit& visit) {
  const auto token = visit.maybe_at("token");
  if (token.empty()) return std::nullopt;
  return visit.house().store().read([&](store::Reader& reader) {
    return reader.invitations.by_token_hash(store::sha256_hex(token));
  });
}

bool is_handed_over(const Visit& visit) {
  const auto invitation = invitation_of(visit);
  return invitation && invitation->kiosk;
}

Response link_end(const Visit& visit, const service::Refusal& refusal) {
  if (refusal.kind != service::Refusal::Kind::gone) return refuse(visit, refusal);
  LinkEndView view;
  view.why = refusal.rule == "used"        ? LinkEndView::Why::used
             : refusal.rule == "expired"   ? LinkEndView::Why::expired
             : refusal.rule == "withdrawn" ? LinkEndView::Why::withdrawn
             : refusal.rule == "replaced"  ? LinkEndView::Why::replaced
                                           : LinkEndView::Why::unknown;
  view.crisis = visit.crisis();
  if (is_handed_over(visit)) view.leave = here(visit) + "/leave";
  return html(render(view, visit.page_for_client()), 410);
}

FormItem second_contact_line(const Visit& visit, const service::SecondContact& contact) {
  FormItem item;
  item.id = service::second_contact_item;
  item.kind = ItemKind::text;
  item.max_length = service::longest_second_contact_text;
  item.title = visit("For someone else at the practice");
  item.hint = contact.name.empty()
                  ? visit("This goes to one other person alone. Your therapist does not see it.")
                  : text::fill(visit("This goes to {name} alone. Your therapist does not see it."),
                               {{"name", contact.name}});
  return item;
}

// The form in the language of the page, where the instrument has it, else in its own.
FormView view_of(const Visit& visit, const service::OpenedForm& opened) {
  const auto* wording =
      visit.house().instruments().wording(*opened.definition, visit.language.tag());
  auto view = form_view({*opened.definition, *wording}, visit);
  view.who_reads = who_reads(visit, opened.client, *opened.definition);
  if (const auto contact = service::second_contact_of(visit.house(), opened);
      !contact.person.empty())
    view.items.push_back(second_contact_line(visit, contact));
  view.action = here(visit);
  const auto key = service::offline_key(visit.house());
  view.offline_key_id = key.id;
  view.offline_key = key.open;
  if (opened.invitation.kiosk) view.leave = here(visit) + "/leave";
  return view;
}

// What was posted, whichever way it came: by the page, or kept on the device and sent later.
struct Posted {
  const Fields& form;
  std::string digest;
};

service::Submission filled(const Visit& visit, const service::OpenedForm& opened,
                           const Posted& posted) {
  const auto& form = posted.form;
  auto submission = service::submission_of(visit.house(), opened);
  submission.declined = form.get("leave") == "decline";
  submission.duration_ms = posted_duration(form);
  submission.to_second_contact = form.get("a." + std::string(service::second_contact_item));
  submission.key = form.get("key");
  submission.digest = posted.digest;
  submission.from = "/f/{token}";
  return submission;
}

// Stored now; or the same form was stored before, and the answer to it lost on its way.
struct Stored {
  bool declined = false;
  bool repeated = false;
};

service::Reply<Stored> store_form(const Visit& visit,
                                  const service::Reply<service::OpenedForm>& opened,
                                  const Posted& posted) {
  const bool declined = posted.form.get("leave") == "decline";
  if (!opened) {
    if (opened.refusal().rule == "used")
      if (const auto earlier = visit.house().store().read([&](store::Reader& reader) {
            return reader.ratings.by_idempotency_key(posted.form.get("key"));
          }))
        if (earlier->request_digest == posted.digest) return Stored{declined, true};
    return opened.refusal();
  }
  auto submission = filled(visit, *opened, posted);
  if (!declined) {
    auto answers = posted_answers(*opened->definition, posted.form);
    if (!answers) return service::invalid(answers.problems());
    submission.answers = std::move(*answers);
  }
  const auto submitted = service::submit_rating(visit.house(), submission);
  if (!submitted) return submitted.refusal();
  return Stored{declined, submitted->repeated};
}

Response thanks(const Visit& visit, bool declined, bool is_kiosk) {
  ThanksView view;
  view.crisis = visit.crisis();
  view.complaints = visit.house().config().complaints_contact;
  view.declined = declined;
  if (is_kiosk) view.leave = here(visit) + "/leave";
  return html(render(view, visit.page_for_client()));
}

// The store took nothing: the form again, with all that was answered and the words for a crisis.
Response not_stored(const Visit& visit, const service::OpenedForm& opened, const Fields& form,
                    const store::Failure& failure) {
  visit.house().doubt_store();
  visit.house().host().log(3, std::string("store: ") + failure.what());
  auto view = view_of(visit, opened);
  put_back(form, {}, visit, view);
  view.problems.push_back(
      visit("Not stored: the practice's computer cannot save anything now. Your answers are still "
            "here; please try again in a few minutes."));
  return html(render(view, visit.page_for_client()), status_of(failure.fault()));
}

}  // namespace

Response get_own_form(const Visit& visit) {
  const auto given = service::own_form(visit.house(), visit.principal);
  if (given) return redirect(visit.request.prefix, "/f/" + given->token);
  const bool is_client = visit.principal.kind == access::Principal::Kind::client;
  if (!is_client || given.refusal().rule != "no-form") return refuse(visit, given.refusal());
  return html(
      render(LinkEndView{LinkEndView::Why::none_waits, visit.crisis()}, visit.page_for_client()));
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
  std::optional<service::Reply<Stored>> tried;
  try {
    tried = store_form(visit, opened, {*form, digest_of(visit.request)});
  } catch (const store::Failure& failure) {
    if (!opened) throw;
    return not_stored(visit, *opened, *form, failure);
  }
  const auto& stored = *tried;
  if (stored) {
    auto response = redirect(visit.request.prefix,
                             here(visit) + "/thanks" + (stored->declined ? "?declined=1" : ""));
    response.has_stored_a_rating = !stored->repeated;
    return response;
  }
  if (!opened || stored.refusal().kind != service::Refusal::Kind::invalid)
    return link_end(visit, stored.refusal());
  auto view = view_of(visit, *opened);
  put_back(*form, stored.refusal().problems, visit, view);
  return html(render(view, visit.page_for_client()), 422);
}

// An answer that waited on a device. It is the same form as if its page had posted it: the digest
// is the one that the page's own post has, so both together are stored once.
Response post_sealed_form(const Visit& visit) {
  if (!visit.request.is_of_type("application/json"))
    return refuse(visit, 415, "content-type", "Send the sealed answer as application/json.");
  const auto answer = service::open_answer(visit.house(), visit.request.body);
  if (!answer) return refuse(visit, answer.refusal());
  const auto form = Fields::parse(answer->form);
  if (!form) return refuse(visit, service::invalid(form.problems()));
  const auto stored =
      store_form(visit, service::find_form(visit.house(), answer->token),
                 {*form, store::sha256_hex("/f/" + answer->token + "\n" + answer->form)});
  if (!stored) return refuse(visit, stored.refusal());
  json::Writer writer;
  writer.begin_object().key("repeated").boolean(stored->repeated).end_object();
  auto response = json(writer.take(), stored->repeated ? 200 : 201);
  response.has_stored_a_rating = !stored->repeated;
  return response;
}

// The worker lies where forms lie, since that is all it may see.
Response get_worker(const Visit& visit) {
  const auto asset = visit.site.look().asset("worker.js");
  if (!asset) return refuse(visit, 404, "not-found", "There is no such file.");
  Response response{200, {}, std::string(asset->bytes)};
  return response.with("content-type", std::string(asset->content_type))
      .with("cache-control", "no-cache")
      .with("etag", asset->etag);
}

Response get_thanks(const Visit& visit) {
  const auto invitation = invitation_of(visit);
  // Nobody is thanked who has sent nothing.
  if (!invitation) return link_end(visit, {service::Refusal::Kind::gone, "unknown", "", {}});
  return thanks(visit, visit.query.get("declined") == "1", invitation->kiosk);
}

Response get_leave(const Visit& visit) {
  PinView view;
  view.action = here(visit) + "/leave";
  view.back = here(visit);
  const auto invitation = invitation_of(visit);
  if (!invitation || !invitation->kiosk)
    return link_end(visit, {service::Refusal::Kind::gone, "unknown", "", {}});
  view.tries_left = std::max(0, service::pin_tries - invitation->tries);
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
  const auto invitation = invitation_of(visit);
  view.tries_left =
      std::max(0, service::pin_tries - (invitation ? invitation->tries : service::pin_tries));
  view.problem = visit("This PIN is not the one that was chosen.");
  return html(render(view, visit.page_for_client()), 403);
}

}  // namespace holdfast::web
