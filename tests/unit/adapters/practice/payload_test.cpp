// SPDX-License-Identifier: MIT
#include <holdfast/cpp/payload_json.hpp>

#include "open_practice.hpp"

using namespace practice_test;
namespace payload = holdfast::payload;

namespace {

// Reads the example of a schema as T and writes it again.
template <class T>
void keeps_examples(const std::string& name) {
  std::ifstream stream{std::string{HOLDFAST_SOURCE_DIR} + "/host-sdk/include/holdfast/schemas/" +
                       name + ".schema.json"};
  const auto schema = Json::parse(stream);
  REQUIRE_FALSE(schema["examples"].empty());
  for (const auto& example : schema["examples"]) {
    const Json again = example.get<T>();
    for (const auto& [field, value] : example.items()) {
      INFO(name << " " << field);
      // An absent list and an empty one mean the same.
      CHECK((again.contains(field) ? again[field] == value : value.empty()));
    }
  }
}

}  // namespace

TEST_CASE("the schemas' examples survive reading and writing") {
  keeps_examples<payload::Client>("client");
  keeps_examples<payload::Clinician>("clinician");
  keeps_examples<payload::Course>("course");
  keeps_examples<payload::Session>("session");
  keeps_examples<payload::Person>("person");
}

TEST_CASE("days and instants are read as written in full and refused otherwise") {
  using holdfast::payload::parse_day;
  using holdfast::payload::parse_instant;
  using holdfast::payload::to_text;
  CHECK(to_text(*parse_day("2024-02-29")) == "2024-02-29");
  for (const auto* wrong : {"", "2023-02-29", "2024-2-9", "2024-02-29x", "24-02-29", "2024-13-01"})
    CHECK_FALSE(parse_day(wrong));
  CHECK(to_text(*parse_instant("2024-02-29T23:30:00+02:00")) == "2024-02-29T21:30:00Z");
  CHECK(to_text(*parse_instant("2024-02-29T23:30:00.0625-01:30")) == "2024-03-01T01:00:00.062Z");
  CHECK(to_text(*parse_instant("1969-12-31T23:59:59.5Z")) == "1969-12-31T23:59:59.500Z");
  for (const auto* wrong : {"", "2024-02-29", "2024-02-29T23:30:00", "2024-02-29 23:30:00Z",
                            "2024-02-29T24:00:00Z", "2024-02-29T23:60:00Z", "2024-02-29T23:30:00.Z",
                            "2024-02-29T23:30:00Zx", "2024-02-29T23:30:00+2"})
    CHECK_FALSE(parse_instant(wrong));
}

TEST_CASE("an object that breaks the rules of the ABI is refused") {
  const auto status_of = [](const std::string& text) {
    try {
      payload::parse_object(text, "thing");
      return holdfast_status{HOLDFAST_OK};
    } catch (const holdfast::Failure& failure) {
      return failure.status();
    }
  };
  CHECK(status_of("{}") == HOLDFAST_OK);
  CHECK(status_of("{\"a\":{\"b\":1},\"c\":{\"b\":1}}") == HOLDFAST_OK);
  CHECK(status_of("{\"a\":[{\"b\":1,\"b\":2}]}") == HOLDFAST_E_INVALID);
  CHECK(status_of("{\"a\":\"\xff\"}") == HOLDFAST_E_INVALID);
  CHECK(status_of("{\"a\":NaN}") == HOLDFAST_E_INVALID);
  CHECK(status_of("{}{}") == HOLDFAST_E_INVALID);
  CHECK(status_of("{\"a\":" + std::string(31, '[') + std::string(31, ']') + "}") == HOLDFAST_OK);
  CHECK(status_of("{\"a\":" + std::string(32, '[') + std::string(32, ']') + "}") ==
        HOLDFAST_E_LIMIT);
  CHECK(status_of(std::string(100000, '[')) == HOLDFAST_E_LIMIT);
}
