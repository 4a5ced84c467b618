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
#include <vector>

#include "form_body.hpp"
#include "http.hpp"
#include "tokens.hpp"

namespace holdfast::adapters::fhir {

using payload::Json;

// What /metadata says of one kind of resource.
struct Ability {
  bool can_create = false, can_update = false, can_delete = false, can_search = false;
  bool creates_conditionally = false;
  std::set<std::string> includes, reverse_includes;  // "Encounter:appointment"
  bool includes_also(const std::string& what) const {
    return includes.contains(what) || includes.contains("*");
  }
  bool includes_back(const std::string& what) const {
    return reverse_includes.contains(what) || reverse_includes.contains("*");
  }
};

struct Stored {
  std::string reference;  // "Observation/7"
  std::string etag;       // opaque, as sent; empty: none
  Json resource;
};

// The server answered, and does not offer, know or allow what was asked: no reason to stop where it
// can be done without.
bool is_refusal(const Failure& failure);

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
  // Throws Failure(UNAVAILABLE) when a page names itself as the next one.
  static void must_go_on(const std::string& page, const std::string& next);
  // All that match, over all pages, up to `most`; what comes along with them goes into `included`.
  Json all(const std::string& type, const Parameters& parameters, std::size_t most,
           Json* included = nullptr);

  // The same, and nothing where the server does not offer that kind or does not allow it.
  std::optional<Stored> read_if_allowed(const std::string& type, const std::string& id);
  Json all_if_allowed(const std::string& type, const Parameters& parameters, std::size_t most,
                      Json* included = nullptr);

  // Stores once: what has this identifier already is answered instead. `resource` holds it.
  Stored create_once(const Json& resource, const std::string& system, const std::string& value);
  // Changes what is stored; nothing when `change` says so. Tried once more when somebody else was
  // faster.
  using Change = std::function<std::optional<Json>(const Json& current)>;
  Stored update(const Stored& stored, const Change& change);

  // What has this identifier; the first of several. Some servers search only within a patient: then
  // `patient` ("Patient/7"; empty: of nobody) is asked with. Empty too where no search is allowed.
  struct Wanted {
    std::string type, system, value, patient;
  };
  std::optional<Stored> find(const Wanted& wanted);

  Ability ability(const std::string& type);
  // Throws Failure(UNSUPPORTED) with a sentence when the server does not take this.
  void must_create(const std::string& type);

 private:
  HttpResponse ask(HttpRequest request);
  Json json_of(const HttpResponse& response) const;
  [[noreturn]] void refuse(const HttpResponse& response, const std::string& what) const;
  Stored stored_of(const HttpResponse& response, const std::string& type);
  std::vector<Json> with_identifier(const Wanted& wanted);
  void drop_doubles(const Stored& kept, const Wanted& wanted);
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
