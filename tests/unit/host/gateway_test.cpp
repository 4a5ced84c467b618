// SPDX-License-Identifier: MIT
#include "gateway.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "header_rules.hpp"
#include "page_texts.hpp"
#include "password.hpp"
#include "place.hpp"

using namespace holdfast::host;
using namespace std::chrono_literals;
using testing::contains;

namespace {

// A gateway with one login, a plugin that tells what it was asked, and time that stands still.
struct World {
  explicit World(std::string given = "", bool asks_code = false, bool mounts_adapter = false)
      : prefix(std::move(given)), needs_code(asks_code), has_adapter(mounts_adapter) {
    users.add({"anna", "u-1", password_hash("correct horse"), {}});
  }

  Response get(const std::string& path, Headers headers = {{"accept", "text/html"}}) {
    return send({"GET", prefix + path, std::move(headers), "", "127.0.0.1", false});
  }
  Response post(const std::string& path, const std::string& body,
                const std::string& origin = "http://here") {
    Headers headers{{"accept", "text/html"}};
    if (!origin.empty()) headers.emplace_back("origin", origin);
    return send({"POST", prefix + path, std::move(headers), body, "127.0.0.1", is_encrypted});
  }
  Response send(Request request) {
    request.headers.emplace_back("host", "here");
    if (!token.empty()) request.headers.emplace_back("cookie", "holdfast-session=" + token);
    auto response = gateway.answer(request);
    for (const auto& [name, value] : response.headers)
      if (name == "set-cookie") token = cookie(value, session_cookie);
    return response;
  }
  Response sign_in(const std::string& password = "correct horse", const std::string& next = "") {
    return post("/login", "name=anna&password=" + password + "&next=" + next);
  }

  testing::Place place;
  testing::MovedClock time;
  std::string prefix;
  bool needs_code, has_adapter;
  std::string language = has_adapter ? "es" : "en";
  std::string token;
  bool is_encrypted = false;
  bool is_ready = true;
  PluginRequest asked;
  PluginRequest adapter_asked;
  Response adapter_answer{200, {{"Set-Cookie", "its-own=1; Secure"}}, "adapter"};
  Response plugin_answer{200, {{"Content-Type", "text/html"}}, "page"};
  std::vector<std::string> warnings;
  UserFile users{place / "users.json"};
  SignIns sign_ins{15min, time.clock()};
  LoginDelay delay{time.clock()};
  std::time_t wall = 1234567890;
  OneTimeCodes codes{[this] { return wall; }};
  const holdfast::text::Texts texts = page_texts();
  Gateway gateway{
      {prefix, language, users, sign_ins, delay, needs_code ? &codes : nullptr, nullptr, texts,
       [this](const PluginRequest& request) {
         asked = request;
         if (request.path == "/fails") throw std::runtime_error("the plugin fails");
         return plugin_answer;
       },
       [this] { return is_ready; }, [this](const std::string& text) { warnings.push_back(text); },
       has_adapter ? PluginPages([this](const PluginRequest& request) {
         adapter_asked = request;
         return adapter_answer;
       })
                   : PluginPages()}};
};

std::string location(const Response& response) {
  return std::string(header(response.headers, "location"));
}

}  // namespace

TEST_CASE("the plugin is asked with prefix and rest apart, and nobody signed in") {
  World world("/hold");
  CHECK(world.get("/client/a%20b?x=1").body == "page");
  CHECK(world.asked.prefix == "/hold");
  CHECK(world.asked.path == "/client/a b");
  CHECK(world.asked.query == "x=1");
  CHECK(world.asked.actor.empty());
  CHECK(world.get("").status == 303);
  CHECK(location(world.get("")) == "/hold/");
  world.prefix = "/elsewhere";
  CHECK(world.get("/").status == 404);
}

TEST_CASE("signing in gives a session whose person the plugin sees, and signing out ends it") {
  World world;
  const auto in = world.sign_in();
  CHECK(in.status == 303);
  CHECK(location(in) == "/");
  const auto given = std::string(header(in.headers, "set-cookie"));
  CHECK(contains(given, "; Path=/; HttpOnly; SameSite=Lax"));
  CHECK_FALSE(contains(given, "Secure"));
  world.get("/today");
  CHECK(world.asked.actor == "u-1");
  CHECK(header(world.asked.headers, "cookie").empty());
  const auto out = world.post("/logout", "");
  CHECK(location(out) == "/login?out=1");
  CHECK(contains(std::string(header(out.headers, "set-cookie")), "Max-Age=0"));
  world.get("/today");
  CHECK(world.asked.actor.empty());
}

