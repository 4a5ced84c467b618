// SPDX-License-Identifier: MIT
#include "service/delivery_pause.hpp"

#include <filesystem>
#include <fstream>

#include "json/parse.hpp"
#include "json/writer.hpp"
#include "service/audit_anchor.hpp"
#include "service/house.hpp"

namespace holdfast::service {
namespace {

constexpr std::string_view setting_key = "delivery.places";
constexpr std::string_view set_back_key = "delivery.set_back";  // the anchor that told

// A digest, so that no setting tells a path. Machines have an id of their own (machine-id(5)).
std::string place_of(const House& house) {
  std::string machine;
  std::ifstream("/etc/machine-id") >> machine;
  std::error_code ignored;
  const auto path = std::filesystem::weakly_canonical(house.store_path(), ignored);
  return store::sha256_hex(machine + "\n" + (ignored ? house.store_path() : path.string()));
}

std::vector<std::string> places_of(store::Reader& reader) {
  std::vector<std::string> places;
  const auto setting = reader.settings.find(setting_key);
  if (!setting) return places;
  if (const auto value = json::parse(setting->value))
    for (const auto& place : value->items()) places.push_back(place.text());
  return places;
}

void put(store::Unit& unit, const House& house, const std::vector<std::string>& places,
         const std::string& by) {
  json::Writer writer;
  writer.begin_array();
  for (const auto& place : places) writer.string(place);
  writer.end_array();
  unit.settings.put(
      store::PracticeSetting{std::string(setting_key), writer.take(), by, house.now()});
}

}  // namespace

bool is_delivery_paused(store::Reader& reader, const House& house) {
  if (!reader.settings.find(setting_key)) return false;
  const auto places = places_of(reader);
  return std::find(places.begin(), places.end(), place_of(house)) == places.end();
}

void settle_first_place(House& house) {
  const auto is_known = [](store::Reader& reader) {
    return reader.settings.find(setting_key).has_value();
  };
  if (house.store().read(is_known)) return;
  house.store().commit([&](store::Unit& unit) {
    if (!is_known(unit)) put(unit, house, {place_of(house)}, {});
  });
}

void confirm_place(store::Unit& unit, const House& house, const PersonId& by) {
  auto places = places_of(unit);
  places.push_back(place_of(house));
  put(unit, house, places, by.value);
}

void pause_if_set_back(House& house) {
  const auto anchor = last_kept_anchor(house);  // before the log is read: that only grows
  if (anchor.number == 0) return;
  const auto is_set_back = [&](store::Reader& reader) {
    if (is_as_anchored(reader, anchor)) return false;
    const auto told = reader.settings.find(set_back_key);
    return !told || told->value != anchor.hash;
  };
  if (!house.store().read(is_set_back)) return;
  house.store().commit([&](store::Unit& unit) {
    if (!is_set_back(unit)) return;  // told by another process meanwhile
    unit.settings.put(
        store::PracticeSetting{std::string(set_back_key), anchor.hash, {}, house.now()});
    forget_places(unit, house);
    store::AuditEntry entry;
    entry.actor_kind = "holdfast";
    entry.action = "store.set_back";
    entry.outcome = "done";
    entry.why = "anchor";
    entry.from = "tick";
    unit.audit.append(entry, house.now());
  });
  house.host().log(
      3,
      "store: it is older than what was kept of its audit log here, so it was put back by another "
      "tool, or its log was cut; delivery is paused. `holdfast audit verify` says where it ends");
}

void forget_places(store::Unit& unit, const House& house) { put(unit, house, {}, {}); }

}  // namespace holdfast::service
