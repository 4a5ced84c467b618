// SPDX-License-Identifier: MIT
// The document that the plugin serves about itself against what its handlers do: every route both
// ways, every example sent, every answer held against its schema.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "sealing.hpp"
#include "site_in_practice.hpp"
#include "web/http/fields.hpp"
#include "web/routes.hpp"

using namespace holdfast;
using namespace holdfast::tests;
using Json = nlohmann::json;
using Adapter = valijson::adapters::NlohmannJsonAdapter;

namespace {

constexpr std::array<std::string_view, 2> methods{"get", "post"};

Json document_of(const SiteInPractice& site) {
  const auto served = site.get("", "/api/v1/openapi.json");
  REQUIRE(served.status == 200);
  return Json::parse(served.body);
}

const Json& resolved(const Json& document, const Json& value) {
  if (!value.contains("$ref")) return value;
  return document.at(Json::json_pointer(value.at("$ref").get<std::string>().substr(1)));
}

// A format says something about texts only, and the validator takes every value for one.
Json without_formats(Json schema) {
  if (schema.is_object()) schema.erase("format");
  for (auto& part : schema)
    if (part.is_structured()) part = without_formats(part);
  return schema;
}

// What is wrong with `value` by a schema that may point into the document; empty: nothing.
std::string mistakes(const Json& document, const Json& schema, const Json& value) {
  const auto whole = without_formats(
      Json{{"allOf", Json::array({schema})}, {"components", document.at("components")}});
  valijson::Schema parsed;
  valijson::SchemaParser{}.populateSchema(Adapter{whole}, parsed);
  valijson::ValidationResults results;
  valijson::Validator{}.validate(parsed, Adapter{value}, &results);
  std::string all;
  for (valijson::ValidationResults::Error error; results.popError(error);) {
    for (const auto& step : error.context) all += step;
    all += ": " + error.description + "\n";
  }
  return all;
}

std::string upper(std::string_view method) { return method == "get" ? "GET" : "POST"; }

// One answer against what is written about it: its status, media type and content.
void check_answer(const Json& document, const Json& operation, const web::Response& answer) {
  INFO(answer.status << " " << answer.body.substr(0, 600));
  const auto status = std::to_string(answer.status);
  REQUIRE(operation.at("responses").contains(status));
  const auto& described = resolved(document, operation.at("responses").at(status));
  const auto type = header_of(answer, "content-type");
  CHECK((answer.body.empty() || described.contains("content")));
  if (answer.body.empty()) return;
  const auto plain = type.substr(0, type.find(';'));
  const auto& content = described.at("content");
  REQUIRE((content.contains(plain) || content.contains("*/*")));
  if (plain.ends_with("json"))
    CHECK(mistakes(document, content.at(plain).at("schema"), Json::parse(answer.body)) == "");
}

std::string posted(const Json& example) {
  std::string body;
  for (const auto& [name, value] : example.items())
    body += (body.empty() ? "" : "&") + web::percent_encoded(name) + "=" +
            web::percent_encoded(value.get<std::string>());
  return body;
}

// Somebody who may use an address.
std::string asker_of(std::string_view pattern) {
  if (pattern == "/my-form") return "client";
  if (pattern == "/carer") return "carer";
  if (pattern.ends_with("/deliveries") || pattern.ends_with("/schedule") ||
      pattern.starts_with("/admin"))
    return "admin";
  if (pattern == "/audit") return "records";
  for (const char* desk : {"/records", "/erasures", "/retention", "/export"})
    if (pattern.find(desk) != std::string_view::npos) return "records";
  return "own";
}

service::Config demo() {
  service::Config config;
  config.demo = true;  // the tour and the design page are there
  config.duty_contact = "person-own";
  return config;
}

// A practice where each path parameter has something to name.
struct Described {
  SiteInPractice site{demo()};
  Json document = document_of(site);
  std::string check_in, risk = "risk-1", erasure = site.certificate_of_an_erasure();

  Described() {
    for (int number = 1; number <= 9; ++number)
      site.client_rates(SiteInPractice::session("co-1", number), 80);
    site.therapist_rates("co-1-s10", 80);
    site.client_rates("co-1-s10", 30);
    check_in = site.open_check_in("co-1");
    REQUIRE_FALSE(check_in.empty());
    site.house().store().commit([&](store::Unit& unit) {
      unit.risks.insert({risk, "risk_item", unit.ratings.of_course(CourseId{"co-1"}).front().id,
                         "goals", CourseId{"co-1"}, unit.people.key_of(ClientId{"c-1"}),
                         PersonId{"person-own"}, site.host.clock, std::nullopt});
    });
  }

