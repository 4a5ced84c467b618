// SPDX-License-Identifier: MIT
#include "web/pages/who_reads.hpp"

#include "service/forms.hpp"
#include "service/house.hpp"
#include "service/practice_rules.hpp"

namespace holdfast::web {
namespace {

std::string reader_text(service::Reader reader, const Visit& visit) {
  switch (reader) {
    case service::Reader::therapist:
      return visit("your therapist");
    case service::Reader::cover:
      return visit("a colleague who stands in for your therapist");
    case service::Reader::supervisor_when_flagged:
      return visit("your therapist's supervisor, when a rating is out of the ordinary");
    case service::Reader::external_supervisor_initials:
      return visit("a supervisor from outside, who sees initials only");
  }
  return {};
}

}  // namespace

std::string who_reads(const Visit& visit) {
  std::string readers;
  for (const auto reader : service::readers_of_client_form())
    readers += (readers.empty() ? "" : visit("; ")) + reader_text(reader, visit);
  const bool is_sealed = visit.house().store().read([&](store::Reader& reader) {
    return service::seals_ratings(reader, visit.house().config());
  });
  const auto when = is_sealed
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
