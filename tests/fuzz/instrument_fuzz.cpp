// SPDX-License-Identifier: MIT
// Any file is a definition, a wording pack or a list of problems; any answers are scored or
// refused.
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "instrument/check.hpp"
#include "instrument/score.hpp"
#include "json/parse.hpp"

using namespace holdfast;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const auto* const catalogue = new instrument::Catalogue;
  const std::string_view text{reinterpret_cast<const char*>(bytes), size};
  for (const auto& problem : instrument::check(text, *catalogue))
    if (problem.message.empty() || problem.line < 1 || problem.column < 1) std::abort();
  const auto parsed = json::parse(text);
  if (!parsed) return 0;
  for (const auto* id : {"holdfast-session", "holdfast-alliance-12", "srs-3", "oq-45"}) {
    const auto& definition = *catalogue->find(id);
    const auto answers = instrument::read_answers(definition, *parsed);
    if (!answers) continue;
    const auto scored = instrument::score(definition, *answers);
    if (!scored) continue;
    const auto& scale = definition.total->scale;
    if (!scored->total || !(scored->raw >= scale.min && scored->raw <= scale.max)) std::abort();
  }
  return 0;
}
