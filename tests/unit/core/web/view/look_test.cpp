// SPDX-License-Identifier: MIT
#include "web/view/look.hpp"

#include <openssl/evp.h>

#include <catch2/catch.hpp>
#include <thread>

#include "samples.hpp"

using namespace holdfast;
using namespace holdfast::web;
using Catch::Contains;

namespace {

std::string hash_source(const std::string& style) {
  unsigned char digest[32];
  EVP_Digest(style.data(), style.size(), digest, nullptr, EVP_sha256(), nullptr);
  std::string text(45, '\0');
  text.resize(static_cast<std::size_t>(
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), digest, sizeof digest)));
  return "'sha256-" + text + "'";
}

}  // namespace

TEST_CASE("the policy allows exactly the style that pages carry") {
  const text::Texts texts = plugin_texts();
  const Look look(texts);
  const std::string policy = look.content_security_policy();
  for (const auto& [name, html] : samples::all(look, texts.of("en"))) {
    const std::size_t start = html.find("<style>") + 7;
    CHECK_THAT(policy, Contains(hash_source(html.substr(start, html.find("</style>") - start))));
  }
  CHECK_THAT(policy, Contains("default-src 'none'"));
  CHECK_THAT(policy, Contains("frame-ancestors 'none'"));
  CHECK(policy.find("unsafe") == policy.npos);
  CHECK_THAT(look.content_security_policy("https://host.example"),
             Contains("frame-ancestors https://host.example"));
}

TEST_CASE("each style stays small") {
  const text::Texts texts = plugin_texts();
  const Look look(texts);
  CHECK(look.style(Look::Sheet::form).size() < 16'000);
  CHECK(look.style(Look::Sheet::staff).size() < 20'000);
  CHECK(look.style(Look::Sheet::report).size() < 20'000);
  CHECK(look.style(Look::Sheet::form).find("/*") == std::string::npos);
}

TEST_CASE("an asset is found by its name and by its stamped name, and by no other stamp") {
  const text::Texts texts = plugin_texts();
  const Look look(texts);
  const std::string stamped = look.stamped("form.js");
  REQUIRE(look.asset("form.js"));
  REQUIRE(look.asset(stamped));
  CHECK(look.asset(stamped)->content_type == "text/javascript; charset=utf-8");
  CHECK(look.asset(stamped)->etag == look.asset("form.js")->etag);
  CHECK_FALSE(look.asset("form.0123456789abcdef.js"));
  CHECK_FALSE(look.asset("../CMakeLists.txt"));
  CHECK_FALSE(look.asset(""));
}

TEST_CASE("threads may render the same page at the same time") {
  const text::Texts texts = plugin_texts();
  const Look look(texts);
  std::vector<std::string> pages(6);
  std::vector<std::thread> threads;
  for (std::string& html : pages)
    threads.emplace_back([&] {
      const text::Language& language = texts.of("ar-XB");
      html = render(samples::today(language), samples::page(look, language));
    });
  for (std::thread& thread : threads) thread.join();
  for (const std::string& html : pages) CHECK(html == pages.front());
}

TEST_CASE("every status has a heading and says what is safe") {
  const text::Texts texts = plugin_texts();
  const Look look(texts);
  const Page page = samples::page(look, texts.of("en"));
  for (const int status : {400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429, 500, 503}) {
    ProblemView problem;
    problem.status = status;
    problem.details = {"a <detail>"};
    const std::string html = render(problem, page);
    CHECK_THAT(html, Contains("<h1>"));
    CHECK_THAT(html, Contains("a &lt;detail&gt;"));
    CHECK(html.find(std::to_string(status), html.find("<main")) == html.npos);
  }
}
