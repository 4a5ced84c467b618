// SPDX-License-Identifier: MIT
// A practice system made of plain values, for unit tests: what a test puts in is what comes out.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "practice/host.hpp"

namespace holdfast::tests {

struct StandInHost : practice::Host {
  template <class T>
  using Answer = practice::Answer<T>;

  Instant clock{};
  std::map<std::string, practice::Person, std::less<>> people;  // by actor
  std::map<std::string, practice::Client, std::less<>> clients;
  std::map<std::string, practice::Course, std::less<>> courses;
  std::map<std::string, practice::Clinician, std::less<>> clinicians;
  std::map<std::string, practice::Session, std::less<>> sessions;
  bool is_down = false;
  bool loses_answers = false;  // takes a notice, and then cannot be heard
  mutable int described = 0;
  mutable std::vector<std::string> logged;
  mutable std::vector<std::pair<std::string, std::string>> posted;  // notices: key, body
  mutable std::vector<std::string> withdrawn;                       // their keys
  std::string folder;

  template <class T, class Map>
  Answer<T> from(const Map& map, std::string_view id) const {
    if (is_down) return {practice::Outcome::unavailable, std::nullopt, "down"};
    const auto found = map.find(id);
    if (found == map.end()) return {practice::Outcome::not_found, std::nullopt, "no such id"};
    return {practice::Outcome::ok, found->second, {}};
  }

  std::string name() const override { return "stand-in"; }
  Instant now() const override { return clock; }
  std::string zone() const override { return "Europe/Berlin"; }
  std::string directory() const override { return folder; }
  void log(int, std::string_view text) const override { logged.emplace_back(text); }
  Answer<practice::Person> describe(std::string_view actor) const override {
    ++described;
    return from<practice::Person>(people, actor);
  }
  Answer<practice::Client> client(std::string_view, const ClientId& id) const override {
    return from<practice::Client>(clients, id.value);
  }
  Answer<practice::Course> course(std::string_view, const CourseId& id) const override {
    return from<practice::Course>(courses, id.value);
  }
  Answer<practice::Clinician> clinician(std::string_view, const ClinicianId& id) const override {
    return from<practice::Clinician>(clinicians, id.value);
  }
  Answer<practice::Session> session(std::string_view, const SessionId& id) const override {
    return from<practice::Session>(sessions, id.value);
  }
  Answer<practice::Changes> changes(std::string_view cursor, std::uint32_t) const override {
    if (is_down) return {practice::Outcome::unavailable, std::nullopt, "down"};
    practice::Changes all;
    all.cursor = "1";
    if (!cursor.empty()) return {practice::Outcome::ok, all, {}};
    using practice::ChangeKind;
    for (const auto& [id, it] : clinicians)
      all.changes.push_back({ChangeKind::clinician, id, {}, false, it});
    for (const auto& [id, it] : clients)
      all.changes.push_back({ChangeKind::client, id, {}, false, it});
    for (const auto& [id, it] : courses)
      all.changes.push_back({ChangeKind::course, id, {}, false, it});
    for (const auto& [id, it] : sessions)
      all.changes.push_back({ChangeKind::session, id, {}, false, it});
    return {practice::Outcome::ok, all, {}};
  }
  Answer<std::string> put(std::string_view, std::string_view) const override {
    return {practice::Outcome::unsupported, std::nullopt, "no records here"};
  }
  Answer<std::monostate> retract(std::string_view, std::string_view) const override {
    return {practice::Outcome::unsupported, std::nullopt, "no records here"};
  }
  Answer<std::monostate> post(std::string_view key, std::string_view body) const override {
    posted.emplace_back(key, body);
    if (loses_answers) return {practice::Outcome::unavailable, std::nullopt, "lost"};
    return {practice::Outcome::ok, std::monostate{}, {}};
  }
  Answer<std::monostate> withdraw(std::string_view key) const override {
    withdrawn.emplace_back(key);
    return {practice::Outcome::ok, std::monostate{}, {}};
  }
};

}  // namespace holdfast::tests
