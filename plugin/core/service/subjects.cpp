// SPDX-License-Identifier: MIT
#include "service/subjects.hpp"

#include <algorithm>

namespace holdfast::service {

namespace {

// In the order of their ratings; who has none that may be shown comes last.
std::vector<ClientKey> keys_in(const PictureOfCourse& picture) {
  std::vector<ClientKey> keys;
  const auto add = [&](const ClientKey& key) {
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
  };
  for (const auto& rating : picture.held.ratings) add(rating.subject);
  for (const auto& rating : picture.outcomes) add(rating.subject);
  for (const auto& alert : picture.held.alerts) add(alert.alert.subject);
  for (const auto& [key, sessions] : picture.sealed_of) add(key);
  return keys;
}

}  // namespace

std::vector<SubjectOfCourse> subjects_of(House& house, const PictureOfCourse& picture) {
  const auto& own = picture.access.client;
  std::vector<SubjectOfCourse> subjects;
  house.store().read([&](store::Reader& reader) {
    const auto own_key = reader.people.find_key(own.id).value_or(ClientKey{});
    subjects.push_back({own_key, picture.access.client_name()});
    for (const auto& key : keys_in(picture)) {
      if (key == own_key) continue;
      const auto id = reader.people.client_of(key);
      const auto client = id ? reader.mirror.client(*id) : std::nullopt;
      if (client)
        subjects.push_back({key, picture.access.initials_only ? client->initials : client->name});
    }
  });
  return subjects;
}

std::optional<Partner> partner_meant(store::Reader& reader, const ClientKey& subject,
                                     const ClientId& own) {
  const auto id = reader.people.client_of(subject);
  if (!id || *id == own) return std::nullopt;
  auto client = reader.mirror.client(*id);
  if (!client) return std::nullopt;
  return Partner{subject, std::move(*client)};
}

void keep_subject(PictureOfCourse& picture, const ClientKey& subject) {
  leave_out(picture, [&](const ClientKey& of) { return of != subject; });
  picture.sealed_sessions = picture.sealed_of[subject];
}

}  // namespace holdfast::service
