// SPDX-License-Identifier: MIT
// The one file that knows your practice system. Here it is a JSON file that is read once; in yours
// it is a database or a web service. Every function is called from many threads at once, so keep a
// connection per thread or a lock.
#pragma once
#include <holdfast/cpp/payload_json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace mine {

namespace payload = holdfast::payload;

class Practice {
 public:
  // Throws holdfast::Failure with what an operator can do about it.
  explicit Practice(const std::string& file);

  // nullptr: there is none with that id.
  const payload::Client* client(std::string_view id) const;
  const payload::Course* course(std::string_view id) const;
  const payload::Clinician* clinician(std::string_view id) const;
  const payload::Session* session(std::string_view id) const;
  const payload::Person* person(std::string_view id) const;  // who is signed in to your system

  const std::vector<payload::Client>& clients() const { return clients_; }
  // From `from` up to before `to`, ordered by start, then id.
  std::vector<payload::Session> sessions(payload::Day from, payload::Day to) const;

  // Who may see whom is your system's to say. Here: therapists see the clients of their courses.
  bool may_read(std::string_view actor, std::string_view client) const;

 private:
  std::vector<payload::Client> clients_;
  std::vector<payload::Course> courses_;
  std::vector<payload::Clinician> clinicians_;
  std::vector<payload::Session> sessions_;
  std::vector<payload::Person> people_;
};

}  // namespace mine