TEST_CASE("a session is bound to its prefix, and to TLS where there is TLS") {
  World world("/hold");
  world.is_encrypted = true;
  const auto response = world.post("/login", "name=anna&password=correct+horse", "https://here");
  const auto given = std::string(header(response.headers, "set-cookie"));
  CHECK(contains(given, "; Path=/hold; "));
  CHECK(contains(given, "; Secure"));
}

TEST_CASE("after 15 quiet minutes the person is nobody again") {
  World world;
  world.sign_in();
  world.time.now += 15min;
  world.get("/today");
  CHECK(world.asked.actor.empty());
}

TEST_CASE("a wrong password, and an unknown name, get the same answer and a growing delay") {
  World world;
  const auto wrong = world.sign_in("wrong horse");
  CHECK(wrong.status == 401);
  CHECK(contains(wrong.body, "Name or password is not right"));
  CHECK(world.token.empty());
  CHECK(world.post("/login", "name=nobody&password=x").body.find("Name or password is not right") !=
        std::string::npos);
  const auto soon = world.sign_in();
  CHECK(soon.status == 429);
  CHECK(header(soon.headers, "retry-after") == "1");
  CHECK(contains(soon.body, "Wait 1 second, then try again."));
  world.time.now += 1s;
  world.sign_in("wrong horse");
  CHECK(header(world.sign_in().headers, "retry-after") == "2");
  world.time.now += 2s;
  CHECK(world.sign_in().status == 303);
}

TEST_CASE("a page that needs a person leads to the login and back") {
  World world;
  world.plugin_answer = {401, {}, "{}"};
  const auto away = world.get("/client/c-1?x=1");
  CHECK(away.status == 303);
  CHECK(location(away) == "/login?next=%2Fclient%2Fc-1%3Fx%3D1");
  CHECK(contains(world.get("/login?next=%2Fclient%2Fc-1").body, "value=\"/client/c-1\""));
  CHECK(location(world.sign_in("correct horse", "%2Fclient%2Fc-1")) == "/client/c-1");
  CHECK(world.get("/x").status == 401);  // signed in: the plugin's own answer
}

TEST_CASE("an API caller and a sender get the plugin's 401 itself") {
  World world;
  world.plugin_answer = {401, {}, "{}"};
  CHECK(world.get("/api", {{"accept", "application/json"}}).status == 401);
  CHECK(world.post("/x", "").status == 401);
  const auto sent = world.send({"POST", "/x", {{"origin", "http://here"}}, "", "127.0.0.1", false});
  CHECK(sent.body == "{}");
}

TEST_CASE("whoever was signed out in the middle of a page is told, and led back to it") {
  World world;
  world.plugin_answer = {401, {}, "{}"};
  const auto page = world.post("/client/c-1", "a=1");
  CHECK(page.status == 401);
  CHECK(contains(page.body, "You were signed out meanwhile"));
  CHECK(contains(page.body, "value=\"/client/c-1\""));
}

TEST_CASE("login never leads to another site") {
  World world;
  CHECK(location(world.sign_in("correct horse", "https://evil.example")) == "/");
  CHECK(location(world.sign_in("correct horse", "//evil.example")) == "/");
  CHECK_FALSE(contains(world.get("/login?next=//evil.example").body, "evil"));
}

TEST_CASE("what changes something must come from our own pages") {
  World world;
  CHECK(world.post("/login", "name=anna&password=correct+horse", "http://evil").status == 403);
  world.sign_in();
  CHECK(world.post("/x", "", "http://evil").status == 403);
  CHECK(world.post("/x", "", "").status == 403);  // a browser with a session always tells
  CHECK(world.post("/x", "").status == 200);
  CHECK(world.asked.actor == "u-1");
  world.token.clear();
  CHECK(world.post("/x", "", "").status == 200);  // no session, nothing to abuse
}

