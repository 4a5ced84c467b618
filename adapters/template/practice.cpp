// SPDX-License-Identifier: MIT
#include "practice.hpp"

#include <holdfast/host.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace mine {
namespace {

using holdfast::Failure;

std::string contents(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Failure(HOLDFAST_E_UNAVAILABLE, "file: cannot be read; correct the path");
  return std::string(std::istreambuf_iterator<char>(in), {});
}

template <class Thing>
std::vector<Thing> list(const payload::Json& whole, const char* name) {
  std::vector<Thing> all;
  for (const auto& each : payload::Fields{whole, "practice"}.list(name))
    all.push_back(each.get<Thing>());
  return all;
}

template <class Thing>
const Thing* find(const std::vector<Thing>& all, std::string_view id) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Thing& each) { return each.id == id; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

Practice::Practice(const std::string& file) {
  const auto whole = payload::parse_object(contents(file), "practice");
  clients_ = list<payload::Client>(whole, "clients");
  courses_ = list<payload::Course>(whole, "courses");
  clinicians_ = list<payload::Clinician>(whole, "clinicians");
  sessions_ = list<payload::Session>(whole, "sessions");
  people_ = list<payload::Person>(whole, "people");
  std::sort(sessions_.begin(), sessions_.end(), [](const auto& a, const auto& b) {
    return std::tie(a.start, a.id) < std::tie(b.start, b.id);
  });
}

const payload::Client* Practice::client(std::string_view id) const { return find(clients_, id); }
const payload::Course* Practice::course(std::string_view id) const { return find(courses_, id); }
const payload::Session* Practice::session(std::string_view id) const { return find(sessions_, id); }
const payload::Person* Practice::person(std::string_view id) const { return find(people_, id); }
const payload::Clinician* Practice::clinician(std::string_view id) const {
  return find(clinicians_, id);
}

std::vector<payload::Session> Practice::sessions(payload::Day from, payload::Day to) const {
  std::vector<payload::Session> found;
  for (const auto& each : sessions_)
    if (each.day >= from && each.day < to) found.push_back(each);
  return found;
}

bool Practice::may_read(std::string_view actor, std::string_view client) const {
  if (actor == HOLDFAST_ACTOR_SYSTEM) return true;  // Holdfast on its own account
  const auto* acting = person(actor);
  if (!acting || acting->clinician.empty()) return false;
  return std::any_of(courses_.begin(), courses_.end(), [&](const payload::Course& course) {
    const auto& leads = course.clinicians;
    return course.client == client &&
           std::find(leads.begin(), leads.end(), acting->clinician) != leads.end();
  });
}

}  // namespace mine
