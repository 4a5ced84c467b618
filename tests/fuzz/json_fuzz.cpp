// SPDX-License-Identifier: MIT
// Any bytes are read or refused; what is read can be written and reads back the same.
#include <cstdint>
#include <cstdlib>

#include "json/parse.hpp"
#include "json/writer.hpp"

using namespace holdfast;

namespace {

void write(json::Writer& out, const json::Value& value) {
  switch (value.kind()) {
    case json::Kind::null:
      out.null();
      break;
    case json::Kind::boolean:
      out.boolean(value.boolean());
      break;
    case json::Kind::number:
      out.raw(value.text());
      break;
    case json::Kind::string:
      out.string(value.text());
      break;
    case json::Kind::array:
      out.begin_array();
      for (const auto& item : value.items()) write(out, item);
      out.end_array();
      break;
    case json::Kind::object:
      out.begin_object();
      for (const auto& [name, member] : value.members()) write(out.key(name), member);
      out.end_object();
      break;
  }
}

std::string written(const json::Value& value) {
  json::Writer out;
  write(out, value);
  return out.take();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto value = json::parse({reinterpret_cast<const char*>(bytes), size});
  if (!value) {
    if (value.problems().empty() || value.problems().front().line < 1) std::abort();
    return 0;
  }
  const auto text = written(*value);
  const auto again = json::parse(text, {text.size(), 32});
  if (!again || written(*again) != text) std::abort();
  return 0;
}
