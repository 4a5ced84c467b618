// SPDX-License-Identifier: MIT
#include "service/taking_part.hpp"

#include <algorithm>

namespace holdfast::service {

std::vector<practice::Client> taking_part(store::Reader& reader, const SessionAccess& session) {
  std::vector<practice::Client> all{session.course.client};
  for (const auto& id : session.session.participants)
    if (auto client = reader.mirror.client(id); client && id != session.course.client.id)
      all.push_back(std::move(*client));
  return all;
}

Reply<practice::Client> participant(store::Reader& reader, const SessionAccess& session,
                                    const ClientId& who) {
  for (auto& client : taking_part(reader, session))
    if (who.empty() || client.id == who) return std::move(client);
  return invalid({{"who", "unknown", "Choose one of those who take part in this session."}});
}

std::vector<ClientId> participants_of(store::Reader& reader, const CourseId& id) {
  std::vector<ClientId> all;
  const auto add = [&](const ClientId& client) {
    if (std::find(all.begin(), all.end(), client) == all.end()) all.push_back(client);
  };
  if (const auto course = reader.mirror.course(id)) add(course->client);
  for (const auto& [session, number] : reader.mirror.sessions_of_course(id))
    for (const auto& client : session.participants) add(client);
  for (const auto& subject : reader.states.subjects_of(id))
    if (const auto client = reader.people.client_of(subject)) add(*client);
  return all;
}

}  // namespace holdfast::service
