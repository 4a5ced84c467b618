// SPDX-License-Identifier: MIT
// A FHIR server as the adapter uses it: read, search page by page, create once, change what nobody
// else changed meanwhile; and what the server says about itself in /metadata. Answers are JSON;
// failures are thrown with what an operator can do, never with what the server wrote about a
// client. All [thread-safe].
#pragma once
#include <functional>
#include <optional>
#include <set>
#include <string>

#include "form_body.hpp"
#include "http.hpp"
#include "tokens.hpp"

namespace holdfast::adapters::fhir {

using payload::Json;

// What /metadata says of one kind of resource.
struct Ability {
  bool can_create = false, can_update = false, can_delete = false, can_search = false;
  bool creates_conditionally = false;
  std::set<std::string> reverse_includes;  // "Encounter:appointment"
};

struct Stored {
  std::string reference;  // "Observation/7"
  std::string etag;       // opaque, as sent; empty: none
  Json resource;
};

struct SearchPage {
  Json entries = Json::array();  // resources that matched
  Json included = Json::array();
  std::string next;  // address of the next page; empty: the last one
  std::string date;  // the server's clock, as sent
};

class Server {
 public:
  Server(const Settings& settings, Http& http, Tokens& tokens);

  // Empty: there is none, or it was deleted.
  std::optional<Stored> read(const std::string& type, const std::string& id);
  SearchPage search(const std::string& type, const Parameters& parameters);
  SearchPage page(const std::string& next);  // of a search before
  // All that match, over all pages, up to `most`; what comes along with them goes into `included`.
  Json all(const std::string& type, const Parameters& parameters, std::size_t most,
           Json* included = nullptr);

  // Stores once: what has this identifier already is answered instead. `resource` holds it.
  Stored create_once(const Json& resource, const std::string& system, const std::string& value);
  // Changes what is stored; nothing when `change` says so. Tried once more when somebody else was
  // faster.
  using Change = std::function<std::optional<Json>(const Json& current)>;
  Stored update(const Stored& stored, const Change& change);

  // What has this identifier; the first of several.
  std::optional<Stored> find(const std::string& type, const std::string& system,
                             const std::string& value);

  Ability ability(const std::string& type);
  // Throws Failure(UNSUPPORTED) with a sentence when the server does not take this.
  void must_create(const std::string& type);

 private:
  HttpResponse ask(HttpRequest request);
  Json json_of(const HttpResponse& response) const;
  [[noreturn]] void refuse(const HttpResponse& response, const std::string& what) const;
  Stored stored_of(const HttpResponse& response, const std::string& type);
  void drop_doubles(const Stored& kept, const std::string& system, const std::string& value);
  SearchPage page_of(const HttpResponse& response);
  void read_metadata();

  const Settings& settings_;
  Http& http_;
  Tokens& tokens_;
  std::mutex mutex_;
  std::map<std::string, Ability> abilities_;
  std::chrono::steady_clock::time_point abilities_until_{};
};

}  // namespace holdfast::adapters::fhir
