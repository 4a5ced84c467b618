// SPDX-License-Identifier: MIT
#include "web/view/problem.hpp"

#include <utility>

#include "text/spelling.hpp"
#include "web/view/layout.hpp"

namespace holdfast::web {
namespace {

struct Said {
  std::string heading;
  std::string what;
};

Said words_for(int status, const text::Language& language) {
  switch (status) {
    case 401:
      return {language.translate("Please sign in"),
              language.translate("This page needs to know who you are. Nothing was changed.")};
    case 403:
      return {
          language.translate("Not open to you"),
          language.translate("Your role or your link to this client does not include this page. "
                             "Ask the person who manages roles in your practice system.")};
    case 404:
      return {
          language.translate("Nothing here"),
          language.translate("The address may be old or incomplete, or what was here is gone.")};
    case 405:
      return {language.translate("That does not work here"),
              language.translate("This address exists, but not for what was asked of it.")};
    case 409:
      return {language.translate("That is not possible as things stand"),
              language.translate("Nothing was changed. This is why:")};
    case 410:
      return {language.translate("No longer here"),
              language.translate("This has ended and cannot be opened again.")};
    case 413:
      return {
          language.translate("Too much at once"),
          language.translate("What was sent is larger than a form can be. Nothing was stored.")};
    case 429:
      return {
          language.translate("One moment, please"),
          language.translate("There were many tries in a short time. Wait a minute, then go on.")};
    case 503:
      return {
          language.translate("Not ready just now"),
          language.translate("The practice's data cannot be reached. Nothing was lost; please try "
                             "again in a minute.")};
    case 400:
    case 415:
    case 422:
      return {language.translate("That could not be read"),
              language.translate("Something in it does not fit. Nothing was stored.")};
    default:
      return {
          language.translate("That did not work"),
          language.translate("The fault is ours, and nothing was half stored. Please try again; if "
                             "it stays, tell your administrator.")};
  }
}

}  // namespace

std::string about_field(std::string_view name, std::string_view sentence,
                        const text::Language& language) {
  return text::fill(language.translate("Field \"{name}\": {sentence}"),
                    {{"name", name}, {"sentence", sentence}});
}

std::string render(const ProblemView& problem, const Page& page) {
  const Said said = words_for(problem.status, page.language);
  Values values = common_values(page);
  values["heading"] = said.heading;
  values["what"] = said.what;
  set(values, "back", problem.back);
  set(values, "sign_in", problem.sign_in);
  if (!problem.reference.empty())
    values["reference"] = text::fill(page.language.translate("For your administrator: {reference}"),
                                     {{"reference", problem.reference}});
  Values details{Values::type::list};
  for (const std::string& detail : problem.details) details << Values(detail);
  if (!problem.details.empty()) values["has_details"] = true;
  values["details"] = std::move(details);

  Content content;
  content.title = said.heading;
  content.kind = "problem-page";
  content.width = Width::narrow;
  content.html = page.look.templates().render("problem", values, page.language);
  return as_page(content, page);
}

}  // namespace holdfast::web
