// SPDX-License-Identifier: MIT
#include "journal.hpp"

#include <holdfast/cpp/payload_json.hpp>

namespace holdfast::conform {

using payload::Json;

std::string as_config(const Errand& errand) {
  return Json{{"conform",
               {{"folder", errand.folder},
                {"case", errand.name},
                {"facts", errand.facts_json},
                {"seed", errand.seed}}}}
      .dump();
}

Errand read_errand(std::string_view config_json) {
  const auto config = payload::parse_object(config_json, "configuration of the probe");
  const payload::Fields fields{config, "configuration of the probe"};
  if (!fields.find("conform")) fields.refuse("conform", "is missing: hand on the configuration");
  const payload::Fields errand{*fields.find("conform"), "configuration of the probe"};
  return {errand.text("folder", 4096), errand.text("case"), errand.text("facts", 65'536),
          errand.find("seed") ? errand.find("seed")->get<std::uint64_t>() : 1};
}

}  // namespace holdfast::conform
