// SPDX-License-Identifier: MIT
// Every text of every page goes through the catalogue, also the words that handlers add.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "site_in_practice.hpp"
#include "text/texts.hpp"
#include "unit/core/web/view/visible_text.hpp"
#include "web/view/look.hpp"

using namespace holdfast;
using namespace holdfast::tests;

namespace {

// Words that are the same in every language here: the practice's own text and the language's names.
bool is_allowed(const std::string& word) {
  static const std::set<std::string, std::less<>> known{"Holdfast", "English", "SVG", "POMP"};
  return known.contains(word);
}

// What pages quote: names of people, and a form's own words, which come in the form's languages.
std::vector<std::string> quoted_by(const SiteInPractice& site) {
  std::vector<std::string> all{"{number}",  // filled in the browser
                               "holdfast-session"};
  const auto texts = web::plugin_texts();
  for (const auto& tag : texts.tags()) all.emplace_back(text::own_name(tag));
  for (const auto& [id, client] : site.host.clients) all.push_back(client.name);
  for (const auto& [actor, person] : site.host.people) all.push_back(person.name);
  const auto& instruments = site.house().instruments();
  for (const auto* form : instruments.all()) all.push_back(form->title);
  for (const char* id : {"holdfast-session", "holdfast-session-therapist"}) {
    const auto* wording = instruments.wording(*instruments.find(id), "en");
    REQUIRE(wording);
    all.insert(all.end(), {instruments.find(id)->title, wording->title, wording->introduction});
    for (const auto& [item, text] : wording->items) {
      all.insert(all.end(), {text.title, text.text, text.low, text.high});
      for (const auto& [value, option] : text.options) all.push_back(option);
    }
  }
  for (auto& text : all)
    for (auto at = text.find('\''); at != std::string::npos; at = text.find('\''))
      text.replace(at, 1, "&#39;");
  std::erase(all, std::string{});
  std::sort(all.begin(), all.end(),
            [](const auto& one, const auto& other) { return one.size() > other.size(); });
  return all;
}

std::string without(std::string text, const std::vector<std::string>& quoted) {
  for (const auto& quote : quoted)
    for (auto at = text.find(quote); at != std::string::npos; at = text.find(quote))
      text.erase(at, quote.size());
  return text;
}

// A client's rating of an early session for each remark that the table of the picture can make.
void rate_in_every_circumstance(const SiteInPractice& site) {
  site.house().store().commit([](store::Unit& unit) {
    store::StoredRating rating;
    rating.series.course = CourseId{"co-1"};
    rating.series.instrument = "holdfast-session";
    rating.series.version = "1";
    rating.series.language = "en";
    rating.series.clinician = ClinicianId{"cl-1"};
    rating.subject = unit.people.key_of(ClientId{"c-1"});
    rating.entered_at = SiteInPractice::noon();
    rating.submitted_by = "staff";
    rating.raw = "300";
    rating.score = Pomp{75};
    int number = 0;
    const auto add = [&](Mode mode, Place place, Assistance assistance,
                         store::RatingSource source) {
      rating.id = RatingId{unit.ids.uuid()};
      const auto session = unit.mirror.session(SessionId{"co-1-s" + std::to_string(++number)});
      REQUIRE(session);
      rating.session = session->session.id;
      rating.session_start = session->session.start;
      rating.session_number = session->number;
      rating.day = session->session.day;
      rating.series.mode = mode;
      rating.place = place;
      rating.assistance = assistance;
      rating.source = source;
      unit.ratings.insert(rating, {}, {});
    };
    add(Mode::paper, Place::room, Assistance::interpreter, store::RatingSource::paper);
    add(Mode::screen, Place::video, Assistance::read_aloud, store::RatingSource::import);
    add(Mode::screen, Place::phone, Assistance::staff_typed, store::RatingSource::form);
  });
}

struct Shown {
  std::string what;
  web::Response answer;
};

std::vector<Shown> pages(SiteInPractice& site) {
  rate_in_every_circumstance(site);
  for (int number = 1; number <= 10; ++number)
    site.client_rates(SiteInPractice::session("co-2", number), 80);
  site.client_rates("co-2-s11", 30);
  const auto dip = "/check-ins/" + site.open_check_in("co-2");
  const auto own =
      header_of(site.post_form("own", "/courses/co-1/check-ins", "reason=x"), "location");
  const auto token = site.link("co-1-s11", "4711");
  const auto sent = site.link(site.session_without_form("co-2"));
  site.post_form("", "/f/" + sent, marks(80, site.new_key()));
  std::vector<Shown> all;
  const auto ask = [&](const std::string& what, Ask asked) {
    asked.query += (asked.query.empty() ? "" : "&") + std::string("lang=ar-XB");
    all.push_back({what, site.ask(asked)});
  };
  const auto post = [&](const std::string& what, const std::string& actor, const std::string& path,
                        const std::string& body) {
    ask(what, {.actor = actor,
               .method = "POST",
               .path = path,
               .body = body,
               .type = "application/x-www-form-urlencoded"});
  };
  for (const auto& path : std::vector<std::string>{
           "/today", "/caseload", "/courses/co-1", "/courses/co-2", "/courses/co-2/chart.svg",
           "/sessions/co-1-s11/rate", "/sessions/co-1-s11/hand-over", dip, own, "/about"})
    ask(path, {.actor = "own", .path = path});
  ask("today of another day", {.actor = "own", .path = "/today", .query = "day=2026-11-22"});
  ask("the desk's day", {.actor = "desk", .path = "/today"});
  ask("a supervisor's list", {.actor = "supervisor", .path = "/caseload"});
  ask("a supervisor's check-in", {.actor = "supervisor", .path = dip});
  ask("a search without result", {.actor = "own", .path = "/caseload", .query = "q=zzz"});
  ask("form", {.path = "/f/" + token});
  ask("leave", {.path = "/f/" + token + "/leave"});
  ask("thanks", {.path = "/f/" + token + "/thanks"});
  ask("declined", {.path = "/f/" + token + "/thanks", .query = "declined=1"});
  ask("used", {.path = "/f/" + sent});
  ask("unknown link", {.path = "/f/none"});
  post("wrong PIN", "", "/f/" + token + "/leave", "pin=0");
  post("bad form", "", "/f/" + token, "key=12345678&a.goals=x&a.tasks=101&a.tension=9&a.mood=1");
  post("form without a key", "", "/f/" + token, marks(70, ""));
  post("bad fields", "", "/f/" + token, "a=1&a=2");
  post("broken code", "", "/f/" + token, "a=%7");
  post("too large", "", "/f/" + token, std::string(300'000, 'x'));
  ask("wrong type",
      {.method = "POST", .path = "/f/" + token, .body = "{}", .type = "application/json"});
  post("hand-over without PIN", "own", "/sessions/co-1-s11/hand-over", "pin=1");
  post("link", "own", "/sessions/co-1-s11/hand-over", "way=link");
  post("unknown act", "own", dip, "do=x");
  post("snooze without a day", "own", dip, "do=snooze&reason=x");
  post("snooze into the past", "own", dip, "do=snooze&until=2020-01-01&reason=x");
  post("close without a reason", "own", dip, "do=not_a_dip");
  post("empty log", "own", dip, "do=log");
  post("check-in without a reason", "own", "/courses/co-1/check-ins", "reason=");
  site.post_form("own", dip, "do=snooze&until=2026-12-01&reason=x");
  site.post_form("own", dip, "do=log&strain=both&talked_through=1");
  ask("a check-in with a history", {.actor = "own", .path = dip});
  site.post_form("own", dip, "do=not_a_dip&cause=slip&reason=x");
  ask("a closed check-in", {.actor = "own", .path = dip});
  ask("a picture with a closed check-in", {.actor = "own", .path = "/courses/co-2"});
  ask("nobody", {.path = "/today"});
  ask("denied", {.actor = "other", .path = "/courses/co-2"});
  ask("denied list", {.actor = "desk", .path = "/caseload"});
  ask("denied day", {.actor = "admin", .path = "/today", .query = "day=2026-11-23"});
  ask("unknown page", {.actor = "own", .path = "/nothing"});
  ask("unknown course", {.actor = "own", .path = "/courses/none"});
  ask("unknown session", {.actor = "own", .path = "/sessions/none/rate"});
  ask("unknown check-in", {.actor = "own", .path = "/check-ins/none"});
  ask("unknown item", {.actor = "own", .path = "/read-today/none"});
  for (const char* path :
       {"/report-card", "/report-card/preview", "/report-card/settings", "/supervision",
        "/courses/co-1/consent", "/courses/co-1/ratings", "/courses/co-1/together",
        "/sessions/co-1-s11/paper-entry", "/break-glass"})
    ask(path, {.actor = "own", .path = path});
  ask("one rating", {.actor = "own", .path = "/ratings/" + site.spare_rating("co-2")});
  for (const char* path : {"/audit", "/records", "/erasures", "/retention", "/export"})
    ask(path, {.actor = "records", .path = path});
  ask("a file", {.actor = "records", .path = "/records/" + site.key_of("c-2")});
  for (const char* path :
       {"/admin", "/admin/languages", "/admin/languages/de", "/admin/people", "/admin/schedule",
        "/admin/visibility", "/admin/write-back", "/deliveries", "/report-card"})
    ask(std::string("admin: ") + path, {.actor = "admin", .path = path});
  ask("a supervisor's team", {.actor = "supervisor", .path = "/supervision"});
  ask("a carer's look", {.actor = "carer", .path = "/carer"});
  ask("a code", {.path = "/code"});
  post("a wrong code", "", "/code", "code=1");
  post("unknown way", "own", "/sessions/co-1-s11/hand-over", "way=x");
  ask("hand-over inside a host", {.actor = "own",
                                  .method = "POST",
                                  .path = "/sessions/co-1-s11/hand-over",
                                  .body = "way=kiosk&pin=4711",
                                  .type = "application/x-www-form-urlencoded",
                                  .fetch_dest = "iframe"});
  post("numbers and a total", "own", "/sessions/co-1-s11/paper-entry",
       marks(62, site.new_key()) + "&instrument=holdfast-session&total=248");
  post("an unknown item on paper", "own", "/sessions/co-1-s11/paper-entry",
       "instrument=holdfast-session&a.nothing=1&key=" + site.new_key());
  ask("unknown rules", {.actor = "own", .path = "/report-card/preview", .query = "show=1&rules=Z"});
  ask("a number out of range",
      {.actor = "own", .path = "/report-card/preview", .query = "show=1&rules=AB&silence=x"});
  post("unknown settings", "admin", "/report-card/settings", "rules=Z");
  post("unknown act on a file", "records", "/records/" + site.key_of("c-2"), "do=x");
  post("unknown act on deliveries", "admin", "/deliveries", "do=x");
  post("unknown act on people", "admin", "/admin/people", "do=x");
  post("unknown act on the schedule", "admin", "/admin/schedule", "do=x");
  post("unknown act on languages", "admin", "/admin/languages", "do=x");
  post("unknown visibility", "admin", "/admin/visibility", "seal=x&carers_until=x");
  post("unknown export", "records", "/export", "what=x");
  post("unknown consent", "own", "/courses/co-1/consent", "purpose=x");
  post("unknown end of a rating", "own", "/ratings/" + site.spare_rating("co-2"), "do=x");
  post("emergency without a reason", "own", "/courses/co-1/break-glass", "reason=");
  ask("a short name", {.actor = "own", .path = "/break-glass", .query = "q=x"});
  ask("wrong method", {.actor = "own", .method = "PUT", .path = "/today"});
  ask("bad day", {.actor = "own", .path = "/today", .query = "day=x"});
  return all;
}

}  // namespace

TEST_CASE("in the pseudo-language no page holds a word that was not translated") {
  SiteInPractice site;
  const auto quoted = quoted_by(site);
  for (const auto& [what, answer] : pages(site)) {
    INFO(what << ", status " << answer.status);
    REQUIRE(answer.body.size() > 100);
    if (answer.body.find("<html") != std::string::npos)
      CHECK(answer.body.find("<html lang=\"ar-XB\" dir=\"rtl\">") != std::string::npos);
    for (const auto& text : web::visible_texts(answer.body))
      for (const auto& word : web::plain_words(without(text, quoted))) {
        INFO("in \"" << text << "\"");
        CHECK((is_allowed(word) ? std::string{} : word) == "");
      }
  }
}

TEST_CASE("the language asked for stands before the person's, the browser's and the practice's") {
  SiteInPractice site;
  const auto language_of = [&](const std::string& query, const std::string& accept) {
    web::Request request;
    request.method = "GET";
    request.path = "/about";
    request.query = query;
    request.actor = "own";
    if (!accept.empty()) request.headers = {{"accept-language", accept}};
    return attribute_in(web::Site(site.house()).answer(request).body, "<html", "lang");
  };
  CHECK(language_of("", "") == "en");
  CHECK(language_of("", "ar-XB,en;q=0.5") == "ar-XB");
  CHECK(language_of("lang=en", "ar-XB") == "en");
  CHECK(language_of("lang=tlh", "") == "en");
  site.host.people["own"].language = "ar-XB";
  site.house().gate().forget();
  CHECK(language_of("", "en") == "ar-XB");
  CHECK(language_of("lang=en", "") == "en");
}

TEST_CASE("the language menu leads on from a language that was chosen, and keeps the rest") {
  const SiteInPractice site;
  const auto page = [&](const std::string& query) { return site.get("own", "/today", query); };
  const auto chosen = [&](const std::string& body, const std::string& tag) {
    const auto end = body.find("lang=" + tag + '"');
    REQUIRE(end != std::string::npos);
    const auto begin = body.rfind('?', end) + 1;
    return body.substr(begin, body.find('"', begin) - begin);
  };
  const auto german = chosen(page("day=2026-11-20").body, "de");
  CHECK(german == "day=2026-11-20&amp;lang=de");
  const auto english = chosen(page("day=2026-11-20&lang=de").body, "en");
  CHECK(english == "day=2026-11-20&amp;lang=en");
  CHECK(chosen(page("lang=de").body, "en") == "lang=en");
  CHECK(chosen(page("lang=de&day=2026-11-20").body, "en") == english);
}
