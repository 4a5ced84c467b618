// SPDX-License-Identifier: MIT
// What anybody may send to a page.
#include <random>

#include "plugin_cases.hpp"

namespace holdfast::conform {
namespace {

bool is_clean(const Page& page) {
  for (const auto& [name, value] : page.headers)
    for (const char c : name + value)
      if (static_cast<unsigned char>(c) < 32 || c == 127) return false;
  return true;
}

void must_be_clean(PluginBench& bench, Request request) {
  request.actor = bench.actor();
  const auto page = bench.running().ask(request);
  must(page.status == HOLDFAST_OK, "no answer: " + page.why);
  must(is_clean(page), "a line break gets into a header");
  must(page.header("x-conform").empty(), "a header of the caller's making");
  must(page.code < 500, "answers " + std::to_string(page.code));
}

std::string some_bytes(std::mt19937_64& random, std::size_t most) {
  std::string bytes(random() % most, ' ');
  for (auto& byte : bytes) byte = static_cast<char>(random() % 256);
  return bytes;
}

}  // namespace

std::vector<PluginCase> web_input_cases() {
  return {
      {"web.header-injection", "line breaks in path, query or headers make no header",
       [](PluginBench& bench) {
         const std::string breaks = "en\r\nX-Conform: 1", alone = "en\nX-Conform: 1";
         for (const auto& bad : {breaks, alone, std::string("en%0d%0aX-Conform:%201")}) {
           must_be_clean(bench, {.query = "lang=" + bad});
           must_be_clean(bench, {.query = "next=" + bad});
           must_be_clean(bench, {.path = "/" + bad});
           for (const auto* name : {"accept-language", "cookie", "referer", "host", "origin",
                                    "if-none-match", "idempotency-key"})
             must_be_clean(bench, {.headers = {{name, bad}}});
         }
       }},
      {"web.prefix-injection",
       "a line break in the prefix makes no header: INVALID, or a clean answer",
       [](PluginBench& bench) {
         const auto page =
             bench.running().ask({.prefix = "/a\r\nX-Conform: 1", .actor = bench.actor()});
         must(is_clean(page), "a line break gets into a header");
         must(page.status == HOLDFAST_OK || page.status == HOLDFAST_E_INVALID,
              "fails otherwise than with INVALID: " + page.why);
       }},
      {"web.escapes", "tags in path and query come back escaped or not at all",
       [](PluginBench& bench) {
         const std::string tag = "<script>conform</script>";
         for (const auto& request : {Request{.path = "/" + tag}, Request{.query = "q=" + tag},
                                     Request{.path = "/f/" + tag},
                                     Request{.prefix = "/" + tag, .path = "/conform-no-such-page"},
                                     Request{.headers = {{"accept-language", tag}}}}) {
           auto asked = request;
           asked.actor = bench.actor();
           const auto page = bench.running().ask(asked);
           must(page.body.find(tag) == std::string::npos, "a tag comes back as it was sent");
         }
       }},
      {"web.large-body", "a body over 256 KiB is 413",
       [](PluginBench& bench) {
         const auto page = bench.running().ask(
             {.method = "POST", .actor = bench.actor(), .body = std::string(256 * 1024 + 1, 'x')});
         must(page.code == 413, "answers " + std::to_string(page.code));
       }},
      {"web.odd-bytes", "bytes that are not UTF-8 are answered with 4xx or a plain page, not 5xx",
       [](PluginBench& bench) {
         for (const auto* bytes : {"\xff\xfe", "\xc0\xaf", "\xed\xa0\x80", "\x01\x02"}) {
           must_be_clean(bench, {.path = std::string("/") + bytes});
           must_be_clean(bench, {.query = std::string("a=") + bytes});
           must_be_clean(bench, {.method = "POST", .body = bytes});
         }
         must_be_clean(bench, {.path = std::string("/a\0b", 4)});
       }},
      {"web.many-headers", "a thousand headers, or one of 60 KiB, are answered",
       [](PluginBench& bench) {
         Request many;
         for (int i = 0; i < 1000; ++i)
           many.headers.emplace_back("x-number-" + std::to_string(i), "value");
         must_be_clean(bench, many);
         must_be_clean(bench, {.headers = {{"cookie", std::string(60'000, 'c')}}});
       }},
      {"web.odd-actor", "no bytes as an actor make anybody",
       [](PluginBench& bench) {
         const auto nobody = bench.running().ask({});
         for (const std::string& actor :
              {std::string("' OR '1'='1"), std::string("\xff"), std::string(100'000, 'a'),
               std::string("holdfast:system "), std::string("a\0b", 3), std::string("\r\n")}) {
           const auto page = bench.running().ask({.actor = actor});
           must(page.status == HOLDFAST_OK, "an odd actor gets no answer: " + page.why);
           must(page.code < 500, "an odd actor gets " + std::to_string(page.code));
           must(page.code != 200 || nobody.code == 200, "an odd actor is somebody");
         }
       }},
      {"web.system-actor", "nobody signs in as the plugin itself",
       [](PluginBench& bench) {
         const auto nobody = bench.running().ask({});
         const auto page = bench.running().ask({.actor = HOLDFAST_ACTOR_SYSTEM});
         must(page.code != 200 || nobody.code == 200, "the plugin's own actor can sign in");
       }},
      {"web.fuzz", "random requests are answered, none with 5xx",
       [](PluginBench& bench) {
         std::mt19937_64 random{bench.seed};
         constexpr const char* methods[] = {"GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS"};
         constexpr const char* starts[] = {"/",         "/api/v1/",    "/f/",
                                           "/courses/", "/check-ins/", "/sessions/"};
         for (int turn = 0; turn < 400; ++turn) {
           Request request{.method = methods[random() % 6],
                           .path = starts[random() % 6] + some_bytes(random, 30),
                           .query = some_bytes(random, 40),
                           .body = some_bytes(random, 200)};
           if (random() % 2) request.headers = {{"content-type", "application/json"}};
           must_be_clean(bench, request);
         }
       }},
  };
}

}  // namespace holdfast::conform
