// SPDX-License-Identifier: MIT
// /sessions/{session}/paper and /sessions/{session}/paper-entry: the form to print, and what stands
// on it afterwards.
#include "web/view/paper.hpp"

#include <algorithm>

#include "service/enter_paper.hpp"
#include "service/forms.hpp"
#include "service/house.hpp"
#include "service/taking_part.hpp"
#include "text/spelling.hpp"
#include "web/pages/form_view.hpp"
#include "web/pages/pages.hpp"
#include "web/pages/who_reads.hpp"

namespace holdfast::web {
namespace {

using service::SessionAccess;
using Forms = std::vector<const instrument::Definition*>;

constexpr std::string_view entry_route = "/sessions/{session}/paper-entry";

std::string at_session(const Visit& visit) {
  return "/sessions/" + percent_encoded(visit.at("session"));
}

// What the page was asked for.
struct Wanted {
  std::string_view from;  // route template
  std::string_view instrument;
  std::string_view who;
};
Wanted wanted_in(const Fields& fields, std::string_view from) {
  return {from, fields.get("instrument"), fields.get("who")};
}

// The session, whose form it is, and the form that was asked for among those that can be given.
struct Opened {
  SessionAccess session;
  std::vector<practice::Client> people;  // one of whom
  practice::Client client;
  bool is_chosen = true;  // else it has to be said first whose it is
  Forms forms;
  const instrument::Definition* form = nullptr;
  const instrument::Wording* wording = nullptr;
};

service::Reply<Opened> opened(const Visit& visit, const Wanted& wanted) {
  auto session = service::open_paper(visit.house(), visit.principal, SessionId{visit.at("session")},
                                     wanted.from);
  if (!session) return session.refusal();
  Opened opened{std::move(*session), {}, {}, true, {}, nullptr, nullptr};
  const ClientId who{std::string(wanted.who)};
  auto client = visit.house().store().read([&](store::Reader& reader) {
    opened.people = service::taking_part(reader, opened.session);
    opened.forms = service::forms_to_give(reader, visit.house(), opened.session, who);
    return service::participant(reader, opened.session, who);
  });
  if (!client) return client.refusal();
  opened.client = std::move(*client);
  opened.is_chosen = !who.empty() || opened.people.size() == 1;
  for (const auto* form : opened.forms)
    if (!opened.form || form->id == wanted.instrument) opened.form = form;
  if (!opened.form)
    return service::Refusal{service::Refusal::Kind::conflict,
                            "unknown-instrument",
                            "The form named in the settings does not exist; check client_form.",
                            {}};
  const auto& own = opened.client.language;
  const auto& wished = own.empty() ? visit.house().config().language : own;
  // A drafted language is read by clients once somebody at the practice stands for it, on paper
  // too.
  const auto language =
      is_for_clients(visit.site, wished) ? wished : std::string(text::source_language);
  if (auto refusal = service::why_not(visit.house(), *opened.form, language))
    return std::move(*refusal);
  opened.wording = visit.house().instruments().wording(*opened.form, language);
  return opened;
}

std::string session_line(const Visit& visit, const SessionAccess& session) {
  return text::fill(
      visit("{day}, {time}"),
      {{"day", text::long_day(session.session.day, visit.language)},
       {"time", text::clock_time(visit.house().minute_of(session.session.start), visit.language)}});
}

PaperEntryView entry_of(const Visit& visit, const Opened& opened) {
  PaperEntryView view;
  view.session_line =
      opened.session.course.client.name + " · " + session_line(visit, opened.session);
  if (opened.people.size() > 1)
    for (const auto& client : opened.people)
      view.people.push_back(
          {client.id.value, client.name, opened.is_chosen && client.id == opened.client.id});
  const auto with_who = opened.people.size() > 1 && opened.is_chosen
                            ? "&who=" + percent_encoded(opened.client.id.value)
                            : std::string{};
  for (const auto* form : opened.forms)
    view.forms.push_back(
        {form->id, form->title, form == opened.form,
         at_session(visit) + "/paper-entry?instrument=" + percent_encoded(form->id) + with_who});
  view.instrument = opened.form->id;
  view.items = form_view({*opened.form, *opened.wording}, visit).items;
  if (const auto& total = opened.form->total)
    view.total_range =
        instrument::decimal(total->scale.min) + "–" + instrument::decimal(total->scale.max);
  view.action = at_session(visit) + "/paper-entry";
  view.back = at_session(visit) + "/hand-over";
  view.key = visit.house().store().ids().uuid();
  return view;
}

std::string trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return std::string(text);
}

// The fields that are compared when a form is typed twice; free text is not.
std::vector<std::pair<std::string, std::string>> typed(const Opened& opened, const Fields& form) {
  std::vector<std::pair<std::string, std::string>> all;
  for (const auto& item : opened.form->items)
    if (item.kind != instrument::ItemKind::text)
      all.emplace_back("a." + item.id, trimmed(form.get("a." + item.id)));
  all.emplace_back("total", trimmed(form.get("total")));
  return all;
}

void put_back_typed(const Fields& form, PaperEntryView& view) {
  for (auto& item : view.items) item.value = form.get("a." + item.id);
  view.total = form.get("total");
  view.assistance = form.get("assistance");
  view.wants_twice = form.get("twice") == "1";
  if (!form.get("key").empty()) view.key = form.get("key");
}

std::string name_of(const PaperEntryView& view, const std::string& field, const Visit& visit) {
  for (const auto& item : view.items)
    if (field == "a." + item.id) return item.title.empty() ? item.text : item.title;
  return visit("The total");
}

// Answers or a total, or why what was typed is neither.
struct Read {
  service::PaperForm paper;
  Problems problems;
};
Read read(const Visit& visit, const Opened& opened, const Fields& form) {
  Read read;
  auto& paper = read.paper;
  paper.session = opened.session.session.id;
  if (opened.is_chosen) paper.who = opened.client.id;
  paper.instrument = opened.form->id;
  paper.language = opened.wording->language;
  paper.declined = form.get("leave") == "decline";
  paper.assistance = from_word<Assistance>(form.get("assistance")).value_or(Assistance::none);
  paper.key = form.get("key");
  paper.digest = digest_of(visit.request);
  if (!opened.is_chosen) read.problems.push_back({"/who", "required", "Choose who filled it in."});
  if (paper.declined) return read;
  auto answers = posted_answers(*opened.form, form);
  if (!answers) {
    for (const auto& problem : answers.problems()) read.problems.push_back(problem);
    return read;
  }
  paper.answers = std::move(*answers);
  paper.total = trimmed(form.get("total"));
  const bool has_numbers =
      std::any_of(paper.answers.begin(), paper.answers.end(),
                  [](const auto& answer) { return std::holds_alternative<double>(answer.second); });
  if (!paper.total.empty() && has_numbers)
    read.problems.push_back(
        {"/total", "both", "Type either the single numbers or the total, not both."});
  if (!paper.total.empty()) paper.answers.clear();
  return read;
}

Response again(const Visit& visit, PaperEntryView view, const Fields& form,
               const Problems& problems) {
  put_back_typed(form, view);
  FormView shown;
  shown.items = view.items;
  put_back(form, problems, visit, shown);
  view.items = std::move(shown.items);
  view.problems = std::move(shown.problems);
  if (view.problems.empty()) view.problems.push_back(visit("Please look at the lines below."));
  return html(render(view, visit.page(Section::today)), 422);
}

// The second page of a form that is typed twice, with the first answers kept in it.
Response once_more(const Visit& visit, const Opened& opened, const Fields& form) {
  auto view = entry_of(visit, opened);
  for (const auto& [name, value] : typed(opened, form))
    view.once.emplace_back("once." + name, value);
  for (auto& item : view.items)
    if (item.kind == ItemKind::text) item.value = form.get("a." + item.id);
  view.assistance = form.get("assistance");
  view.is_second = true;
  return html(render(view, visit.page(Section::today)));
}

}  // namespace

