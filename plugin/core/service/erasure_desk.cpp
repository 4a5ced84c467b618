// SPDX-License-Identifier: MIT
#include "service/erasure_desk.hpp"

#include <algorithm>

#include "json/parse.hpp"
#include "service/merged_files.hpp"
#include "service/records_gate.hpp"

namespace holdfast::service {
namespace {

// Who asked agrees by carrying it out only where there is nobody else to.
EraseWish wish_of(store::Reader& reader, const access::Principal& principal,
                  const store::ErasureRequest& request) {
  EraseWish wish;
  wish.client = reader.people.client_of(request.client).value_or(ClientId{});
  wish.reason = request.reason;
  wish.asked_by = PersonId{request.asked_by};
  if (principal.person.id != wish.asked_by) wish.agreed_by = principal.person.id;
  return wish;
}

// A hold on a file that was merged into this one holds this one too.
bool is_held(store::Reader& reader, const store::ClientKey& key) {
  const auto files = files_of(reader, key);
  return std::any_of(files.begin(), files.end(),
                     [&](const auto& file) { return reader.records.is_held(file); });
}

std::vector<std::string> lines_of(const json::Value& certificate, std::string_view list,
                                  std::initializer_list<std::string_view> fields) {
  std::vector<std::string> lines;
  const auto* all = certificate.find(list);
  if (!all) return lines;
  for (const auto& one : all->items()) {
    std::string line;
    for (const auto field : fields)
      if (const auto text = one.string_or(field); !text.empty())
        line.append(line.empty() ? "" : " – ").append(text);
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace

std::optional<Refusal> erasure_waits_for(House& house, const access::Principal& principal,
                                         const store::ErasureRequest& request) {
  const auto wish = house.store().read(
      [&](store::Reader& reader) { return wish_of(reader, principal, request); });
  return objection(house, wish);
}

Reply<Erased> carry_out_erasure(House& house, const access::Principal& principal,
                                const store::ClientKey& client, std::string_view from) {
  if (auto refusal = closed(house, {principal, "records.erase", from, client})) return *refusal;
  std::optional<EraseWish> wish;
  house.store().read([&](store::Reader& reader) {
    if (const auto request = reader.records.erasure_request_of(client))
      wish = wish_of(reader, principal, *request);
  });
  if (!wish)
    return Refusal{Refusal::Kind::conflict,
                   "not-open",
                   "This is not open any more; look at the file again.",
                   {}};
  return erase_client(house, *wish);
}

Reply<Certificate> read_certificate(House& house, const access::Principal& principal,
                                    const std::string& erasure, std::string_view from) {
  if (auto refusal = closed(house, {principal, "records.certificate", from})) return *refusal;
  std::optional<Certificate> found;
  house.store().read([&](store::Reader& reader) {
    auto text = reader.erasures.certificate(erasure);
    const auto certificate = json::parse(text.value_or(""));
    if (!text || !certificate) return;
    found.emplace();
    auto& said = found->erasure;
    said.id = erasure;
    said.reason = certificate->string_or("reason");
    said.asked_by = certificate->string_or("asked_by");
    said.agreed_by = certificate->string_or("agreed_by");
    said.at = parse_instant(certificate->string_or("at")).value_or(Instant{});
    found->asked_by = reader.people.name_of(PersonId{said.asked_by});
    found->agreed_by = reader.people.name_of(PersonId{said.agreed_by});
    found->in_the_practice_system =
        lines_of(*certificate, "in_the_practice_system", {"kind", "name"});
    found->in_backups = lines_of(*certificate, "in_backups", {"at", "place"});
    found->json = std::move(*text);
  });
  if (!found)
    return Refusal{Refusal::Kind::not_found, "unknown-erasure", "There is no such erasure.", {}};
  return std::move(*found);
}

Reply<std::vector<store::Erasure>> read_erasures(House& house, const access::Principal& principal,
                                                 std::string_view from) {
  constexpr std::size_t most = 100;
  if (auto refusal = closed(house, {principal, "records.erasures", from})) return *refusal;
  auto all = house.store().read([](store::Reader& reader) { return reader.erasures.all(); });
  std::reverse(all.begin(), all.end());
  if (all.size() > most) all.resize(most);
  return all;
}

Reply<PastRetention> files_past_retention(House& house, const access::Principal& principal,
                                          std::string_view from) {
  constexpr int most = 60;
  if (auto refusal = closed(house, {principal, "records.retention", from})) return *refusal;
  const auto today = house.day_of(house.now());
  const auto years = std::chrono::years{house.config().retention_years};
  const auto ended_by = std::chrono::floor<std::chrono::days>(std::chrono::sys_days{today} - years);
  return house.store().read([&](store::Reader& reader) {
    PastRetention past;
    past.years = house.config().retention_years;
    past.age = house.config().retention_age;
    for (const auto& client : reader.mirror.clients_by_end(ended_by, most)) {
      const auto key = reader.people.find_key(client.id);
      if (!key || is_held(reader, *key)) continue;
      const auto ends = retention_ends(reader, house, client.id);
      if (ends && *ends <= today) past.files.push_back({{*key, client.name}, *ends});
    }
    return past;
  });
}

}  // namespace holdfast::service
