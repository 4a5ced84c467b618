// SPDX-License-Identifier: MIT
#include "web/view/preview_settings.hpp"

#include "text/spelling.hpp"
#include "web/view/layout.hpp"

namespace holdfast::web {
namespace {

using text::fill;
using text::Language;

void set_changed(Values& values, const std::string& name, const ChangedRows& changed,
                 const Language& language) {
  Values rows{Values::type::list};
  for (const ChangedRow& row : changed.rows) {
    Values item;
    item["client"] = row.client;
    item["href"] = row.href;
    item["day"] = text::short_day(row.day, language);
    item["rule"] = name_of(row.rule, language);
    rows << item;
  }
  values[name] = std::move(rows);
  if (!changed.rows.empty()) values["has_" + name] = true;
  if (changed.rows.size() < changed.count)
    values["more_" + name] = fill(
        language.translate("The newest {n} of {count}."),
        {{"n", whole(changed.rows.size(), language)}, {"count", whole(changed.count, language)}});
}

void set_result(Values& values, const PreviewView& preview, const Language& language) {
  values["has_result"] = true;
  const auto fact = [&](const ShareNumbers& share) {
    return fill(language.translate("per 100 ratings; 95 % interval {range}"),
                {{"range", per_hundred_range(share, language)}});
  };
  values["now"] = per_hundred(preview.now, language);
  values["now_detail"] = fact(preview.now);
  values["then"] = per_hundred(preview.then, language);
  values["then_detail"] = fact(preview.then);
  const double widest = std::max(preview.now.high, preview.then.high);
  values["now_bar"] = bar(preview.now, widest, language);
  values["then_bar"] = bar(preview.then, widest, language);
  const auto n = [](std::uint64_t count) { return static_cast<long>(count); };
  const auto sentence = [&](const std::string& text, std::uint64_t count) {
    return fill(text, {{"n", whole(count, language)}});
  };
  values["kept"] = sentence(language.plural("{n} rating is marked by both.",
                                            "{n} ratings are marked by both.", n(preview.kept)),
                            preview.kept);
  values["gone_count"] =
      sentence(language.plural("{n} would not be marked any more.",
                               "{n} would not be marked any more.", n(preview.gone.count)),
               preview.gone.count);
  values["added_count"] = sentence(
      language.plural("{n} would be marked that is not marked now.",
                      "{n} would be marked that are not marked now.", n(preview.added.count)),
      preview.added.count);
  set_changed(values, "gone", preview.gone, language);
  set_changed(values, "added", preview.added, language);
  if (!preview.names_clients) values["only_counts"] = true;
}

}  // namespace

std::string render(const PreviewView& preview, const Page& page) {
  const Language& language = page.language;
  Values values = common_values(page);
  set_head(values, preview.head);
  set_threshold_fields(values, preview.fields, language);
  set(values, "scope", preview.scope);
  set(values, "years", preview.years);
  Values problems{Values::type::list};
  for (const std::string& problem : preview.problems) problems << Values(problem);
  values["problems"] = std::move(problems);
  if (preview.is_asked) {
    set_past(values, preview.past, language);
    if (preview.past.has_enough()) set_result(values, preview, language);
    if (!preview.changes_anything) values["is_same"] = true;
    if (preview.may_accept && preview.changes_anything) values["may_accept"] = true;
  }
  values["version"] = text::number(long{preview.version}, language);
  values["seen"] = std::to_string(preview.version);
  Content content;
  content.title = language.translate("Try other settings");
  content.kind = "report";
  content.sheet = Look::Sheet::report;
  content.html = page.look.templates().render("preview_settings", values, language);
  return as_page(content, page);
}

}  // namespace holdfast::web