Response get_paper(const Visit& visit) {
  const auto found = opened(visit, wanted_in(visit.query, "/sessions/{session}/paper"));
  if (!found) return refuse(visit, found.refusal());
  // Everything that is printed for the client is in the language of the form's own words.
  const auto printed = visit.in(language_for_client(visit.site, {found->wording->language}));
  const auto form = form_view({*found->form, *found->wording}, printed);
  PaperView view;
  view.our_language = printed.language.tag();
  view.language = found->wording->language;
  view.is_right_to_left = visit.site.texts().has(view.language) &&
                          visit.site.texts().of(view.language).is_right_to_left();
  view.title = form.title;
  view.introduction = form.introduction;
  view.who_reads = who_reads(printed, found->client.id, *found->form);
  view.crisis = form.crisis;
  view.note = form.note;
  view.items = form.items;
  view.session_line = session_line(visit, found->session);
  const auto size = visit.query.get("size");
  view.is_letter = size == "letter";
  auto here = at_session(visit) + "/paper?instrument=" + percent_encoded(found->form->id);
  if (!visit.query.get("who").empty()) here += "&who=" + percent_encoded(found->client.id.value);
  view.a4 = here + "&size=a4";
  view.letter = here + "&size=letter";
  view.back = at_session(visit) + "/hand-over";
  return html(render(view, visit.page(Section::today)));
}

