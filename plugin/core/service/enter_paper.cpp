// SPDX-License-Identifier: MIT
#include "service/enter_paper.hpp"

#include <algorithm>

#include "service/forms.hpp"
#include "service/taking_part.hpp"

namespace holdfast::service {
namespace {

constexpr std::string_view here = "/sessions/{session}/paper-entry";

Refusal conflict(std::string rule, std::string sentence) {
  return {Refusal::Kind::conflict, std::move(rule), std::move(sentence), {}};
}

// In a couple or a group nobody is taken for another because they were not asked for.
Reply<practice::Client> who_filled_it_in(House& house, const SessionAccess& session,
                                         const ClientId& who) {
  return house.store().read([&](store::Reader& reader) -> Reply<practice::Client> {
    if (who.empty() && taking_part(reader, session).size() > 1)
      return invalid({{"/who", "required", "Choose who filled it in."}});
    return participant(reader, session, who);
  });
}

std::optional<Refusal> why_not_taken(store::Reader& reader, const ClientId& client) {
  const auto key = reader.people.find_key(client);
  if (key && reader.consents.is_refused(*key, store::Purpose::forms))
    return conflict("refused", "This client chose not to be given forms.");
  return std::nullopt;
}

}  // namespace

Reply<SessionAccess> open_paper(House& house, const access::Principal& principal,
                                const SessionId& session, std::string_view from) {
  return open_session(house, {principal, access::Action::hand_over, "form.paper", from}, session);
}

Reply<Submitted> enter_paper(House& house, const access::Principal& principal,
                             const PaperForm& paper) {
  const auto session = open_paper(house, principal, paper.session, here);
  if (!session) return session.refusal();
  const auto client = who_filled_it_in(house, *session, paper.who);
  if (!client) return client.refusal();
  const auto offered = house.store().read(
      [&](store::Reader& reader) { return forms_to_give(reader, house, *session, client->id); });
  const auto form = std::find_if(offered.begin(), offered.end(),
                                 [&](const auto* one) { return one->id == paper.instrument; });
  if (form == offered.end())
    return invalid({{"/instrument", "not-due", "Choose one of the forms on the page."}});
  const auto refusal =
      house.store().read([&](store::Reader& reader) { return why_not_taken(reader, client->id); });
  Submission submission;
  submission.definition = *form;
  submission.course = session->course.course.id;
  submission.client = client->id;
  submission.clinician = session->session.clinician;
  submission.session = session->session.id;
  submission.relation = (*form)->relation;
  submission.language = paper.language;
  submission.mode = Mode::paper;
  submission.place = session->session.place;
  submission.assistance = paper.assistance;
  submission.setting = (*form)->setting;
  submission.answers = paper.answers;
  submission.total = paper.total;
  submission.declined = paper.declined;
  submission.key = paper.key;
  submission.digest = paper.digest;
  submission.submitted_by = "staff";
  submission.submitted_as = principal.person.id.value;
  submission.from = here;
  // The same page sent twice is one form, and answered as such.
  if (refusal && !house.store().read([&](store::Reader& reader) {
        return reader.ratings.by_idempotency_key(paper.key).has_value();
      }))
    return *refusal;
  return submit_rating(house, submission);
}

}  // namespace holdfast::service
