// SPDX-License-Identifier: MIT
#include "gnumed/listener.hpp"

#include <catch2/catch.hpp>

using namespace holdfast::adapters::gnumed;

namespace {

Heard heard_in(std::string_view text) {
  Heard heard;
  read_announcement(text, heard);
  return heard;
}

}  // namespace

TEST_CASE("an announcement names the person it is about") {
  const auto heard =
      heard_in("operation=INSERT::table=dem.message_inbox::PK name=pk::row PK=16::person PK=12");
  CHECK(heard.persons == std::set<int>{12});
  CHECK(heard.deleted_encounters.empty());
}

TEST_CASE("a deleted encounter is told with its number, another deleted row is not") {
  CHECK(heard_in("operation=DELETE::table=clin.encounter::PK name=pk::row PK=31::person PK=12")
            .deleted_encounters == std::set<int>{31});
  CHECK(heard_in("operation=DELETE::table=clin.episode::PK name=pk::row PK=31::person PK=12")
            .deleted_encounters.empty());
}

TEST_CASE("what is about nobody, or is no announcement of GNUmed's, is nothing") {
  for (const auto* text : {"", "operation=UPDATE::table=cfg.report_query::PK name=pk::row PK=2",
                           "::person PK=", "::person PK=x", "::person PK=-4",
                           "::person PK=99999999999999", "anything"}) {
    INFO(text);
    CHECK(heard_in(text).is_empty());
  }
}
