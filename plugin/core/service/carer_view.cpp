// SPDX-License-Identifier: MIT
#include "service/carer_view.hpp"

#include "service/practice_rules.hpp"

namespace holdfast::service {
namespace {

std::vector<Ward> wards_of(House& house, const access::Principal& principal) {
  const auto today = house.day_of(house.now());
  return house.store().read([&](store::Reader& reader) {
    std::vector<Ward> wards;
    for (const auto& id : principal.person.cares_for)
      if (auto client = reader.mirror.client(id)) {
        const auto until = carers_may_look_until(reader, house.config(), *client, today);
        wards.push_back({std::move(*client), until, {}});
      }
    return wards;
  });
}

}  // namespace

Reply<std::vector<Ward>> read_wards(House& house, const access::Principal& principal,
                                    std::string_view from) {
  const bool is_carer = principal.kind == access::Principal::Kind::carer;
  if (!is_carer) {
    note_in_audit(house, {principal, access::Action::see_as_carer, "carer.read", from}, "denied");
    return Refusal{
        Refusal::Kind::denied, "denied", "This page is for those who care for a client here.", {}};
  }
  auto wards = wards_of(house, principal);
  for (auto& ward : wards) {
    if (!ward.shown_until) continue;
    const auto courses = house.store().read(
        [&](store::Reader& reader) { return reader.mirror.courses_of_client(ward.client.id); });
    for (const auto& course : courses)
      if (auto picture = read_as_carer(house, principal, course.id, from))
        ward.courses.push_back(std::move(*picture));
  }
  note_in_audit(house, {principal, access::Action::see_as_carer, "carer.read", from}, "done");
  return wards;
}

}  // namespace holdfast::service
