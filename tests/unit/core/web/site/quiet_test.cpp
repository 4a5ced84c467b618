// SPDX-License-Identifier: MIT
// What operators, monitors and other people's inboxes get holds nothing of a client: names, texts
// and ids are planted everywhere, and looked for in logs, metrics, errors, addresses and notices.
#include <sqlite3.h>

#include <catch2/catch.hpp>
#include <thread>

#include "service/metrics.hpp"
#include "service/tick.hpp"
#include "site_in_practice.hpp"
#include "unit/core/store/failing_disk.hpp"
#include "web/http/fields.hpp"
#include "web/routes.hpp"

using namespace holdfast;
using namespace holdfast::tests;

namespace {

constexpr const char* names[] = {"Wilma", "Xaver", "Zwiebelkuchen", "Tante Erna"};
constexpr const char* ids[] = {"c-2", "co-2"};

void check_quiet(const std::string& what, const std::string& text) {
  for (const char* planted : names) {
    const auto at = text.find(planted);
    INFO(what << ": "
              << text.substr(at == std::string::npos ? 0 : at - std::min<std::size_t>(at, 300),
                             600));
    CHECK(at == std::string::npos);
  }
}

struct Planted {
  SiteInPractice site{[] {
    service::Config config;
    config.write_back = {"client_total", "subscales", "comment", "alert", "repair", "notice"};
    config.duty_contact = "person-own";
    return config;
  }()};
  std::string errors, locations;

  web::Response keep(const web::Response& answer) {
    // A form that comes back with its problems shows its own reader what was filled in.
    const bool is_form_again = answer.status == 422 && answer.body.starts_with("<!doctype");
    if (answer.status >= 400 && !is_form_again) errors += answer.body + "\n";
    locations += header_of(answer, "location") + "\n";
    return answer;
  }

  void live() {
    for (int i = 1; i <= 10; ++i) site.client_rates(SiteInPractice::session("co-2", i), 80);
    const auto said = marks(30, site.new_key()) + "&a.comment=Zwiebelkuchen+mit+Tante+Erna";
    keep(site.post_form("", "/f/" + site.link("co-2-s11"), said));
    const auto open = site.open_check_in("co-2");
    REQUIRE_FALSE(open.empty());
    keep(site.post_form("own", "/check-ins/" + open, "do=log&words=Tante+Erna"));
    for (const char* actor : {"own", "other", "desk", "admin", "client", ""})
      for (const char* path : {"/today", "/courses/co-2", "/caseload", "/records", "/deliveries"})
        keep(site.get(actor, path));
    keep(site.get("own", "/caseload", "q=Wilma"));
    keep(site.post_form("own", "/courses/co-2/check-ins", "reason="));
    keep(
        site.post_json("own", "/api/v1/courses/co-2/check-ins", R"({"reason":["Zwiebelkuchen"]})"));
    keep(site.post_json("own", "/api/v1/sessions/co-2-s11/ratings", "{\"Zwiebelkuchen\""));
    keep(site.post_form("own", "/sessions/co-2-s11/rate", "key=short&a.goals=Zwiebelkuchen"));
    keep(site.post_form("other", "/courses/co-2/break-glass", "reason=Tante+Erna"));
  }
};

}  // namespace

TEST_CASE("logs, metrics, errors, addresses and notices hold nothing that was planted", "[file]") {
  Planted planted;
  auto& site = planted.site;
  {
    store::testing::FailingDisk disk;  // every kind of trouble is told, too
    Planted failing;
    failing.live();
    disk.fail_from(1, SQLITE_FULL);
    for (const char* path : {"/courses/co-2", "/today"})
      failing.keep(failing.site.get("own", path));
    failing.keep(failing.site.post_form("own", "/courses/co-2/check-ins", "reason=Zwiebelkuchen"));
    disk.heal();
    std::string logged;
    for (const auto& line : failing.site.host.logged) logged += line + "\n";
    CHECK(logged.find("store") != std::string::npos);
    check_quiet("log of a failing disk", logged);
    check_quiet("errors of a failing disk", failing.errors);
  }
  planted.live();
  site.host.is_down = true;
  service::tick(site.house(), std::chrono::seconds{1});
  site.host.is_down = false;
  const auto ticked = service::tick(site.house(), std::chrono::seconds{5});

  std::string logged = ticked.trouble + "\n";
  for (const auto& line : site.host.logged) logged += line + "\n";
  const auto metrics = service::metrics_text(site.house());
  check_quiet("log", logged);
  check_quiet("metrics", metrics);
  check_quiet("errors", planted.errors);
  check_quiet("addresses", planted.locations);
  for (const char* id : ids) {
    CHECK(metrics.find(id) == std::string::npos);
    CHECK(logged.find(id) == std::string::npos);
  }
  for (const auto& item :
       site.house().store().read([](store::Reader& reader) { return reader.outbox.open(1000); })) {
    if (item.kind == "post") {
      check_quiet("notice", item.body);
      for (const char* id : ids) CHECK(item.body.find(id) == std::string::npos);
    }
    check_quiet("why a delivery waits", item.reason + item.key + item.about);
  }
}

TEST_CASE("metrics count what was answered, taken, found and left to give") {
  service::Config config;
  config.write_back = {"client_total"};
  SiteInPractice site(config);
  for (int i = 1; i <= 10; ++i) site.client_rates(SiteInPractice::session("co-2", i), 80);
  site.client_rates("co-2-s11", 30);
  site.get("own", "/courses/co-2");
  site.get("other", "/courses/co-2");
  site.host.clock += std::chrono::minutes{5};
  const auto text = service::metrics_text(site.house());
  INFO(text);
  const auto has = [&](const std::string& line) {
    return text.find("\n" + line + "\n") != std::string::npos;
  };
  CHECK(has(R"(holdfast_requests_total{method="GET",route="/courses/{course}",status="200"} 1)"));
  CHECK(has(R"(holdfast_requests_total{method="GET",route="/courses/{course}",status="403"} 1)"));
  CHECK(has("holdfast_submit_seconds_count 11"));
  CHECK(has("holdfast_submit_seconds_bucket{le=\"+Inf\"} 11"));
  CHECK(has("holdfast_outbox_waiting 11"));
  CHECK(has("holdfast_outbox_oldest_seconds 6048900"));
  CHECK(has("holdfast_alerts{rule=\"A\"} 1"));
  CHECK(text.find("holdfast_store_bytes ") != std::string::npos);
  CHECK(has("holdfast_delivery_paused 0"));
  // Every sample is of a kind that was announced.
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('#')) continue;
    auto name = line.substr(0, line.find_first_of("{ "));
    for (const char* end : {"_bucket", "_sum", "_count"})
      if (name.ends_with(end)) name.erase(name.size() - std::string(end).size());
    CHECK(text.find("# TYPE " + name + " ") != std::string::npos);
  }
  // The same form once more was not stored once more.
  const auto token = site.link("co-1-s11");
  const auto body = marks(70, site.new_key());
  REQUIRE(site.post_form("", "/f/" + token, body).status == 303);
  REQUIRE(site.post_form("", "/f/" + token, body).status == 303);
  CHECK(service::metrics_text(site.house()).find("\nholdfast_submit_seconds_count 12\n") !=
        std::string::npos);
}
