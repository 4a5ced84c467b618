// SPDX-License-Identifier: MIT
#include "service/audit_view.hpp"

#include "service/course_access.hpp"

namespace holdfast::service {
namespace {

std::string who_of(store::Reader& reader, const store::AuditEntry& entry) {
  const bool is_tool = entry.actor_kind == "tool" && !entry.actor.empty();
  if (entry.actor_kind != "staff" && !is_tool) return {};
  const auto name = reader.people.name_of(PersonId{entry.actor});
  return name.empty() ? entry.actor : name;
}

std::string client_of(store::Reader& reader, const store::ClientKey& key) {
  if (key.value.empty()) return {};
  const auto id = reader.people.client_of(key);
  const auto client = id ? reader.mirror.client(*id) : std::nullopt;
  return client ? client->name : std::string{};
}

}  // namespace

Reply<AuditPage> read_audit(House& house, const access::Principal& principal,
                            const AuditQuestion& question, std::string_view from) {
  const auto today = house.day_of(house.now());
  const bool may = access::decide(principal, access::Action::see_audit, {}, today).allowed;
  note_in_audit(house, {principal, access::Action::see_audit, "audit.read", from},
                may ? "done" : "denied");
  if (!may)
    return Refusal{
        Refusal::Kind::denied, "denied", "The audit log is for the records officer.", {}};
  return house.store().read([&](store::Reader& reader) {
    AuditPage page;
    page.lines = reader.audit.head().number;
    auto lines = reader.audit.newest(question.before, question.person, audit_page_length + 1);
    page.has_more = lines.size() > audit_page_length;
    if (page.has_more) lines.pop_back();
    for (auto& line : lines) {
      AuditRow row;
      row.who = who_of(reader, line.entry);
      row.client = client_of(reader, line.entry.client);
      row.line = std::move(line);
      page.rows.push_back(std::move(row));
    }
    for (const auto& seen : reader.people.staff())
      page.people.emplace_back(seen.person.id.value, seen.person.name);
    return page;
  });
}

}  // namespace holdfast::service
