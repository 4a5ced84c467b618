// SPDX-License-Identifier: MIT
#include "contents.hpp"

#include <fstream>
#include <holdfast/cpp/payload_json.hpp>
#include <iterator>

namespace holdfast::adapters::practice {
namespace {

using payload::Fields;
using payload::Json;

constexpr payload::ReadLimits import_limits{64 * 1024 * 1024, 32};

// `schema` and, for sessions, `day` need not be written in an import file: the list says the one,
// the practice's zone the other.
template <class Thing>
Thing read_thing(Json json, const char* schema) {
  if (json.is_object() && !json.contains("schema")) json["schema"] = schema;
  if constexpr (std::is_same_v<Thing, payload::Session>)
    if (json.is_object() && !json.contains("day")) json["day"] = "1970-01-01";
  auto thing = json.template get<Thing>();
  return thing;
}

template <class Thing>
std::vector<Thing> read_list(const Fields& fields, const char* name, const char* schema) {
  std::vector<Thing> all;
  const auto& list = fields.list(name);
  all.reserve(list.size());
  for (const auto& entry : list) {
    try {
      all.push_back(read_thing<Thing>(entry, schema));
    } catch (const Failure& failure) {
      throw Failure(failure.status(), std::string{"import: "} + name + " entry " +
                                          std::to_string(all.size() + 1) + ": " + failure.what());
    }
  }
  return all;
}

}  // namespace

void from_json(const Json& json, User& user) {
  json.get_to(static_cast<payload::Person&>(user));
  user.active = Fields{json, "user"}.flag_or("active", true);
}

Contents read_contents(std::string_view json) {
  const auto parsed = payload::parse_object(json, "import", import_limits);
  const Fields fields{parsed, "import"};
  fields.expect_schema("holdfast.practice-import/1");
  return {read_list<payload::Clinician>(fields, "clinicians", "holdfast.clinician/1"),
          read_list<payload::Client>(fields, "clients", "holdfast.client/1"),
          read_list<payload::Course>(fields, "courses", "holdfast.course/1"),
          read_list<payload::Session>(fields, "sessions", "holdfast.session/1"),
          read_list<User>(fields, "users", "holdfast.person/1")};
}

Contents read_contents_file(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  if (!stream)
    throw Failure(HOLDFAST_E_NOT_FOUND, "the import file " + file.string() + " cannot be read");
  const std::string text{std::istreambuf_iterator<char>{stream}, {}};
  return read_contents(text);
}

}  // namespace holdfast::adapters::practice
