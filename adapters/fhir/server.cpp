// SPDX-License-Identifier: MIT
#include "server.hpp"

#include <algorithm>

#include "mapping/people.hpp"

namespace holdfast::adapters::fhir {
namespace {

using mapping::list_in;
using mapping::text_in;

constexpr std::chrono::hours abilities_last{1};
constexpr const char* fhir_json = "application/fhir+json";
constexpr int deepest = 64;

std::string type_of(const Json& resource) { return text_in(resource, "resourceType"); }

std::string reference_of(const Json& resource) {
  return type_of(resource) + "/" + text_in(resource, "id");
}

// "https://host/fhir/Observation/7/_history/2" -> "Observation/7"; empty: not of that type. Behind
// a proxy a server may know itself under another name: it was asked, so it means itself.
std::string reference_in(const std::string& location, const std::string& type) {
  const auto wanted = type + "/";
  const auto at = location.rfind(wanted);
  if (at == std::string::npos || (at != 0 && location[at - 1] != '/')) return {};
  const auto rest = location.substr(at + wanted.size());
  const auto id = rest.substr(0, rest.find('/'));
  return mapping::is_resource_id(id) ? wanted + id : std::string{};
}

std::string quoted_search(const std::string& system, const std::string& value) {
  // A comma, a bar and a backslash mean something in a search value (R4, 3.1.1.4.0.1).
  std::string text;
  for (const char c : value) {
    if (c == ',' || c == '|' || c == '\\' || c == '$') text += '\\';
    text += c;
  }
  return system + "|" + text;
}

// "Patient/7", whom a resource of ours is about; empty: nobody whom the server could know.
std::string patient_of(const Json& resource) {
  for (const auto* name : {"subject", "patient", "for"})
    if (resource.contains(name))
      if (auto text = text_in(resource[name], "reference"); text.starts_with("Patient/"))
        return text;
  return {};
}

// Some servers count versions and send no ETag: the version is what it would be (R4, 3.1.0.3.2).
std::string etag_of(const HttpResponse& response, const Json& resource) {
  if (auto etag = response.header("etag"); !etag.empty()) return etag;
  const auto meta = resource.find("meta");
  const auto version = meta == resource.end() ? std::string{} : text_in(*meta, "versionId");
  return mapping::is_resource_id(version) ? "W/\"" + version + "\"" : std::string{};
}

bool has_identifier(const Json& resource, const std::string& system, const std::string& value) {
  const auto found = resource.find("identifier");
  if (found == resource.end()) return false;
  const auto is_it = [&](const Json& one) {
    return text_in(one, "system") == system && text_in(one, "value") == value;
  };
  return found->is_array() ? std::any_of(found->begin(), found->end(), is_it) : is_it(*found);
}

// HTML, plain text and nothing at all are not.
bool payload_is_fhir(const HttpResponse& response) {
  const auto first = response.body.find_first_not_of(" \t\r\n\xef\xbb\xbf");
  return first != std::string::npos && response.body[first] == '{' &&
         response.header("content-type").find("json") != std::string::npos;
}

}  // namespace

bool is_refusal(const Failure& failure) {
  const auto status = failure.status();
  return status == HOLDFAST_E_DENIED || status == HOLDFAST_E_NOT_FOUND ||
         status == HOLDFAST_E_UNSUPPORTED || status == HOLDFAST_E_INVALID;
}

Server::Server(const Settings& settings, Http& http, Tokens& tokens)
    : settings_(settings), http_(http), tokens_(tokens) {}

HttpResponse Server::ask(HttpRequest request) {
  request.headers["Accept"] = fhir_json;
  if (!request.body.empty()) request.headers["Content-Type"] = fhir_json;
  std::string token;
  if (tokens_.are_needed()) {
    token = tokens_.current();
    request.headers["Authorization"] = "Bearer " + token;
  }
  auto response = http_.send(request);
  if (response.status == 401 && tokens_.are_needed()) {
    // Ended early, or the keys were changed: once more with a fresh one.
    tokens_.refused(token);
    request.headers["Authorization"] = "Bearer " + tokens_.current();
    response = http_.send(request);
  }
  return response;
}

Json Server::json_of(const HttpResponse& response) const {
  if (!payload_is_fhir(response))
    throw Failure(HOLDFAST_E_UNAVAILABLE,
                  "the FHIR server answered with something that is no FHIR; a proxy or a login page"
                  " may stand in between, or \"base\" is not its address");
  try {
    return payload::parse_object(response.body, "the FHIR server's answer",
                                 {response.body.size(), deepest});
  } catch (const Failure&) {  // cut off, or no JSON: the next answer may be whole
    throw Failure(HOLDFAST_E_UNAVAILABLE, "the FHIR server's answer is not whole");
  }
}

void Server::refuse(const HttpResponse& response, const std::string& what) const {
  const auto number = " (" + std::to_string(response.status) + ")";
  switch (response.status) {
    case 401:
      throw Failure(HOLDFAST_E_UNAVAILABLE,
                    "the FHIR server wants another authorization for " + what + number);
    case 403:
      throw Failure(HOLDFAST_E_DENIED, "the FHIR server does not allow " + what + number +
                                           "; ask its operators for the scope");
    case 404:
    case 410:
      throw Failure(HOLDFAST_E_NOT_FOUND, "the FHIR server has no such thing: " + what + number);
    case 405:
    case 501:
      throw Failure(HOLDFAST_E_UNSUPPORTED, "the FHIR server does not take " + what + number);
    case 409:
    case 412:
      throw Failure(HOLDFAST_E_CONFLICT, "somebody else changed it: " + what + number);
    default:
      break;
  }
  if (response.status >= 400 && response.status < 500 && response.status != 408)
    throw Failure(HOLDFAST_E_INVALID,
                  "the FHIR server refuses " + what + number + "; its own log says why");
  throw Failure(HOLDFAST_E_UNAVAILABLE, "the FHIR server failed at " + what + number);
}

std::optional<Stored> Server::read(const std::string& type, const std::string& id) {
  if (!mapping::is_resource_id(id)) return std::nullopt;
  const auto response = ask({"GET", settings_.base + "/" + type + "/" + id, {}, {}});
  if (response.status == 404 || response.status == 410) return std::nullopt;
  if (!response.ok()) refuse(response, "reading " + type);
  auto resource = json_of(response);
  if (type_of(resource) != type)
    throw Failure(HOLDFAST_E_UNAVAILABLE,
                  "the FHIR server answered with another kind than " + type);
  auto etag = etag_of(response, resource);
  return Stored{type + "/" + id, std::move(etag), std::move(resource)};
}

SearchPage Server::page_of(const HttpResponse& response) {
  if (!response.ok()) refuse(response, "a search");
  const auto bundle = json_of(response);
  if (type_of(bundle) != "Bundle")
    throw Failure(HOLDFAST_E_UNAVAILABLE, "the FHIR server answered a search with no Bundle");
  SearchPage page;
  page.date = response.header("date");
  for (const auto& entry : list_in(bundle, "entry")) {
    const auto found = entry.find("resource");
    if (found == entry.end() || type_of(*found) == "OperationOutcome") continue;
    const auto search = entry.find("search");
    const bool is_included = search != entry.end() && text_in(*search, "mode") == "include";
    (is_included ? page.included : page.entries).push_back(*found);
  }
  for (const auto& link : list_in(bundle, "link"))
    if (text_in(link, "relation") == "next") page.next = text_in(link, "url");
  return page;
}

SearchPage Server::search(const std::string& type, const Parameters& parameters) {
  return page_of(ask({"GET", settings_.base + "/" + type + "?" + form_body(parameters), {}, {}}));
}

SearchPage Server::page(const std::string& next) {
  // A token goes to the server that it is for and nowhere else.
  const auto beginning = settings_.base.substr(0, settings_.base.find('/', 8));
  if (next.starts_with(beginning + "/")) return page_of(ask({"GET", next, {}, {}}));
  if (next.starts_with('?') || next.starts_with('/'))
    return page_of(ask({"GET", (next[0] == '/' ? beginning : settings_.base) + next, {}, {}}));
  // Behind a proxy a server may know itself under another name: its path and query are what counts.
  const auto scheme = next.find("://");
  const auto path = scheme == std::string::npos ? scheme : next.find('/', scheme + 3);
  if (path == std::string::npos)
    throw Failure(HOLDFAST_E_UNAVAILABLE, "the FHIR server's next page has no address");
  return page_of(ask({"GET", beginning + next.substr(path), {}, {}}));
}

Json Server::all(const std::string& type, const Parameters& parameters, std::size_t most,
                 Json* included) {
  Json found = Json::array();
  std::string last;
  for (auto page = search(type, parameters);; page = this->page(last)) {
    for (auto& one : page.entries) found.push_back(std::move(one));
    if (included)
      for (auto& one : page.included) included->push_back(std::move(one));
    if (page.next.empty() || found.size() >= most) break;
    must_go_on(last, page.next);
    last = page.next;
  }
  while (found.size() > most) found.erase(found.size() - 1);
  return found;
}

void Server::must_go_on(const std::string& page, const std::string& next) {
  if (!next.empty() && page == next)
    throw Failure(HOLDFAST_E_UNAVAILABLE,
                  "the FHIR server's next page is the same page again; its paging does not work");
}

std::optional<Stored> Server::read_if_allowed(const std::string& type, const std::string& id) {
  try {
    return read(type, id);
  } catch (const Failure& failure) {
    if (!is_refusal(failure)) throw;
    return std::nullopt;
  }
}

Json Server::all_if_allowed(const std::string& type, const Parameters& parameters, std::size_t most,
                            Json* included) {
  if (!ability(type).can_search) return Json::array();
  try {
    return all(type, parameters, most, included);
  } catch (const Failure& failure) {
    if (!is_refusal(failure)) throw;
    return Json::array();
  }
}

std::vector<Json> Server::with_identifier(const Wanted& wanted) {
  if (!ability(wanted.type).can_search) return {};
  Parameters parameters{{"identifier", quoted_search(wanted.system, wanted.value)}};
  for (;;) {
    try {
      std::vector<Json> found;
      for (auto& one : all(wanted.type, parameters, 100))
        // A server that does not know the parameter answers with everything.
        if (has_identifier(one, wanted.system, wanted.value)) found.push_back(std::move(one));
      return found;
    } catch (const Failure& failure) {
      if (!is_refusal(failure)) throw;
      if (wanted.patient.empty() || parameters.size() > 1) return {};
    }
    parameters.emplace_back("patient", wanted.patient);
  }
}

// What was stored under our identifier before, by us or by a request of ours whose answer was lost.
std::optional<Stored> Server::find(const Wanted& wanted) {
  std::optional<Stored> first;
  for (auto& one : with_identifier(wanted)) {
    Stored stored{reference_of(one), {}, std::move(one)};
    if (!first || stored.reference < first->reference) first = std::move(stored);
  }
  return first;
}

Stored Server::stored_of(const HttpResponse& response, const std::string& type) {
  Stored stored;
  stored.etag = response.header("etag");
  stored.reference = reference_in(response.header("location"), type);
  if (stored.reference.empty())
    stored.reference = reference_in(response.header("content-location"), type);
  if (payload_is_fhir(response)) {
    stored.resource = json_of(response);
    if (stored.reference.empty() && type_of(stored.resource) == type)
      stored.reference = reference_of(stored.resource);
  }
  if (stored.reference.empty())
    throw Failure(HOLDFAST_E_UNAVAILABLE, "the FHIR server did not say where it stored a " + type);
  return stored;
}

Stored Server::create_once(const Json& resource, const std::string& system,
                           const std::string& value) {
  const auto type = type_of(resource);
  must_create(type);
  const auto may = ability(type);
  const Wanted wanted{type, system, value, patient_of(resource)};
  if (!may.creates_conditionally)
    if (auto known = find(wanted)) return std::move(*known);
  HttpRequest request{"POST", settings_.base + "/" + type, {}, resource.dump()};
  if (may.creates_conditionally)
    request.headers["If-None-Exist"] = form_body({{"identifier", quoted_search(system, value)}});
  const auto response = ask(request);
  if (response.status == 412)  // several have it: the first of them is the one
    if (auto known = find(wanted)) return std::move(*known);
  if (!response.ok()) refuse(response, "creating " + type);
  auto stored = stored_of(response, type);
  if (!may.creates_conditionally && may.can_delete) drop_doubles(stored, wanted);
  return stored;
}

// A network may deliver a request twice; a server that stores conditionally does not mind, any
// other now holds two. What is not the one we were told of goes again.
void Server::drop_doubles(const Stored& kept, const Wanted& wanted) {
  for (const auto& one : with_identifier(wanted))
    if (reference_of(one) != kept.reference)
      ask({"DELETE", settings_.base + "/" + reference_of(one), {}, {}});
}

Stored Server::update(const Stored& stored, const Change& change) {
  const auto slash = stored.reference.find('/');
  const auto type = stored.reference.substr(0, slash), id = stored.reference.substr(slash + 1);
  for (int turn = 0;; ++turn) {
    auto current = read(type, id);
    if (!current) return stored;  // deleted over there: nothing to change
    auto changed = change(current->resource);
    if (!changed) return std::move(*current);
    if (!ability(type).can_update)
      throw Failure(HOLDFAST_E_UNSUPPORTED, "the FHIR server does not let anybody change a " +
                                                type + "; its users have to do it there");
    HttpRequest request{"PUT", settings_.base + "/" + stored.reference, {}, changed->dump()};
    if (!current->etag.empty()) request.headers["If-Match"] = current->etag;
    const auto response = ask(request);
    if ((response.status == 412 || response.status == 409) && turn == 0) continue;
    if (!response.ok()) refuse(response, "changing " + type);
    return Stored{stored.reference, response.header("etag"), std::move(*changed)};
  }
}

void Server::read_metadata() {
  const auto response = ask({"GET", settings_.base + "/metadata", {}, {}});
  if (!response.ok()) refuse(response, "reading /metadata");
  const auto statement = json_of(response);
  if (type_of(statement) != "CapabilityStatement")
    throw Failure(HOLDFAST_E_UNAVAILABLE,
                  "the server's /metadata is no CapabilityStatement; correct \"base\"");
  if (const auto version = text_in(statement, "fhirVersion"); !version.starts_with("4."))
    throw Failure(HOLDFAST_E_UNSUPPORTED, "the server speaks another FHIR than R4");
  abilities_.clear();
  for (const auto& rest : list_in(statement, "rest"))
    for (const auto& one : list_in(rest, "resource")) {
      auto& ability = abilities_[text_in(one, "type")];
      for (const auto& interaction : list_in(one, "interaction")) {
        const auto code = text_in(interaction, "code");
        ability.can_create = ability.can_create || code == "create";
        ability.can_update = ability.can_update || code == "update";
        ability.can_delete = ability.can_delete || code == "delete";
        ability.can_search = ability.can_search || code == "search-type";
      }
      for (const auto& include : list_in(one, "searchInclude"))
        if (include.is_string()) ability.includes.insert(include.get<std::string>());
      for (const auto& include : list_in(one, "searchRevInclude"))
        if (include.is_string()) ability.reverse_includes.insert(include.get<std::string>());
      const auto conditional = one.find("conditionalCreate");
      ability.creates_conditionally =
          conditional != one.end() && conditional->is_boolean() && conditional->get<bool>();
    }
  abilities_until_ = std::chrono::steady_clock::now() + abilities_last;
}

Ability Server::ability(const std::string& type) {
  const std::lock_guard lock(mutex_);
  if (abilities_.empty() || std::chrono::steady_clock::now() >= abilities_until_) read_metadata();
  const auto found = abilities_.find(type);
  return found == abilities_.end() ? Ability{} : found->second;
}

void Server::must_create(const std::string& type) {
  if (!ability(type).can_create)
    throw Failure(HOLDFAST_E_UNSUPPORTED,
                  "this FHIR server takes no " + type +
                      " (its /metadata says so); it stays in Holdfast alone");
}

}  // namespace holdfast::adapters::fhir
