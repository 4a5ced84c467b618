// SPDX-License-Identifier: MIT
#include "service/records_desk.hpp"

#include "service/erase_client.hpp"
#include "service/merged_files.hpp"
#include "service/records_gate.hpp"

namespace holdfast::service {
namespace {

Refusal unknown() {
  return {Refusal::Kind::not_found, "unknown-client", "There is no such file.", {}};
}

std::optional<DeskClient> client_of(store::Reader& reader, const store::ClientKey& key) {
  const auto id = reader.people.client_of(key);
  if (!id) return std::nullopt;
  const auto known = reader.mirror.client(*id);
  return DeskClient{key, known ? known->name : std::string{}};
}

std::optional<DeskFile> file_of(store::Reader& reader, const House& house,
                                const store::ClientKey& key) {
  auto client = client_of(reader, key);
  if (!client) return std::nullopt;
  DeskFile file;
  file.client = std::move(*client);
  for (const auto& one : files_of(reader, key)) {
    for (auto& request : reader.records.requests_of(one))
      file.requests.push_back(std::move(request));
    for (auto& hold : reader.records.holds_of(one)) file.holds.push_back(std::move(hold));
  }
  for (auto& end : reader.ratings.ends_of_client(key))
    if (auto rating = reader.ratings.find(end.rating))
      file.ended.push_back({std::move(end), std::move(*rating)});
  file.kept_until = retention_ends(reader, house, *reader.people.client_of(key));
  file.erasure = reader.records.erasure_request_of(key);
  if (file.erasure) file.erasure_asked_by = reader.people.name_of(PersonId{file.erasure->asked_by});
  return file;
}

bool is_reason(const std::string& text) {
  constexpr std::size_t longest = 500;
  return !text.empty() && text.size() <= longest;
}

// Answers a refusal, or none and the act is in the unit.
struct Doing {
  store::Unit& unit;
  const House& house;
  const access::Principal& principal;
  const store::ClientKey& client;

  static std::optional<Refusal> gone() {
    return Refusal{Refusal::Kind::conflict,
                   "not-open",
                   "This is not open any more; look at the file again.",
                   {}};
  }
  std::optional<Refusal> operator()(const RecordRequest&) const {
    unit.records.insert(store::AccessRequest{
        unit.ids.uuid(), client, house.day_of(house.now()), principal.person.id.value, {}});
    return std::nullopt;
  }
  std::optional<Refusal> operator()(const AnswerRequest& act) const {
    return unit.records.answer(act.id, house.now()) ? std::nullopt : gone();
  }
  std::optional<Refusal> operator()(const PlaceHold& act) const {
    if (!is_reason(act.reason))
      return invalid({{"reason", "required", "Say in up to 500 characters why it is kept."}});
    unit.records.insert(store::LegalHold{
        unit.ids.uuid(), client, act.reason, principal.person.id.value, house.now(), {}, {}});
    return std::nullopt;
  }
  std::optional<Refusal> operator()(const AskErasure& act) const {
    if (!is_reason(act.reason))
      return invalid({{"reason", "required", "Say in up to 500 characters why it is erased."}});
    const store::ErasureRequest request{client, act.reason, principal.person.id.value, house.now()};
    return unit.records.insert(request) ? std::nullopt : gone();
  }
  std::optional<Refusal> operator()(const TakeBackErasure&) const {
    return unit.records.take_back_erasure(client) ? std::nullopt : gone();
  }
  std::optional<Refusal> operator()(const LiftHold& act) const {
    return unit.records.lift(act.id, principal.person.id.value, house.now()) ? std::nullopt
                                                                             : gone();
  }
};

}  // namespace

Reply<Desk> read_desk(House& house, const access::Principal& principal, const std::string& text,
                      std::string_view from) {
  constexpr int most_found = 50;
  if (auto refusal = closed(house, {principal, "records.desk", from})) return *refusal;
  Desk desk;
  if (!text.empty())
    desk.found = house.store().commit([&](store::Unit& unit) {
      std::vector<DeskClient> found;
      for (const auto& client : unit.mirror.search(text, most_found))
        found.push_back({unit.people.key_of(client.id), client.name});
      return found;
    });
  house.store().read([&](store::Reader& reader) {
    for (auto& request : reader.records.open_requests())
      if (auto client = client_of(reader, request.client))
        desk.waiting.push_back({std::move(*client), std::move(request)});
    for (auto& request : reader.records.erasure_requests())
      if (auto client = client_of(reader, request.client))
        desk.to_erase.push_back({std::move(*client), std::move(request)});
  });
  desk.emergencies = emergency_looks(house, principal);
  return desk;
}

Reply<DeskFile> read_desk_file(House& house, const access::Principal& principal,
                               const store::ClientKey& client, std::string_view from) {
  if (auto refusal = closed(house, {principal, "records.read", from, client})) return *refusal;
  auto file =
      house.store().read([&](store::Reader& reader) { return file_of(reader, house, client); });
  if (!file) return unknown();
  return std::move(*file);
}

Reply<ClientFile> read_whole_file(House& house, const access::Principal& principal,
                                  const store::ClientKey& client, std::string_view from,
                                  const text::Language& language) {
  if (auto refusal = closed(house, {principal, "records.document", from, client})) return *refusal;
  auto file = house.store().read([&](store::Reader& reader) -> std::optional<ClientFile> {
    const auto id = reader.people.client_of(client);
    if (!id) return std::nullopt;
    return read_client_file(reader, house, *id, language);
  });
  if (!file) return unknown();
  return std::move(*file);
}

Reply<DeskFile> act_on_desk(House& house, const access::Principal& principal,
                            const store::ClientKey& client, std::string_view from,
                            const DeskAct& act) {
  static constexpr std::string_view verbs[] = {"records.request",     "records.answer",
                                               "records.hold",        "records.lift_hold",
                                               "records.ask_erasure", "records.take_back_erasure"};
  if (auto refusal = closed(house, {principal, verbs[act.index()], from, client})) return *refusal;
  std::optional<DeskFile> file;
  const auto refusal = house.store().commit([&](store::Unit& unit) -> std::optional<Refusal> {
    if (!client_of(unit, client)) return unknown();
    if (auto refused = std::visit(Doing{unit, house, principal, client}, act)) return refused;
    file = file_of(unit, house, client);
    return std::nullopt;
  });
  if (refusal) return *refusal;
  return std::move(*file);
}

}  // namespace holdfast::service
