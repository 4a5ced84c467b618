// SPDX-License-Identifier: MIT
#include "web/pages/who_reads.hpp"

#include <algorithm>
#include <iterator>

#include "service/course_access.hpp"
#include "service/forms.hpp"
#include "service/house.hpp"
#include "service/practice_rules.hpp"

namespace holdfast::web {
namespace {

// What holds for this client today.
struct InForce {
  service::ReadingRules reading;
  int carers_until = 0;  // age of the client
  bool is_sealed = false;
};

// A notice or a link to a form says nothing of the answers, and a therapist's kinds none either.
bool is_written_back(store::Reader& reader, const service::Config& config, const ClientId& id) {
  constexpr std::string_view of_answers[] = {"client_total", "subscales",    "client_form",
                                             "comment",      "alert_record", "repair"};
  const auto key = reader.people.find_key(id);
  if (key && reader.consents.is_refused(*key, store::Purpose::write_back)) return false;
  const auto kinds = service::written_back(reader, config);
  return std::find_first_of(kinds.begin(), kinds.end(), std::begin(of_answers),
                            std::end(of_answers)) != kinds.end();
}

InForce in_force(const Visit& visit, const ClientId& id, const instrument::Definition& definition) {
  return visit.house().store().read([&](store::Reader& reader) {
    const auto& config = visit.house().config();
    InForce rules;
    rules.is_sealed = service::seals_ratings(reader, config);
    rules.reading.no_supervision = service::refuses_supervision(reader, id);
    const auto client = reader.mirror.client(id);
    const auto until = client ? service::carers_may_look_until(reader, config, *client, visit.today)
                              : std::nullopt;
    rules.reading.carers_may_look = until.has_value();
    rules.carers_until = until.value_or(0);
    rules.reading.asks_about_risk = service::asks_about_risk(definition);
    rules.reading.is_written_back = is_written_back(reader, config, id);
    return rules;
  });
}

std::string reader_text(service::Reader reader, const InForce& rules, const Visit& visit) {
  switch (reader) {
    case service::Reader::therapist:
      return visit("your therapist");
    case service::Reader::cover:
      return visit("a colleague who stands in for your therapist");
    case service::Reader::supervisor_when_flagged:
      return visit("your therapist's supervisor, when a rating is out of the ordinary");
    case service::Reader::external_supervisor_initials:
      return visit("a supervisor from outside, who sees initials only");
    case service::Reader::carer:
      return text::fill(visit("whoever cares for you, until you are {age}"),
                        {{"age", std::to_string(rules.carers_until)}});
    case service::Reader::records_officer:
      return visit("the practice's records officer");
    case service::Reader::clinician_in_emergency:
      return visit("in an emergency another clinician, who has to say why");
    case service::Reader::duty_contact:
      return visit("the practice's duty contact, where an answer is about risk");
    case service::Reader::practice_system:
      return visit("everybody who may open your chart in the practice system");
  }
  return {};
}

}  // namespace

std::string who_reads(const Visit& visit, const ClientId& client,
                      const instrument::Definition& definition) {
  const auto rules = in_force(visit, client, definition);
  std::string readers;
  for (const auto reader : service::readers_of_client_form(rules.reading))
    readers += (readers.empty() ? "" : visit("; ")) + reader_text(reader, rules, visit);
  const auto when = rules.is_sealed
                        ? visit(
                              "Your therapist reads it after rating the session too, at the latest "
                              "after 24 hours.")
                        : visit("It can be read as soon as you send it.");
  return text::fill(visit("Who can read this: {readers}."), {{"readers", readers}}) + " " + when +
         " " +
         visit(
             "Leaving it blank does not affect your care; your therapist may ask how you find the "
             "forms.");
}

}  // namespace holdfast::web
