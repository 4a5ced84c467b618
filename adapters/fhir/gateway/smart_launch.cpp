// SPDX-License-Identifier: MIT
#include "smart_launch.hpp"

#include <openssl/crypto.h>

#include <algorithm>

#include "fhir/form_body.hpp"
#include "fhir/mapping/people.hpp"
#include "gateway_texts.hpp"
#include "smart_window.hpp"

namespace holdfast::adapters::fhir::gateway {
namespace {

using mapping::list_in;
using mapping::text_in;

constexpr std::size_t longest_parameter = 4096;

bool are_equal(const std::string& a, const std::string& b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string smart_path(const Exchange& exchange) { return exchange.prefix + "/smart"; }

Json asked_of(const AskPlugin& plugin, const SignedIn& who, const Exchange& exchange,
              const char* path, std::string query) {
  const auto said =
      plugin({"GET", exchange.prefix, path, std::move(query), who.person, {}, {}, exchange.now});
  auto json = said.status == 200 ? Json::parse(said.body, nullptr, false) : Json();
  return json.is_object() ? json : Json::object();
}

// The one under way; an ended one where there is no other.
std::string course_of(const Json& courses) {
  std::string any;
  for (const auto& one : list_in(courses, "courses")) {
    const auto ended = one.find("ended");
    const bool is_ended = ended != one.end() && ended->is_boolean() && ended->get<bool>();
    if (!is_ended) return text_in(one, "id");
    if (any.empty()) any = text_in(one, "id");
  }
  return any;
}

// Today's session of that course: the one whose form is still to be given, else the first.
std::string session_of(const Json& today, const std::string& course, const char* form_done) {
  std::string any;
  for (const auto& one : list_in(today, "sessions")) {
    if (text_in(one, "course") != course) continue;
    const auto done = one.find(form_done);
    const bool is_done = done != one.end() && done->is_boolean() && done->get<bool>();
    if (!is_done) return text_in(one, "id");
    if (any.empty()) any = text_in(one, "id");
  }
  return any;
}

// "check-ins/0190…": what cards.cpp gave along; anything else is another app's.
bool is_check_in(const std::string& text) {
  constexpr std::string_view begin = "check-ins/";
  return text.starts_with(begin) && text.size() == begin.size() + 36 &&
         std::all_of(text.begin() + begin.size(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == '-';
         });
}

}  // namespace

std::string first_page(const SignedIn& signed_in, const Exchange& exchange,
                       const AskPlugin& plugin) {
  if (is_check_in(signed_in.app_context)) return "/" + signed_in.app_context;
  if (signed_in.person.starts_with("Patient/")) return "/my-form";
  if (signed_in.person.starts_with("RelatedPerson/")) return "/carer";
  if (signed_in.patient.empty() || signed_in.intent == "today") return "/today";
  const auto course = course_of(asked_of(plugin, signed_in, exchange, "/api/v1/courses",
                                         form_body({{"client", signed_in.patient}})));
  if (course.empty()) return "/today";
  const bool rates = signed_in.intent == "rate";
  if (rates || signed_in.intent == "form") {
    const auto session = session_of(asked_of(plugin, signed_in, exchange, "/api/v1/today", {}),
                                    course, rates ? "therapist_form_done" : "client_form_done");
    if (!session.empty())
      return "/sessions/" + percent_encoded(session) + (rates ? "/rate" : "/hand-over");
  }
  return "/courses/" + percent_encoded(course);
}

Answered SmartLaunch::launch(const Exchange& exchange, const Warn& warn) {
  auto issuer = field_in(exchange.query, "iss");
  const auto launch = field_in(exchange.query, "launch");
  // At our own address there is one EHR to go to, or it has to be said.
  if (issuer.empty() && launch.empty() && settings_.smart.size() == 1)
    issuer = settings_.smart.front().issuer;
  const auto* server = servers_.find(issuer);
  const auto& say = language_of(exchange, texts_);
  if (issuer.empty()) {
    warn("a SMART launch was turned away: it names no iss");
    return notice_page({403,
                        say("From where?"),
                        say("This address does not say which system to sign in with. Open "
                            "Holdfast in the practice system."),
                        {}},
                       say, {});
  }
  if (!server || launch.size() > longest_parameter) {
    warn("a SMART launch was turned away: its iss is not named in the settings");
    return notice_page({403,
                        say("Not from here"),
                        say("Holdfast is not connected to the system that this launch names."),
                        {}},
                       say, {});
  }
  auto browser = cookie_in(exchange.headers, launch_cookie);
  if (!sign_ins_.has_browser(browser, exchange.now)) browser = fresh_token();
  Launch begun{server->issuer, browser, fresh_token(), fresh_token(), exchange.now};
  SmartServers::Asked asked{launch, {}, begun.nonce, begun.verifier};
  asked.state = sign_ins_.begin(std::move(begun));
  auto onward = redirect_to(servers_.authorize_url(*server, asked, exchange.now));
  onward.headers.emplace_back("set-cookie",
                              set_cookie({launch_cookie, browser, smart_path(exchange),
                                          static_cast<int>(SignIns::launch_seconds)}));
  return onward;
}

Answered SmartLaunch::callback(const Exchange& exchange, const AskPlugin& plugin,
                               const Warn& warn) {
  const auto launch = sign_ins_.take(field_in(exchange.query, "state"), exchange.now);
  const auto browser = cookie_in(exchange.headers, launch_cookie);
  const auto& say = language_of(exchange, texts_);
  if (!launch)
    return notice_page({403,
                        say("Begin again"),
                        say("This sign-in is not known, was used before, or took longer than ten "
                            "minutes. Open Holdfast once more."),
                        {}},
                       say, settings_.origins);
  if (browser.empty())
    return notice_page(
        {403, say("No cookie was kept"),
         say("In this window the browser keeps no cookie for Holdfast, so it cannot "
             "know who is signed in."),
         settings_.address + "/smart/launch?" + form_body({{"iss", launch->server}})},
        say, settings_.origins);
  if (!are_equal(browser, launch->browser)) {
    warn("a SMART sign-in was turned away: it began in another browser");
    return notice_page({403,
                        say("Begin again"),
                        say("This sign-in began in another browser. Open Holdfast once more."),
                        {}},
                       say, settings_.origins);
  }
  const auto code = field_in(exchange.query, "code");
  if (code.empty() || code.size() > longest_parameter) {
    warn("a SMART sign-in ended without a code: the EHR refused it, or somebody did not agree");
    return notice_page({403,
                        say("Not signed in"),
                        say("The system that you came from did not sign you in to Holdfast."),
                        {}},
                       say, settings_.origins);
  }
  const auto* server = servers_.find(launch->server);
  const auto signed_in = servers_.sign_in(
      *server, {code, launch->verifier, launch->nonce, field_in(exchange.query, "iss")},
      exchange.now);
  if (const auto before = cookie_in(exchange.headers, session_cookie); !before.empty())
    sign_ins_.end(before);
  const auto session = sign_ins_.sign_in(signed_in.person, exchange.now);
  auto onward =
      redirect_to(smart_path(exchange) + "/app" + first_page(signed_in, exchange, plugin));
  onward.headers.emplace_back("set-cookie",
                              set_cookie({session_cookie, session, smart_path(exchange), 0}));
  onward.headers.emplace_back("set-cookie",
                              set_cookie({launch_cookie, "", smart_path(exchange), 0}));
  return onward;
}

}  // namespace holdfast::adapters::fhir::gateway