TEST_CASE("what the program refuses under the API is told as the plugin tells it") {
  for (const std::string prefix : {"", "/holdfast"}) {
    World world(prefix);
    world.sign_in();
    const auto refused = [&](const Response& response, int status, const std::string& rule) {
      INFO(response.body);
      CHECK(response.status == status);
      CHECK(header(response.headers, "content-type") == "application/problem+json");
      const auto told = nlohmann::json::parse(response.body);
      CHECK(told.at("type") == "urn:holdfast:problem:" + rule);
      CHECK(told.at("status") == status);
      CHECK_FALSE(told.at("title").get<std::string>().empty());
    };
    refused(world.post("/api/v1/x", "", "http://evil"), 403, "origin");
    refused(world.post("/api/v1/x", "", ""), 403, "origin");
    refused(world.get("/api/v1/%zz"), 400, "address");
    refused(world.get("/api/v1/%ff?day=1", {}), 400, "address");
    refused(world.post("/api/v1/x", std::string(1100000, 'a')), 413, "too-large");
    CHECK(header(world.get("/%zz").headers, "content-type") == "text/html; charset=utf-8");
    CHECK(header(world.get("/api/v12/%zz", {}).headers, "content-type") ==
          "text/plain; charset=utf-8");
  }
}

TEST_CASE("the plugin can end the session at hand-over, and the wish goes no further") {
  World world;
  world.sign_in();
  const auto token = world.token;
  world.plugin_answer.headers.emplace_back("Holdfast-End-Session", "1");
  const auto form = world.get("/hand-over");
  CHECK(form.body == "page");
  CHECK(header(form.headers, "holdfast-end-session").empty());
  CHECK(contains(std::string(header(form.headers, "set-cookie")), "Max-Age=0"));
  world.token = token;  // the Back button
  world.plugin_answer.headers.pop_back();
  world.get("/today");
  CHECK(world.asked.actor.empty());
}

TEST_CASE("a device that was handed over leads to its form, until the PIN or a login ends that") {
  World world("/hold");
  world.sign_in();
  std::string kiosk;
  const auto keep = [&](const Response& response) {
    for (const auto& [name, value] : response.headers)
      if (name == "set-cookie" && value.starts_with("holdfast-kiosk=")) kiosk = value;
    return response;
  };
  const auto open = [&](const std::string& path, const std::string& accept = "text/html") {
    return world.get(path, {{"accept", accept}, {"cookie", kiosk.substr(0, kiosk.find(';'))}});
  };
  world.plugin_answer = {303, {{"location", "/hold/f/abc-_1"}, {"holdfast-end-session", "1"}}, ""};
  keep(world.post("/sessions/1/hand-over", "pin=4711"));
  CHECK(contains(kiosk,
                 "holdfast-kiosk=abc-_1; Path=/hold/; Max-Age=3600; HttpOnly; SameSite=Strict"));
  world.token.clear();
  world.plugin_answer = {200, {}, "page"};
  for (const char* elsewhere : {"/today", "/", "/courses/1", "/f/other", "/f/abc-_12", "/code"}) {
    INFO(elsewhere);
    CHECK(location(open(elsewhere)) == "/hold/f/abc-_1");
  }
  for (const char* own : {"/f/abc-_1", "/f/abc-_1/thanks", "/f/abc-_1/leave"}) {
    INFO(own);
    CHECK(open(own).status == 200);
  }
  CHECK(open("/login").status == 200);
  CHECK(open("/assets/form.js", "*/*").status == 200);
  // The PIN was right.
  world.plugin_answer = {303, {{"location", "/hold/today"}, {"holdfast-end-session", "1"}}, ""};
  keep(world.post("/f/abc-_1/leave", "pin=4711"));
  CHECK(contains(kiosk, "holdfast-kiosk=; Path=/hold/; Max-Age=0"));
  world.plugin_answer = {200, {}, "page"};
  CHECK(open("/today").status == 200);
  // A cookie that somebody made up leads nowhere else.
  for (const char* made : {"", "../today", "//elsewhere.example", "a/b", "a%2fb"}) {
    INFO(made);
    kiosk = std::string("holdfast-kiosk=") + made;
    CHECK(open("/today").status == 200);
  }
  kiosk = "holdfast-kiosk=abc";
  auto in = world.send({"POST",
                        "/hold/login",
                        {{"accept", "text/html"}, {"origin", "http://here"}, {"cookie", kiosk}},
                        "name=anna&password=correct+horse",
                        "127.0.0.1",
                        false});
  keep(in);
  CHECK(contains(kiosk, "Max-Age=0"));
}

