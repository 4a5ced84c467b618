// SPDX-License-Identifier: MIT
#include "web/view/figures.hpp"

#include <algorithm>

#include "text/spelling.hpp"
#include "web/chart/drawing.hpp"
#include "web/view/layout.hpp"

namespace holdfast::web {
namespace {

using text::fill;
using text::number;

std::string between(double low, double high, int digits, const text::Language& language) {
  return fill(language.translate("{low} to {high}"),
              {{"low", number(low, digits, language)}, {"high", number(high, digits, language)}});
}

}  // namespace

std::string per_hundred(const ShareNumbers& share, const text::Language& language) {
  return number(100 * share.value(), 1, language);
}

std::string per_hundred_range(const ShareNumbers& share, const text::Language& language) {
  return between(100 * share.low, 100 * share.high, 1, language);
}

std::string percent(const ShareNumbers& share, const text::Language& language) {
  return fill(language.translate("{n} %"), {{"n", number(100 * share.value(), 0, language)}});
}

std::string percent_range(const ShareNumbers& share, const text::Language& language) {
  return fill(language.translate("{range} %"),
              {{"range", between(100 * share.low, 100 * share.high, 0, language)}});
}

std::string whole(std::uint64_t count, const text::Language& language) {
  return number(static_cast<long>(count), language);
}

std::string bar(const ShareNumbers& share, double widest, const text::Language& language) {
  constexpr double width = 120, height = 12, middle = height / 2;
  const auto along = [&](double value) {
    return width * std::clamp(widest > 0 ? value / widest : 0, 0.0, 1.0);
  };
  const auto from_edge = [&](double x) { return language.is_right_to_left() ? width - x : x; };
  const double end = along(share.value());
  std::string out =
      R"(<svg class="bar" viewBox="0 0 120 12" aria-hidden="true" focusable="false">)";
  chart::put(out, R"(<rect class="of" x="0" y="2" width="120" height="8" rx="2"/>)");
  chart::put(out, R"(<rect class="value" x=")", language.is_right_to_left() ? width - end : 0,
             R"(" y="2" width=")", end, R"(" height="8" rx="2"/>)");
  chart::put(out, R"(<path class="interval" d="M)", from_edge(along(share.low)), ' ', middle, 'L',
             from_edge(along(share.high)), ' ', middle, R"("/></svg>)");
  return out;
}

Values choices_of(const std::vector<Choice>& choices) {
  Values list{Values::type::list};
  for (const Choice& choice : choices) {
    Values item;
    item["text"] = choice.text;
    item["href"] = choice.href;
    item["is_here"] = choice.is_here;
    list << item;
  }
  return list;
}

void set_head(Values& values, const ReportHead& head) {
  values["tabs"] = choices_of(head.tabs);
  if (head.scopes.size() > 1) values["has_scopes"] = true;
  values["scopes"] = choices_of(head.scopes);
  if (!head.spans.empty()) values["has_spans"] = true;
  values["spans"] = choices_of(head.spans);
}

void set_past(Values& values, const PastNumbers& past, const text::Language& language) {
  if (past.has_enough()) {
    values["enough"] = true;
    const auto clients =
        fill(language.plural("{n} client", "{n} clients", static_cast<long>(past.clients)),
             {{"n", whole(past.clients, language)}});
    const auto ratings =
        fill(language.plural("{n} rating", "{n} ratings", static_cast<long>(past.ratings)),
             {{"n", whole(past.ratings, language)}});
    values["past"] =
        past.since
            ? fill(language.translate("{ratings} of {clients}, in courses begun since {day}"),
                   {{"ratings", ratings},
                    {"clients", clients},
                    {"day", text::short_day(*past.since, language)}})
            : fill(language.translate("{ratings} of {clients}"),
                   {{"ratings", ratings}, {"clients", clients}});
    if (past.limit > 0)
      values["limit"] = fill(
          language.translate("Older courses are left out: this page reads {n} ratings at most, "
                             "the newest courses first."),
          {{"n", whole(past.limit, language)}});
    return;
  }
  values["too_few"] =
      past.least_clients > 1
          ? fill(language.translate(
                     "Figures about other people's clients are shown from {least} clients on, so "
                     "that nobody is singled out. There are {n} with ratings now."),
                 {{"least", whole(past.least_clients, language)},
                  {"n", whole(past.clients, language)}})
          : language.translate("There are no ratings yet. After the first ones the page fills.");
}

}  // namespace holdfast::web
