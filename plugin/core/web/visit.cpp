// SPDX-License-Identifier: MIT
#include "web/visit.hpp"

#include "json/writer.hpp"
#include "service/house.hpp"
#include "text/spelling.hpp"
#include "web/view/problem.hpp"

namespace holdfast::web {
namespace {

std::string address_of(const Visit& visit) {
  std::string address(visit.request.path);
  if (!visit.request.query.empty()) address += "?" + std::string(visit.request.query);
  return address;
}

enum class For { staff, clients };

// The pseudo-language is for whoever looks after the pages: a practice is not offered it.
std::vector<std::string> offered(const Visit& visit, For whom) {
  std::vector<std::string> tags;
  for (const auto& tag : visit.site.texts().tags()) {
    if (tag == text::pseudo_language && !visit.house().config().demo) continue;
    if (whom == For::staff || is_for_clients(visit.site, tag)) tags.push_back(tag);
  }
  return tags;
}

// Where the host signs a person out; empty in the window of a host that has its own way.
std::string sign_out(const Request& request) {
  const auto path = request.header("holdfast-sign-out");
  const bool is_below = path.starts_with('/') && !path.starts_with("//");
  return is_below ? std::string(path) : std::string{};
}

// RFC 9457. `type` is a stable word of ours under a URN, since there is no public address to link
// to.
Response problem_json(int status, const service::Refusal& refusal) {
  json::Writer writer;
  writer.begin_object();
  writer.key("type").string("urn:holdfast:problem:" + refusal.rule);
  writer.key("title").string(refusal.sentence);
  writer.key("status").integer(status);
  if (!refusal.problems.empty()) {
    writer.key("errors").begin_array();
    for (const auto& problem : refusal.problems) {
      writer.begin_object();
      writer.key("field").string(problem.field);
      writer.key("rule").string(problem.rule);
      writer.key("message").string(problem.message);
      if (problem.line > 0) writer.key("line").integer(problem.line);
      if (problem.column > 0) writer.key("column").integer(problem.column);
      writer.end_object();
    }
    writer.end_array();
  }
  writer.end_object();
  Response response{status, {}, writer.take()};
  return response.with("content-type", "application/problem+json");
}

// Of a form that could not be taken apart: which field it is about, by the name that was sent.
std::string named(const Visit& visit, const Problem& problem) {
  constexpr std::size_t most = 80;
  const auto sentence = visit(problem.message);
  const bool is_of_fields = problem.rule == "duplicate" || problem.rule == "utf-8" ||
                            problem.rule == "percent-code" || problem.rule == "too-many";
  if (!is_of_fields || problem.field.empty() || problem.field.size() > most) return sentence;
  return about_field(problem.field, sentence, visit.language);
}

Response problem_page(const Visit& visit, int status, const service::Refusal& refusal) {
  ProblemView view;
  view.status = status;
  for (const auto& problem : refusal.problems) view.details.push_back(named(visit, problem));
  if (view.details.empty()) view.details.push_back(visit(refusal.sentence));
  const bool is_staff = visit.principal.kind == access::Principal::Kind::staff;
  if (is_staff) view.back = "/today";
  return html(render(view, is_staff ? visit.page() : visit.page_for_client()), status);
}

}  // namespace

int http_status(service::Refusal::Kind kind) {
  using Kind = service::Refusal::Kind;
  switch (kind) {
    case Kind::sign_in:
      return 401;
    case Kind::denied:
      return 403;
    case Kind::not_found:
      return 404;
    case Kind::invalid:
      return 422;
    case Kind::conflict:
      return 409;
    case Kind::gone:
      return 410;
    case Kind::too_large:
      return 413;
    case Kind::wrong_type:
      return 415;
    case Kind::too_many:
      return 429;
    case Kind::unavailable:
      return 503;
  }
  return 500;
}

Response refuse(const Visit& visit, const service::Refusal& refusal) {
  const int status = http_status(refusal.kind);
  return visit.format == Format::page ? problem_page(visit, status, refusal)
                                      : problem_json(status, refusal);
}

Response refuse(const Visit& visit, int status, std::string rule, std::string sentence) {
  service::Refusal refusal;
  refusal.rule = std::move(rule);
  refusal.sentence = std::move(sentence);
  return visit.format == Format::page ? problem_page(visit, status, refusal)
                                      : problem_json(status, refusal);
}

Page Visit::page(Section place) const {
  Page page{site.look(),
            language,
            std::string(request.prefix),
            house().practice_name(),
            SignedIn{principal.person.name, principal.person.roles, sign_out(request)},
            place,
            address_of(*this),
            offered(*this, For::staff),
            {},
            house().config().demo,
            {}};
  return page;
}

Visit Visit::in(const text::Language& other) const {
  return {site, request, format, principal, caught, query, other, now, today};
}

std::string Visit::crisis() const {
  if (!house().config().crisis_text.empty()) return house().config().crisis_text;
  return language("If you are in danger or need help now, call your local emergency number.");
}

Page Visit::page_for_client() const {
  Page page{site.look(),
            language,
            std::string(request.prefix),
            house().practice_name(),
            std::nullopt,
            Section::none,
            address_of(*this),
            offered(*this, For::clients),
            {},
            house().config().demo,
            {}};
  using Kind = access::Principal::Kind;
  if (principal.kind == Kind::client || principal.kind == Kind::carer)
    page.sign_out = sign_out(request);
  return page;
}

std::string public_address(const Visit& visit) {
  const auto& set = visit.house().config().public_address;
  if (!set.empty()) return set;
  const auto scheme = visit.request.header("x-forwarded-proto") == "https" ? "https" : "http";
  return std::string(scheme) + "://" + std::string(visit.request.header("host")) +
         std::string(visit.request.prefix);
}

std::string digest_of(const Request& request) {
  return store::sha256_hex(std::string(request.path) + "\n" + std::string(request.body));
}

std::string day_and_time(const Visit& visit, Instant at) {
  const auto& house = visit.house();
  return text::short_day(house.day_of(at), visit.language) + ", " +
         text::clock_time(house.minute_of(at), visit.language);
}

service::Reply<Fields> posted_form(const Visit& visit) {
  if (!visit.request.is_of_type("application/x-www-form-urlencoded"))
    return service::Refusal{
        service::Refusal::Kind::wrong_type,
        "content-type",
        "Send the form as application/x-www-form-urlencoded.",
        {{"content-type", "content-type", "Send the form as application/x-www-form-urlencoded."}}};
  auto fields = Fields::parse(visit.request.body);
  if (!fields) return service::invalid(fields.problems());
  return std::move(*fields);
}

}  // namespace holdfast::web
