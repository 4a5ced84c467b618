// SPDX-License-Identifier: MIT
// web/1 as a host mounts it: any prefix, HEAD, links, headers.
#include <regex>

#include "plugin_cases.hpp"

namespace holdfast::conform {
namespace {

constexpr std::size_t most_pages = 40;

bool is_html(const Page& page) { return page.header("content-type").starts_with("text/html"); }

// Every address a page leads to, as it stands there, character references resolved where needed.
std::vector<std::string> links_of(const std::string& html) {
  static const std::regex link("(?:href|src|action)=\"([^\"]*)\"");
  std::vector<std::string> links;
  for (std::sregex_iterator at(html.begin(), html.end(), link), end; at != end; ++at) {
    auto found = (*at)[1].str();
    for (std::size_t i; (i = found.find("&amp;")) != std::string::npos;) found.replace(i, 5, "&");
    for (std::size_t i; (i = found.find("&#x2F;")) != std::string::npos;) found.replace(i, 6, "/");
    links.push_back(found);
  }
  return links;
}

// The paths that GET reaches from "/", in the order found. Only what lies under the prefix.
std::map<std::string, Page> crawl(const Instance& running, const Request& start) {
  std::map<std::string, Page> pages;
  std::vector<std::string> waiting{start.path};
  while (!waiting.empty() && pages.size() < most_pages) {
    auto request = start;
    request.path = waiting.back();
    waiting.pop_back();
    if (pages.contains(request.path)) continue;
    auto page = running.ask(request);
    auto links = is_html(page) ? links_of(page.body) : std::vector<std::string>{};
    if (const auto to = page.header("location"); !to.empty()) links.push_back(to);
    pages[request.path] = std::move(page);
    for (auto link : links) {
      if (!link.starts_with(start.prefix + "/")) continue;
      link = link.substr(start.prefix.size(), link.find_first_of("?#") - start.prefix.size());
      if (link.find('%') == std::string::npos) waiting.push_back(link);
    }
  }
  return pages;
}

std::map<std::string, Page> crawl(PluginBench& bench, std::string prefix) {
  return crawl(bench.running(), {.prefix = std::move(prefix), .actor = bench.actor()});
}

std::string without(std::string text, const std::string& part) {
  for (std::size_t at; (at = text.find(part)) != std::string::npos;) text.erase(at, part.size());
  return text;
}

}  // namespace

std::vector<PluginCase> web_cases() {
  return {
      {"web.one-start", "an answer starts once, before it is written, with a status of HTTP",
       [](PluginBench& bench) {
         for (const auto& [path, page] : crawl(bench, "")) {
           must(page.status == HOLDFAST_OK, path + " has no answer: " + page.why);
           must(page.starts == 1 && page.writes_before_start == 0, path + " is written wrongly");
           must(page.code >= 200 && page.code < 600, path + " has no status of HTTP");
         }
       }},
      {"web.no-server-error", "no page that a link leads to answers 5xx",
       [](PluginBench& bench) {
         for (const auto& [path, page] : crawl(bench, ""))
           must(page.code < 500, path + " answers " + std::to_string(page.code));
       }},
      // A link may lead to the host itself, to its sign-out for one.
      {"web.no-dead-link", "no link of a page leads to 404",
       [](PluginBench& bench) {
         for (const auto& [path, page] : crawl(bench, ""))
           if (path != "/" && page.code == 404)
             warn("leads to what is not there or the host's: " + path);
       }},
      {"web.unknown-path", "an unknown path is 404",
       [](PluginBench& bench) {
         for (const auto* path :
              {"/conform-no-such-page", "/../etc/passwd", "//", "/%", "/a/b/c/d"})
           must(bench.running().ask({.path = path, .actor = bench.actor()}).code == 404,
                std::string("not 404: ") + path);
       }},
      {"web.unknown-method", "a method that is not for this path is 405 or 501, never 200",
       [](PluginBench& bench) {
         for (const auto* method : {"DELETE", "TRACE", "BREW", "get", ""}) {
           const auto page = bench.running().ask({.method = method, .actor = bench.actor()});
           must(page.code >= 400 && page.code < 600 && page.code != 500,
                std::string("answers to the method '") + method + "'");
         }
       }},
      {"web.head", "HEAD is GET without a body: same status, same headers",
       [](PluginBench& bench) {
         for (const auto& [path, page] : crawl(bench, "")) {
           const auto head =
               bench.running().ask({.method = "HEAD", .path = path, .actor = bench.actor()});
           must(head.body.empty(), "HEAD has a body: " + path);
           must(head.code == page.code, "HEAD has another status than GET: " + path);
           must(head.header("content-type") == page.header("content-type"),
                "HEAD has another content type than GET: " + path);
         }
       }},
      {"web.prefix-links", "every link begins with the host's prefix",
       [](PluginBench& bench) {
         const std::string prefix = "/some/where";
         for (const auto& [path, page] : crawl(bench, prefix)) {
           if (const auto to = page.header("location"); !to.empty())
             must(to.starts_with(prefix), path + " leads out of the prefix");
           if (!is_html(page)) continue;
           for (const auto& link : links_of(page.body))
             must(!link.starts_with("/") || link.starts_with(prefix + "/") || link == prefix,
                  path + " links out of the prefix");
         }
       }},
      {"web.two-prefixes", "the same pages under two prefixes, but for the prefix",
       [](PluginBench& bench) {
         const auto one = crawl(bench, "/one"), two = crawl(bench, "/two/deep");
         for (const auto& [path, page] : one) {
           const auto other = two.find(path);
           must(other != two.end(), "no such page under the other prefix: " + path);
           must(page.code == other->second.code, "another status under the other prefix: " + path);
           if (is_html(page))
             must(without(without(other->second.body, "/two/deep"), "&#x2F;two&#x2F;deep").size() >
                      page.body.size() / 2,
                  "another page under the other prefix: " + path);
         }
       }},
      {"web.no-outside-request", "a page asks for nothing of another server",
       [](PluginBench& bench) {
         static const std::regex outside(
             "(?:src|srcset|action)=\"(?:[a-z]+:)?//|url\\([\"']?https?:");
         for (const auto& [path, page] : crawl(bench, ""))
           must(!is_html(page) || !std::regex_search(page.body, outside),
                path + " asks another server");
       }},
      {"web.headers", "header names are tokens, values hold no control character",
       [](PluginBench& bench) {
         static const std::regex token("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
         for (const auto& [path, page] : crawl(bench, ""))
           for (const auto& [name, value] : page.headers) {
             must(std::regex_match(name, token), path + " has an odd header name");
             for (const char c : value)
               must(static_cast<unsigned char>(c) >= 32 && c != 127,
                    path + ": " + name + " is odd");
           }
       }},
      {"web.content-type", "every body has a content type that browsers do not guess at",
       [](PluginBench& bench) {
         for (const auto& [path, page] : crawl(bench, "")) {
           if (page.body.empty()) continue;
           must(!page.header("content-type").empty(), path + " has no content type");
           must(page.header("x-content-type-options") == "nosniff", path + " lets browsers guess");
         }
       }},
      {"web.no-inline-script", "a page runs no script that stands in it, and its policy says so",
       [](PluginBench& bench) {
         static const std::regex inline_script("<script(?![^>]*(src=|type=\"application/json\"))",
                                               std::regex::icase);
         for (const auto& [path, page] : crawl(bench, "")) {
           if (!is_html(page)) continue;
           const auto policy = page.header("content-security-policy");
           must(!policy.empty(), path + " has no content security policy");
           must(policy.find("unsafe-eval") == std::string::npos, path + " allows eval");
           must(!std::regex_search(page.body, inline_script), path + " has a script in it");
         }
       }},
      {"web.private", "a signed-in person's page is not kept by caches",
       [](PluginBench& bench) {
         if (bench.actor().empty()) skip("needs actors in --facts");
         for (const auto& [path, page] : crawl(bench, "")) {
           if (!is_html(page) || page.code != 200) continue;
           const auto kept = page.header("cache-control");
           must(kept.find("no-store") != std::string::npos ||
                    kept.find("private") != std::string::npos,
                path + " may be kept by a shared cache");
         }
       }},
      {"web.stranger", "an actor the host does not know sees no more than nobody",
       [](PluginBench& bench) {
         if (bench.actor().empty()) skip("needs actors in --facts");
         bool is_any = false;
         for (const auto& [path, page] : crawl(bench, "")) {
           const auto nobody = bench.running().ask({.path = path});
           const auto stranger = bench.running().ask({.path = path, .actor = "conform-nobody"});
           must(stranger.code != 200 || nobody.code == 200, "a stranger sees " + path);
           is_any |= page.code == 200 && nobody.code != 200;
         }
         if (!is_any) warn("every page can be read by nobody");
       }},
      {"web.sink-refuses", "a host that refuses the answer's head or body gets its own status back",
       [](PluginBench& bench) {
         const Request request{.actor = bench.actor()};
         const auto at_start = bench.running().ask(request, {.of_start = HOLDFAST_E_UNAVAILABLE});
         must(at_start.status == HOLDFAST_E_UNAVAILABLE, "a refused head is ignored");
         must(at_start.writes_after_refusal == 0, "writes on after the head was refused");
         const auto at_write = bench.running().ask({.path = "/conform-no-such-page"},
                                                   {.of_write = HOLDFAST_E_UNAVAILABLE});
         if (at_write.body.empty()) skip("a 404 has no body");
         must(at_write.status == HOLDFAST_E_UNAVAILABLE, "a refused body is ignored");
         must(at_write.writes_after_refusal == 0, "writes on after the body was refused");
       }},
      {"web.small-structs", "a request or response that says it is too small is INVALID",
       [](PluginBench& bench) {
         const auto& running = bench.running();
         holdfast_web_request request{};
         holdfast_web_response response{};
         request.size = 16;
         response.size = sizeof response;
         const auto small_request = tell(running.web().handle, running.abi(), &request, &response);
         must(small_request.status == HOLDFAST_E_INVALID, "takes a request that is too small");
         request.size = sizeof request;
         response.size = 8;
         const auto small_response = tell(running.web().handle, running.abi(), &request, &response);
         must(small_response.status == HOLDFAST_E_INVALID, "takes a response that is too small");
         must(!small_request.why.empty() && !small_response.why.empty(), "without a reason");
       }},
  };
}

}  // namespace holdfast::conform
