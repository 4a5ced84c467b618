// SPDX-License-Identifier: MIT
// Any body is a form's fields or is refused; fields that were read can be written and read back.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "instrument/catalogue.hpp"
#include "instrument/score.hpp"
#include "web/http/fields.hpp"

using namespace holdfast;

namespace {

std::string written(const web::Fields& fields) {
  std::string text;
  for (const auto& [name, value] : fields.all())
    text +=
        (text.empty() ? "" : "&") + web::percent_encoded(name) + '=' + web::percent_encoded(value);
  return text;
}

// What a page does with them: each item's typed answer is read or is a problem.
void read_answers(const web::Fields& fields) {
  static const auto* const catalogue = new instrument::Catalogue;
  for (const auto& item : catalogue->find("holdfast-session")->items)
    if (const auto answer = instrument::read_answer(item, fields.get("a." + item.id));
        !answer && answer.problems().empty())
      std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto fields = web::Fields::parse({reinterpret_cast<const char*>(bytes), size});
  if (!fields) {
    if (fields.problems().empty()) std::abort();
    return 0;
  }
  for (const auto& [name, value] : fields->all())
    if ((name + value).find('\0') != std::string::npos) std::abort();
  const auto again = web::Fields::parse(written(*fields));
  if (!again || again->all() != fields->all()) std::abort();
  read_answers(*fields);
  return 0;
}
