// SPDX-License-Identifier: MIT
// What changed on the server, for the mirror: a first round over everything, then rounds over what
// was updated since the round before began. A page of the server's is held at a time, never more;
// the courses of a first round are kept until its end, so that sessions need no question each.
// Threads: changes() one call at a time.
#pragma once
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "directory.hpp"
#include "state.hpp"

namespace holdfast::adapters::fhir {

class Sync {
 public:
  using Warn = std::function<void(const std::string& sentence)>;
  Sync(const Settings& settings, Server& server, Directory& directory, const State& state,
       Warn warn);

  // -> schemas/changes.schema.json; throws Failure(INVALID) for a cursor that is not ours.
  std::string changes(std::string_view cursor, std::uint32_t limit, payload::Instant now);

 private:
  struct Cursor {
    std::int64_t round = 0;
    std::int64_t phase = 0;
    std::int64_t link = 0;    // 0: the phase's first page
    std::int64_t offset = 0;  // changes of that page that were given already
    bool operator==(const Cursor&) const = default;
  };
  struct Page {
    Cursor at;  // its offset is 0
    std::vector<std::string> changes;
    std::int64_t next = 0;  // link; 0: the phase ends with it
  };
  std::string written(const Cursor& cursor) const;
  Cursor read(std::string_view text) const;
  const Page& page_at(const Cursor& cursor, payload::Instant now);
  SearchPage fetch(const Cursor& cursor);
  SearchPage begin_phase(const Cursor& cursor);
  std::optional<SearchPage> search(const std::string& type, const Parameters& parameters,
                                   const std::string& since);
  void say_what_is_missing();
  void say(const std::string& about, const std::string& sentence);
  void add_changes(Page& page, const SearchPage& found, bool is_first_round);
  std::vector<bool> are_known(const Cursor& cursor, const SearchPage& found) const;

  void add_person(Page& page, const Json& resource, bool is_client);
  void add_course(Page& page, const mapping::Treatment& treatment, bool is_first_round);
  void add_session(Page& page, const mapping::Meeting& meeting, const Json& encounters,
                   bool is_first_round);
  void add_encounter(Page& page, const Json& encounter, const SearchPage& found,
                     bool is_first_round);

  const Settings& settings_;
  Server& server_;
  Directory& directory_;
  const State& state_;
  Warn warn_;
  std::set<std::string> said_;  // once, until it is so no more
  Page page_;
  bool has_page_ = false;
  // Of the first round, while this process has seen all of its courses.
  std::unordered_map<std::string, std::vector<payload::Course>> swept_;
  bool has_swept_courses_ = false;
};

}  // namespace holdfast::adapters::fhir