TEST_CASE("the pages learn where to sign out from this server alone") {
  World world;
  world.get("/x", {{"holdfast-sign-out", "/elsewhere"}});
  CHECK(header(world.asked.headers, "holdfast-sign-out").empty());  // nobody is signed in
  world.sign_in();
  world.get("/today", {{"holdfast-sign-out", "/elsewhere"}});
  CHECK(header(world.asked.headers, "holdfast-sign-out") == "/logout");
}

TEST_CASE("a login that is removed or changed ends its sessions") {
  World world;
  world.sign_in();
  world.get("/today");
  REQUIRE(world.asked.actor == "u-1");
  world.users.set_hash("anna", password_hash("another horse"));
  world.get("/today");
  CHECK(world.asked.actor.empty());
}

TEST_CASE(
    "a header that is not allowed, or a failure, becomes a plain 503 and a line for operators") {
  World world;
  world.plugin_answer.headers.emplace_back("x", "a\r\nb: c");
  CHECK(world.get("/x").status == 503);
  CHECK(world.get("/fails").status == 503);
  REQUIRE(world.warnings.size() == 2);
  CHECK(contains(world.warnings[1], "the plugin fails"));
}

TEST_CASE("health and readiness tell two different things") {
  World world;
  CHECK(world.get("/healthz").body == "ok\n");
  CHECK(world.get("/readyz").status == 200);
  world.is_ready = false;
  CHECK(world.get("/readyz").status == 503);
  CHECK(world.get("/healthz").status == 200);
}

