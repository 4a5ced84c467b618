// SPDX-License-Identifier: MIT
#include "service/second_contact.hpp"

#include <algorithm>

#include "instrument/score.hpp"

namespace holdfast::service {
namespace {

// The item as every form has it; no instrument's own, so that it joins no rating, export or sheet.
const instrument::Item& item() {
  static const auto made = [] {
    instrument::Item text;
    text.id = second_contact_item;
    text.kind = instrument::ItemKind::text;
    text.max_length = longest_second_contact_text;
    return text;
  }();
  return made;
}

}  // namespace

SecondContact second_contact_of(House& house, const OpenedForm& opened) {
  const PersonId contact{house.config().second_contact};
  if (contact.empty()) return {};
  return house.store().read([&](store::Reader& reader) -> SecondContact {
    auto therapists = opened.course.clinicians;
    therapists.push_back(opened.form.clinician);
    const bool is_therapist =
        std::any_of(therapists.begin(), therapists.end(), [&](const ClinicianId& clinician) {
          const auto known = reader.mirror.clinician(clinician);
          return !known || known->person == contact;  // unknown means no
        });
    if (is_therapist) return {};
    return {contact, reader.people.name_of(contact)};
  });
}

Problems check_second_contact(const PersonId& contact, const std::string& text) {
  if (text.empty()) return {};
  if (contact.empty())
    return {{"/answers/second_contact", "unknown-item",
             "This form asks for nothing to be passed on to someone else at the practice."}};
  const auto problem = instrument::check_answer(item(), text);
  return problem ? Problems{*problem} : Problems{};
}

std::optional<WrittenToSecondContact> written_to_second_contact(store::Reader& reader,
                                                                const store::ReadToday& item) {
  const auto rating = reader.ratings.find(item.rating);
  if (!rating) return std::nullopt;
  WrittenToSecondContact written{{}, {}, rating->day};
  for (const auto& comment : reader.ratings.comments(item.rating, store::Addressee::second_contact))
    written.text = comment.text;
  if (const auto id = reader.people.client_of(item.client))
    if (const auto client = reader.mirror.client(*id)) written.client = client->name;
  return written;
}

}  // namespace holdfast::service
