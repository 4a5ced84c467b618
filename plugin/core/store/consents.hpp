// SPDX-License-Identifier: MIT
// What a client was told, agreed to or refused, per purpose; each answer a fact, the newest stands.
#pragma once
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "alliance/moment.hpp"
#include "store/identity.hpp"

namespace holdfast::store {

class Connection;

enum class Purpose { forms, reminders, supervision, write_back, carer_view, research };
enum class ConsentAnswer { informed, agreed, refused, withdrawn };

struct Consent {
  std::string id;
  ClientKey client;
  Purpose purpose = Purpose::forms;
  std::string channel;  // reminders: sms, email, host; else empty
  ConsentAnswer answer = ConsentAnswer::informed;
  std::string given_by;     // who answered: client, carer, staff on their word
  std::string recorded_by;  // person id
  std::string text_version;
  Day day;
  Instant at;
};

struct ConsentText {
  Purpose purpose = Purpose::forms;
  std::string version, language, text;
  Instant at;
};

class Consents {
 public:
  explicit Consents(Connection& connection) : connection_(connection) {}

  void insert(const Consent& consent);
  std::vector<Consent> standing(
      const ClientKey& client) const;  // the newest per purpose and channel
  std::vector<Consent> history(const ClientKey& client) const;
  std::optional<Consent> standing(const ClientKey& client, Purpose purpose,
                                  std::string_view channel = {}) const;
  // The client said no, or took a yes back. Who was never asked has refused nothing.
  bool is_refused(const ClientKey& client, Purpose purpose) const;
  std::set<ClientKey> refusing(Purpose purpose) const;  // everybody who is_refused()
  void put_text(const ConsentText& text);               // a version, once stored, stays
  std::optional<ConsentText> text(Purpose purpose, std::string_view version,
                                  std::string_view language) const;

 private:
  Connection& connection_;
};

}  // namespace holdfast::store
