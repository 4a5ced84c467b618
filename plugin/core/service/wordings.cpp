// SPDX-License-Identifier: MIT
#include "service/wordings.hpp"

#include "instrument/load.hpp"
#include "service/house.hpp"

namespace holdfast::service {
namespace {

constexpr std::string_view prefix = "wording/";

}  // namespace

Problems install_wording(House& house, std::string_view json) {
  if (auto problems = house.instruments().add_wording(json); !problems.empty()) return problems;
  const auto pack = instrument::load_wording(json);
  if (!pack) return pack.problems();
  house.store().commit([&](store::Unit& unit) {
    unit.settings.put(store::PracticeSetting{
        std::string(prefix) + pack->instrument + "/" + pack->version + "/" + pack->wording.language,
        std::string(json), "", house.now()});
  });
  return {};
}

std::vector<std::string> installed_wordings(House& house) {
  std::vector<std::string> found;
  for (const auto& setting :
       house.store().read([](store::Reader& reader) { return reader.settings.all(); }))
    if (setting.key.starts_with(prefix)) found.push_back(setting.value);
  return found;
}

void add_installed_wordings(House& house) {
  const auto settings =
      house.store().read([](store::Reader& reader) { return reader.settings.all(); });
  for (const auto& setting : settings) {
    if (!setting.key.starts_with(prefix)) continue;
    const auto problems = house.instruments().add_wording(setting.value);
    if (!problems.empty())
      house.host().log(
          4, "the wording pack " + setting.key + " is not used: " + problems.front().message);
  }
}

}  // namespace holdfast::service
