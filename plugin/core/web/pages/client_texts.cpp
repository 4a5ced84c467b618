// SPDX-License-Identifier: MIT
// GET /admin/languages/{language}: every text that a client reads, beside the English one, for
// whoever stands for that language. Read off the pages themselves, so that none is forgotten.
#include <algorithm>

#include "service/house.hpp"
#include "service/practice_rules.hpp"
#include "web/pages/form_view.hpp"
#include "web/pages/pages.hpp"
#include "web/pages/who_reads.hpp"
#include "web/view/carer.hpp"
#include "web/view/hand_over.hpp"
#include "web/view/picture.hpp"
#include "web/view/sheet.hpp"
#include "web/view/visible_texts.hpp"

namespace holdfast::web {
namespace {

// The frame that a client gets; the choice of languages is in no language.
Page frame(const Visit& visit) {
  auto page = visit.page_for_client();
  page.practice.clear();
  page.languages.clear();
  page.is_demo = false;
  return page;
}

// The client's form as it is first seen, and as it comes back with each thing that can be wrong.
void add_form(const Visit& visit, std::vector<std::string>& pages) {
  const auto& instruments = visit.house().instruments();
  const auto* form = instruments.find(visit.house().config().client_form);
  const auto* wording = form ? instruments.wording(*form, visit.language.tag()) : nullptr;
  if (!wording) return;
  auto view = form_view({*form, *wording}, visit);
  view.who_reads = who_reads(visit, ClientId{}, *form);
  view.offline_key_id = view.offline_key = "-";
  view.leave = "/";
  const auto page = frame(visit);
  pages.push_back(render(view, page));
  constexpr std::string_view rules[] = {"required",     "range",      "step",
                                        "not-a-number", "not-a-word", "too-long"};
  Problems problems;
  for (std::size_t i = 0; i < std::min(view.items.size(), std::size(rules)); ++i)
    problems.push_back({"/answers/" + view.items[i].id, std::string(rules[i]), {}});
  put_back({}, problems, visit, view);
  pages.push_back(render(view, page));
}

std::vector<std::string> client_pages(const Visit& visit) {
  std::vector<std::string> pages;
  add_form(visit, pages);
  const auto page = frame(visit);
  const auto crisis = visit.crisis();
  pages.push_back(render(ThanksView{crisis, {}, false, "/"}, page));
  pages.push_back(render(ThanksView{crisis, {}, true, {}}, page));
  using Why = LinkEndView::Why;
  for (const auto why :
       {Why::used, Why::expired, Why::withdrawn, Why::replaced, Why::unknown, Why::none_waits})
    pages.push_back(render(LinkEndView{why, crisis}, page));
  pages.push_back(render(CodeView{"/", {}, {}, crisis}, page));
  pages.push_back(render(TogetherView{{}, false, "/"}, page));
  pages.push_back(render(CarerView{{{"-", std::nullopt, {}}}}, page));
  return pages;
}

// A text as it was before it went into the page.
std::string plain(std::string text) {
  constexpr std::pair<std::string_view, std::string_view> entities[] = {
      {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}};
  for (const auto& [entity, character] : entities)
    for (auto at = text.find(entity); at != std::string::npos; at = text.find(entity, at + 1))
      text.replace(at, entity.size(), character);
  const auto first = text.find_first_not_of(" \n"), last = text.find_last_not_of(" \n");
  return first == std::string::npos ? std::string{} : text.substr(first, last - first + 1);
}

struct Text {
  std::string english, said;
  bool operator==(const Text&) const = default;
};

// The same pages in both languages have the same texts in the same order.
std::vector<Text> texts_in(const Visit& visit, const text::Language& language) {
  const auto english = client_pages(visit.in(visit.site.texts().of(text::source_language)));
  const auto said = client_pages(visit.in(language));
  std::vector<Text> all;
  for (std::size_t i = 0; i < std::min(english.size(), said.size()); ++i) {
    const auto before = visible_texts(english[i]), after = visible_texts(said[i]);
    for (std::size_t j = 0; j < std::min(before.size(), after.size()); ++j) {
      Text text{plain(before[j]), plain(after[j])};
      if (!text.english.empty() && std::find(all.begin(), all.end(), text) == all.end())
        all.push_back(std::move(text));
    }
  }
  return all;
}

}  // namespace

Response get_client_texts(const Visit& visit) {
  if (!service::may_see_settings(visit.house(), {visit.principal, "/admin/languages/{language}"},
                                 "settings.read"))
    return refuse(visit, service::no_administrator());
  const auto& tag = visit.at("language");
  if (!visit.site.texts().has(tag) || tag == text::pseudo_language)
    return refuse(visit, 404, "unknown-language", "There is no such language here.");
  const auto& language = visit.site.texts().of(tag);
  SheetView sheet;
  sheet.title = visit("What clients read");
  sheet.lead = visit(
      "Every text of the client's pages as the rules stand now, and below each the English one.");
  sheet.back_href = "/admin/languages";
  sheet.back_text = visit("Languages");
  SheetSection section;
  section.title = text::own_name(language.tag());
  for (const auto& [english, said] : texts_in(visit, language)) {
    SheetLine line;
    line.title = said;
    line.is_name = true;
    line.language = language.tag();
    line.is_right_to_left = language.is_right_to_left();
    line.quoted = english;
    section.lines.push_back(std::move(line));
  }
  sheet.sections.push_back(std::move(section));
  return html(render(sheet, visit.page(Section::admin)));
}

}  // namespace holdfast::web
