// SPDX-License-Identifier: MIT
#include "service/subjects.hpp"

#include <algorithm>

namespace holdfast::service {

std::vector<SubjectOfCourse> subjects_of(House& house, const PictureOfCourse& picture) {
  const auto& own = picture.access.client;
  std::vector<SubjectOfCourse> subjects;
  house.store().read([&](store::Reader& reader) {
    const auto own_key = reader.people.find_key(own.id).value_or(ClientKey{});
    subjects.push_back({own_key, picture.access.client_name()});
    for (const auto& rating : picture.held.ratings) {
      const bool is_known =
          std::any_of(subjects.begin(), subjects.end(),
                      [&](const SubjectOfCourse& known) { return known.key == rating.subject; });
      if (is_known) continue;
      const auto id = reader.people.client_of(rating.subject);
      const auto client = id ? reader.mirror.client(*id) : std::nullopt;
      if (client)
        subjects.push_back(
            {rating.subject, picture.access.initials_only ? client->initials : client->name});
    }
  });
  return subjects;
}

void keep_subject(PictureOfCourse& picture, const ClientKey& subject) {
  auto& held = picture.held;
  std::set<RatingId> others;
  for (const auto& rating : held.ratings)
    if (rating.subject != subject) others.insert(rating.id);
  if (others.empty()) return;
  std::erase_if(held.ratings, [&](const auto& rating) { return others.contains(rating.id); });
  std::erase_if(held.comments, [&](const auto& one) { return others.contains(one.rating); });
  std::erase_if(held.alerts,
                [&](const store::AlertNow& alert) { return alert.alert.subject != subject; });
  std::erase_if(held.repairs,
                [&](const store::RepairNow& repair) { return repair.subject != subject; });
  std::erase_if(picture.comments, [&](const auto& one) { return others.contains(one.first); });
  std::erase_if(picture.annotations, [&](const auto& one) { return others.contains(one.rating); });
}

}  // namespace holdfast::service