  std::string path(std::string pattern) const {
    const auto put = [&](std::string_view name, const auto& value) {
      const auto at = pattern.find(name);
      if (at != std::string::npos) pattern.replace(at, name.size(), value());
    };
    put("{course}", [] { return std::string("co-1"); });
    put("{session}", [&] { return site.session_without_form("co-1"); });
    put("{check_in}", [&] { return check_in; });
    put("{item}", [&] { return risk; });
    put("{erasure}", [&] { return erasure; });
    put("{language}", [] { return std::string("de"); });
    put("{file}", [] { return std::string("form.js"); });
    put("{instrument}", [] { return std::string("holdfast-session"); });
    put("{client}", [&] { return site.key_of("c-1"); });
    put("{rating}", [&] { return site.spare_rating("co-1"); });
    put("{token}", [&] { return site.link(site.session_without_form("co-1"), "2580"); });
    return pattern;
  }

  Ask ask(const std::string& pattern, std::string_view method) const {
    const bool is_setting = method == "post" && pattern.ends_with("settings");
    Ask ask{.actor = is_setting ? "admin" : asker_of(pattern),
            .method = upper(method),
            .path = path(pattern)};
    ask.key = site.new_key();
    return ask;
  }
};

}  // namespace

TEST_CASE("the document describes every route, and no other") {
  const SiteInPractice site;
  const auto document = document_of(site);
  CHECK(document.at("openapi") == "3.1.0");
  std::set<std::string> described, served;
  for (const auto& [path, item] : document.at("paths").items())
    for (const auto& [method, operation] : item.items())
      described.insert(upper(method) + " " + path);
  for (const auto& route : web::routes())
    served.insert(std::string(route.method) + " " + std::string(route.pattern));
  CHECK(described == served);
}

TEST_CASE("who must be signed in, what the path catches and which errors come are as written") {
  const SiteInPractice site;
  const auto document = document_of(site);
  for (const auto& route : web::routes()) {
    INFO(route.method << " " << route.pattern);
    const auto& operation = document.at("paths")
                                .at(std::string(route.pattern))
                                .at(route.method == "GET" ? "get" : "post");
    const bool is_open = operation.contains("security") && operation.at("security").empty();
    CHECK(is_open == (route.needs == web::Needs::nobody));
    CHECK(operation.at("responses").contains("401") == !is_open);
    CHECK(operation.contains("requestBody") == (route.method == "POST"));
    std::set<std::string> caught, named;
    for (auto at = route.pattern.find('{'); at != std::string_view::npos;
         at = route.pattern.find('{', at + 1))
      caught.emplace(route.pattern.substr(at + 1, route.pattern.find('}', at) - at - 1));
    for (const auto& parameter : operation.at("parameters")) {
      const auto& one = resolved(document, parameter);
      if (one.at("in") == "path") named.insert(one.at("name").get<std::string>());
    }
    CHECK(named == caught);
    const std::string errors = route.format == web::Format::page ? "Page" : "Problem";
    for (const auto& [status, answer] : operation.at("responses").items())
      if (status >= "400") CHECK(answer.at("$ref") == "#/components/responses/" + errors + status);
  }
}

TEST_CASE("every reference of the document leads somewhere, and no operation has another's id") {
  const SiteInPractice site;
  const auto document = document_of(site);
  const auto flat = document.flatten();
  std::set<std::string> ids;
  for (const auto& [at, value] : flat.items()) {
    INFO(at);
    if (at.ends_with("/$ref"))
      CHECK(document.contains(Json::json_pointer(value.get<std::string>().substr(1))));
    if (at.ends_with("/operationId")) CHECK(ids.insert(value.get<std::string>()).second);
  }
  CHECK(ids.size() == web::routes().size());
}

TEST_CASE("every GET answers as the document says") {
  const Described described;
  for (const auto& [path, item] : described.document.at("paths").items()) {
    if (!item.contains("get")) continue;
    INFO(path);
    const auto answer = described.site.ask(described.ask(path, "get"));
    CHECK(answer.status < 400);
    check_answer(described.document, item.at("get"), answer);
  }
}