TEST_CASE("a body over 256 KiB is the plugin's to refuse, one over a mebibyte ours") {
  World world;
  world.post("/x", std::string(300'000, 'a'));
  CHECK(world.asked.body.size() == 300'000);
  CHECK(world.post("/x", std::string(largest_body + 1, 'a')).status == 413);
  CHECK(world.post("/login", std::string(20'000, 'a')).status == 413);
}

TEST_CASE("the pages of the host hold no script, and mirror a right-to-left language") {
  World world;
  const auto page = world.get("/login", {{"accept", "text/html"}, {"accept-language", "ar-XB"}});
  CHECK(contains(page.body, "dir=\"rtl\""));
  CHECK_FALSE(contains(page.body, ">Sign in<"));
  CHECK_FALSE(contains(page.body, "<script"));
  CHECK(
      contains(std::string(header(page.headers, "content-security-policy")), "default-src 'none'"));
  const auto again = world.post("/login", "name=%22%3E%3Cscript%3E&password=x");
  CHECK_FALSE(contains(again.body, "<script"));
  CHECK(contains(world.get("/logout").body, "action=\"/logout\""));
  CHECK(contains(world.get("/login.css").body, "--ground"));
}

TEST_CASE("away from this machine a password needs a code beside it, and each code counts once") {
  World world("", true);
  CHECK(contains(world.get("/login").body, "autocomplete=\"one-time-code\""));
  const auto sign_in = [&](const std::string& code) {
    return world.post("/login", "name=anna&password=correct+horse&code=" + code);
  };
  const auto without = sign_in("005924");
  CHECK(without.status == 403);
  CHECK(contains(without.body, "holdfast user code"));
  CHECK(world.token.empty());

  world.users.set_code_secret("anna", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");  // RFC 6238, B
  CHECK(sign_in("").status == 401);
  world.time.now += 1min;
  CHECK(sign_in("123456").status == 401);
  world.time.now += 1min;
  CHECK(sign_in("005924").status == 303);
  CHECK_FALSE(world.token.empty());
  world.post("/logout", "");
  CHECK(sign_in("005924").status == 401);
}

TEST_CASE("who has no password learns nothing about codes") {
  World world("", true);
  const auto known = world.post("/login", "name=anna&password=wrong&code=1");
  const auto unknown = world.post("/login", "name=otto&password=wrong&code=1");
  CHECK(known.status == 401);
  CHECK(unknown.status == 401);
  CHECK_FALSE(contains(known.body, "holdfast user code"));
}

TEST_CASE("on this machine nobody is asked for a code") {
  World world;
  world.users.set_code_secret("anna", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  CHECK_FALSE(contains(world.get("/login").body, "one-time-code"));
  CHECK(world.sign_in().status == 303);
}

TEST_CASE(
    "the login speaks the language that was chosen, else the browser's, else the practice's") {
  World world;
  const auto says = [&](const std::string& word, Headers headers, const std::string& query = "") {
    const auto page = world.get("/login" + query, std::move(headers));
    INFO(page.body);
    return page.body.find(word) != std::string::npos;
  };
  CHECK(says("Sign in", {}));
  CHECK(says("Anmelden", {{"accept-language", "de-CH, en;q=0.5"}}));
  CHECK(says("dir=\"rtl\"", {{"accept-language", "de"}, {"cookie", "holdfast-language=ar"}}));
  CHECK(says("Se connecter", {{"cookie", "holdfast-language=ar"}}, "?lang=fr"));
  CHECK(says("Sign in", {{"cookie", "holdfast-language=none"}}, "?lang=%2e%2e"));
}

TEST_CASE("a choice of language on the login is remembered, and keeps where the way leads") {
  World world;
  const auto page = world.get("/login?lang=de&next=/caseload");
  CHECK(header(page.headers, "set-cookie") ==
        "holdfast-language=de; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly");
  CHECK(page.body.find("href=\"/login?lang=es&amp;next=%2Fcaseload\"") != std::string::npos);
  CHECK(page.body.find("ar-XB") == std::string::npos);
  CHECK(header(world.get("/login?lang=xx").headers, "set-cookie").empty());
}

TEST_CASE("an adapter's own addresses are the adapter's to guard, without this server's session") {
  World world("/h", false, true);
  world.sign_in();
  Request call{"POST",
               "/h/cds-services/x/feedback?a=b",
               {{"authorization", "Bearer t"},
                {"origin", "https://elsewhere.example"},
                {"x-forwarded-proto", "https"},
                {"cookie", "its-own=1"}},
               "{}",
               "127.0.0.1",
               false};
  const auto answer = world.send(call);
  CHECK(answer.body == "adapter");
  CHECK(header(answer.headers, "set-cookie") == "its-own=1; Secure");
  CHECK(header(answer.headers, "x-content-type-options") == "nosniff");
  const auto& asked = world.adapter_asked;
  CHECK(asked.prefix == "/h");
  CHECK(asked.path == "/cds-services/x/feedback");
  CHECK(asked.query == "a=b");
  CHECK(asked.actor.empty());
  CHECK(header(asked.headers, "authorization") == "Bearer t");
  CHECK(header(asked.headers, "cookie") == "its-own=1");
  CHECK(header(asked.headers, "x-forwarded-proto") == "http");
  for (const auto& [name, value] : asked.headers)
    CHECK(value.find("holdfast-session") == std::string::npos);
  for (const auto* path : {"/smart", "/smart/launch", "/cds-services"})
    CHECK(world.get(path).body == "adapter");
  for (const auto* path : {"/smarter", "/cds-services-x", "/x/smart"})
    CHECK(world.get(path).body == "page");
}

TEST_CASE(
    "an adapter is told what language a caller accepts, or the practice's where it takes any") {
  World world("", false, true);
  const auto told = [&](Headers headers) {
    (void)world.get("/cds-services", std::move(headers));
    return std::string(header(world.adapter_asked.headers, "accept-language"));
  };
  CHECK(told({{"accept-language", "de-AT, en;q=0.5"}}) == "de-AT, en;q=0.5");
  CHECK(told({{"accept-language", "*"}}) == "es");
  CHECK(told({}) == "es");
}

TEST_CASE("an adapter's address without an adapter is a page like any other") {
  World world;
  world.sign_in();
  CHECK(world.get("/smart/launch").body == "page");
}

TEST_CASE("an adapter cannot set this server's session, nor smuggle a header in") {
  World world("", false, true);
  world.adapter_answer.headers = {{"set-cookie", "holdfast-session=stolen"}};
  CHECK(header(world.get("/smart").headers, "set-cookie").empty());
  world.adapter_answer.headers = {{"location", "/x\r\nset-cookie: a=b"}};
  CHECK(world.get("/smart").status == 503);
}
