// SPDX-License-Identifier: MIT
#include "web/view/form.hpp"

#include <catch2/catch.hpp>

#include "samples.hpp"

using namespace holdfast;
using namespace holdfast::web;
using Catch::Contains;

namespace {

struct Setting {
  text::Texts texts = plugin_texts();
  Look look{texts};
  Page client = [this] {
    Page page = samples::page(look, texts.of("en"));
    page.person.reset();
    return page;
  }();
};

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + part.size()))
    ++found;
  return found;
}

}  // namespace

TEST_CASE_METHOD(Setting, "an untouched line is an empty field, never a value") {
  const std::string html = render(samples::client_form(), client);
  CHECK(count(html, "type=\"number\"") == 4);
  CHECK_THAT(html, Contains(R"(name="a.goals" id="a-goals" min="0" max="100")"));
  CHECK_THAT(html, Contains(R"(autocomplete="off" value="" aria-describedby="k-goals")"));
  CHECK_THAT(html, Contains(R"(name="t.goals" value="")"));
  CHECK(count(html, " checked") == 0);
}

TEST_CASE_METHOD(Setting,
                 "the crisis text stands before and after the items, and says not read at once") {
  const FormView form = samples::client_form();
  const std::string html = render(form, client);
  CHECK(count(html, "This form is not read at once.") == 2);
  const std::size_t first_item = html.find("<fieldset"), last_item = html.rfind("</fieldset>");
  CHECK(html.find("116 123") < first_item);
  CHECK(html.rfind("116 123") > last_item);
  CHECK(html.find("Read by: R. Field") < first_item);
  CHECK(html.find("Leaving it blank does not affect your care") < first_item);
}

TEST_CASE_METHOD(Setting,
                 "problems are said on top with a way to their item, and answers are kept") {
  const std::string html = render(samples::refused_form(), client);
  CHECK_THAT(html, Contains(R"(role="alert")"));
  CHECK_THAT(html, Contains(R"(<a href="#i-tasks">Way of working</a>: 140 is off the line)"));
  CHECK_THAT(html,
             Contains(R"(value="140" aria-describedby="k-tasks p-tasks" aria-invalid="true")"));
  CHECK_THAT(html, Contains(R"(name="a.goals" id="a-goals")"));
  CHECK_THAT(html, Contains(R"(value="74")"));
  CHECK_THAT(html, Contains(R"(name="a.tension" value="2" checked)"));
}

TEST_CASE_METHOD(Setting, "what people wrote is escaped wherever it stands") {
  FormView form = samples::client_form();
  form.items[7].value = "<script>alert(1)</script>";
  form.items[0].low = "\"><b>";
  form.crisis = "<i>call</i>";
  const std::string html = render(form, client);
  CHECK(html.find("<script>alert") == html.npos);
  CHECK(html.find("<i>call") == html.npos);
  CHECK(html.find("\"><b>") == html.npos);
  CHECK_THAT(html, Contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
}

TEST_CASE_METHOD(Setting, "the client's form names no client and leads nowhere else") {
  const std::string html = render(samples::client_form(), client);
  CHECK(html.find("<nav") == html.npos);
  CHECK(html.find("Sign out") == html.npos);
  CHECK_THAT(html, Contains(R"(action="/holdfast/forms/7f")"));
  CHECK_THAT(html, Contains(R"(name="key" value="0193-key")"));
  CHECK_THAT(html, Contains(R"(name="csrf" value="sample")"));
}

TEST_CASE_METHOD(Setting, "the form with its script is two requests and far below 60 KB") {
  const std::string html = render(samples::client_form(), client);
  CHECK(count(html, "<script") == 1);
  CHECK(count(html, "<link rel=\"stylesheet\"") == 0);
  CHECK(count(html, "<img") == 0);
  CHECK(html.size() + look.asset("form.js")->bytes.size() < 45'000);
}

TEST_CASE_METHOD(Setting, "the therapist's form says the seal and that the client may read it") {
  const std::string html = render(samples::therapist_form(), client);
  CHECK_THAT(html, Contains("The client&#39;s rating shows after you save yours."));
  CHECK_THAT(html, Contains("The client may ask to read what you enter here."));
  CHECK_THAT(html, Contains("I won&#39;t rate this one"));
  CHECK_THAT(html, Contains(R"(value="moving_away")"));
}

TEST_CASE_METHOD(Setting, "an item that depends on another says so for the script alone") {
  const std::string html = render(samples::client_form(), client);
  CHECK(count(html, "data-shown-if=") == 1);
  CHECK_THAT(html, Contains(R"(data-shown-if="tension" data-at-least="1")"));
}

TEST_CASE_METHOD(Setting,
                 "after the form there are thanks and the crisis text, and nothing to follow") {
  ThanksView thanks;
  thanks.crisis = "Call 112.";
  const std::string html = render(thanks, client);
  CHECK_THAT(html, Contains("Thank you"));
  CHECK_THAT(html, Contains("Call 112."));
  CHECK(html.find("<a href") == html.npos);
  thanks.declined = true;
  CHECK_THAT(render(thanks, client), Contains("Nothing changes in your care."));
}