TEST_CASE("every example of a request is taken by its handler and answered as written") {
  const Described described;
  for (const auto& [path, item] : described.document.at("paths").items()) {
    if (!item.contains("post")) continue;
    const auto& operation = item.at("post");
    for (const auto& [type, content] : operation.at("requestBody").at("content").items()) {
      REQUIRE_FALSE(content.at("examples").empty());
      for (const auto& [name, example] : content.at("examples").items()) {
        INFO(path << ", example " << name);
        const auto& value = example.at("value");
        CHECK(mistakes(described.document, content.at("schema"), value) == "");
        auto ask = described.ask(path, "post");
        ask.type = type;
        ask.body = type == "application/json" ? value.dump() : posted(value);
        if (path == "/f/sealed")
          ask.body = sealed(described.site,
                            described.site.link(described.site.session_without_form("co-1")),
                            marks(70, described.site.new_key()));
        if (path == "/code")
          ask.body = "code=" + described.site.code(described.site.session_without_form("co-1"));
        // One key a form: the example's own would be the same on two addresses.
        if (const auto at = ask.body.find("key=");
            at == 0 || (at != std::string::npos && ask.body[at - 1] == '&'))
          ask.body.replace(at + 4, 36, described.site.new_key());
        // So is the check-in that is ticked.
        constexpr std::string_view ticked = "check_in-0190f0e0-0000-7000-8000-000000000000";
        if (const auto at = ask.body.find(ticked); at != std::string::npos)
          ask.body.replace(at, ticked.size(), "check_in-" + described.check_in);
        const auto answer = described.site.ask(ask);
        CHECK(answer.status < 400);
        check_answer(described.document, operation, answer);
      }
    }
  }
}

TEST_CASE("a JSON body that the schema refuses, the handler refuses") {
  const Described described;
  for (const auto& [path, item] : described.document.at("paths").items()) {
    if (!item.contains("post")) continue;
    const auto& operation = item.at("post");
    if (!operation.at("requestBody").at("content").contains("application/json")) continue;
    const auto& content = operation.at("requestBody").at("content").at("application/json");
    for (const auto& [name, example] : content.at("examples").items()) {
      std::vector<Json> spoilt;
      auto more = example.at("value");
      more["unheard_of"] = 1;
      spoilt.push_back(more);
      for (const auto& [member, value] : example.at("value").items()) {
        auto other = example.at("value");
        other[member] = value.is_array() ? Json("text") : Json::array({1});
        spoilt.push_back(other);
      }
      for (const auto& body : spoilt) {
        INFO(path << ": " << body.dump());
        if (mistakes(described.document, content.at("schema"), body).empty()) continue;
        auto ask = described.ask(path, "post");
        ask.type = "application/json";
        ask.body = body.dump();
        const auto answer = described.site.ask(ask);
        CHECK(answer.status == 422);
        check_answer(described.document, operation, answer);
      }
    }
  }
}

TEST_CASE("every address refuses strangers, wrong types and absent things as written") {
  Described described;
  for (const auto& route : web::routes()) {
    const std::string path(route.pattern);
    const auto& operation =
        described.document.at("paths").at(path).at(route.method == "GET" ? "get" : "post");
    INFO(route.method << " " << path);
    for (const char* actor :
         {"", "desk", "other", "records", "admin", "client", "carer", "supervisor", "external"}) {
      auto ask = described.ask(path, route.method == "GET" ? "get" : "post");
      ask.actor = actor;
      check_answer(described.document, operation, described.site.ask(ask));
    }
    if (path.find('{') == std::string::npos) continue;
    std::string nowhere;
    for (const char c : path)
      if (c != '{' && c != '}') nowhere += c;
    Ask ask{.actor = "own", .method = std::string(route.method), .path = nowhere};
    if (route.method == "POST") {
      const auto content = operation.at("requestBody").at("content").begin();
      const std::string type = content.key();
      const auto& value = content.value().at("examples").begin().value().at("value");
      ask.type = type;
      ask.body = type == "application/json" ? value.dump() : posted(value);
      ask.key = described.site.new_key();
    }
    const auto answer = described.site.ask(ask);
    check_answer(described.document, operation, answer);
    CHECK(answer.status >= 400);
  }
}