Response get_paper_entry(const Visit& visit) {
  const auto found = opened(visit, wanted_in(visit.query, entry_route));
  if (!found) return refuse(visit, found.refusal());
  return html(render(entry_of(visit, *found), visit.page(Section::today)));
}

Response post_paper_entry(const Visit& visit) {
  const auto form = posted_form(visit);
  if (!form) return refuse(visit, form.refusal());
  const auto found = opened(visit, wanted_in(*form, entry_route));
  if (!found) return refuse(visit, found.refusal());
  auto read_form = read(visit, *found, *form);
  auto& problems = read_form.problems;
  const bool wants_twice = form->get("twice") == "1" && !read_form.paper.declined;
  const bool is_second = form->has("once.total");
  auto view = entry_of(visit, *found);
  if (wants_twice && is_second && problems.empty())
    for (const auto& [name, value] : typed(*found, *form))
      if (form->get("once." + name) != value)
        problems.push_back({"/twice", "differs",
                            text::fill(visit("{what}: typed differently the first time. Look at "
                                             "the paper and type both again."),
                                       {{"what", name_of(view, name, visit)}})});
  if (!problems.empty()) return again(visit, std::move(view), *form, problems);
  if (wants_twice && !is_second) {
    // What cannot be scored is said now, and not after the second typing.
    const auto scored = read_form.paper.total.empty()
                            ? instrument::score(*found->form, read_form.paper.answers)
                            : instrument::score_total(*found->form, read_form.paper.total);
    if (!scored) return again(visit, std::move(view), *form, scored.problems());
    return once_more(visit, *found, *form);
  }
  const auto entered = service::enter_paper(visit.house(), visit.principal, read_form.paper);
  if (entered) return redirect(visit.request.prefix, "/today");
  if (entered.refusal().kind == service::Refusal::Kind::invalid)
    return again(visit, std::move(view), *form, entered.refusal().problems);
  if (entered.refusal().kind == service::Refusal::Kind::conflict) {
    put_back_typed(*form, view);
    view.problems.push_back(visit(entered.refusal().sentence));
    return html(render(view, visit.page(Section::today)), 409);
  }
  return refuse(visit, entered.refusal());
}

}  // namespace holdfast::web
