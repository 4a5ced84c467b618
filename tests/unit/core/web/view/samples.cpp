// SPDX-License-Identifier: MIT
#include "samples.hpp"

#include <algorithm>
#include <cmath>

#include "web/view/annotation.hpp"

namespace holdfast::web::samples {
namespace {

using std::chrono::days;
const Day monday = *parse_day("2026-11-23");

const std::string crisis =
    "If you cannot keep yourself safe, call 112, or the crisis line 116 123, day and night.";
const std::string who_reads =
    "Read by: R. Field, your therapist, after you have sent it. Leaving it blank does not affect "
    "your care; your therapist may ask how you find the forms.";

FormItem line(std::string id, std::string title, std::string low, std::string high) {
  FormItem item;
  item.id = std::move(id);
  item.title = std::move(title);
  item.low = std::move(low);
  item.high = std::move(high);
  return item;
}

FormItem scale(std::string id, std::string text, std::string low, std::string high) {
  FormItem item;
  item.id = std::move(id);
  item.kind = ItemKind::scale;
  item.text = std::move(text);
  item.low = std::move(low);
  item.high = std::move(high);
  for (const char* value : {"0", "1", "2", "3", "4"}) item.options.push_back({value, value});
  return item;
}

std::vector<FormItem> session_items() {
  std::vector<FormItem> items{
      line("goals", "Goals", "We worked on other things than I needed",
           "We worked on what matters to me"),
      line("tasks", "Way of working", "It did not suit me", "It suited me well"),
      line("bond", "Between us", "I did not feel understood", "I felt understood"),
      line("overall", "All in all", "Something was missing today", "Today was right for me"),
      scale("tension", "Was there any tension, misunderstanding or distance between us today?",
            "none", "a lot"),
      scale("resolution", "How far did we sort it out?", "not at all", "fully"),
  };
  items.back().shown_if = ShownIf{"tension", 1};
  FormItem said;
  said.id = "could_say";
  said.kind = ItemKind::yes_no;
  said.text = "Could you have said so if something had bothered you?";
  said.options = {{"1", "Yes"}, {"0", "No"}};
  items.push_back(said);
  FormItem free;
  free.id = "words";
  free.kind = ItemKind::text;
  free.text = "What helped, what did not?";
  free.hint = "One line is enough.";
  items.push_back(free);
  return items;
}

TodaySession session(int hour, int minute, std::string client, int number) {
  TodaySession session;
  session.start = std::chrono::hours(hour) + std::chrono::minutes(minute);
  session.client = std::move(client);
  session.client_href = "/clients/" + std::to_string(number);
  session.number = number;
  session.hand_over_href = "/hand-over/" + std::to_string(number);
  session.therapist_form_href = "/sessions/" + std::to_string(number) + "/therapist";
  session.give_href = "/give/" + std::to_string(number);
  return session;
}

RepairLine repair_line() {
  RepairLine line;
  line.state = RepairState::improving;
  line.level_before = 81;
  line.lowest = 58;
  line.steps = {{monday - days(21), 29, 58.0, 0.0, false, false, false},
                {monday - days(14), 30, 66.0, 0.35, false, false, true},
                {monday - days(7), 31, std::nullopt, std::nullopt, false, false, false},
                {monday, 32, 79.0, 0.91, true, false, false}};
  line.href = "/check-ins/3";
  return line;
}

}  // namespace

Page page(const Look& look, const text::Language& language) {
  Page page{look, language};
  page.script_name = "/holdfast";
  page.practice = "Linden Practice";
  page.person = SignedIn{"R. Field", {Role::therapist}, "/sign-out"};
  page.place = Section::today;
  page.path = "/today";
  page.languages = {"en", "ar-XB"};
  page.csrf = "sample";
  page.is_demo = true;
  return page;
}

TodayView today(const text::Language& language) {
  TodayView view;
  view.day = monday;
  view.last_here = monday - days(3);
  view.previous_href = "/today?day=2026-11-22";
  view.next_href = "/today?day=2026-11-24";
  view.since_last = {
      {text::fill(language.plural("{n} client answered", "{n} clients answered", 3), {{"n", "3"}}),
       "/clients?new=1"},
      {text::fill(language.plural("{n} check-in suggested", "{n} check-ins suggested", 1),
                  {{"n", "1"}}),
       "/check-ins"}};
  TodaySession first = session(9, 0, "Amelia Brook", 12);
  first.attendance = Attendance::held;
  first.client_form = FormState::done;
  first.therapist_form = FormState::done;
  first.hand_over_href.clear();
  first.therapist_form_href.clear();
  first.give_href.clear();
  TodaySession second = session(10, 0, "Jonas Reed", 32);
  second.attendance = Attendance::held;
  second.client_form = FormState::done;
  second.therapist_form = FormState::due;
  second.hand_over_href.clear();
  second.give_href.clear();
  second.check_in = one_line(dip(), language);
  second.check_in_href = "/check-ins/3";
  TodaySession third = session(11, 30, "Mira Stone", 3);
  third.client_form = FormState::due;
  third.therapist_form = FormState::due;
  third.is_now = true;
  TodaySession fourth = session(14, 0, "Theo Marsh", 0);
  fourth.attendance = Attendance::cancelled_late;
  fourth.hand_over_href.clear();
  fourth.therapist_form_href.clear();
  fourth.give_href.clear();
  TodaySession fifth = session(15, 0, "Layla Hill", 21);
  fifth.client_form = FormState::given;
  fifth.therapist_form = FormState::due;
  view.sessions = {first, second, third, fourth, fifth};
  FindingNumbers told;
  told.rule = Rule::told_us;
  told.tension = 2;
  view.check_ins = {{"Jonas Reed", "/clients/32", sentence(dip(), language), "/check-ins/3",
                     monday - days(21), 2, true},
                    {"Nora Field-Lake", "/clients/7", sentence(told, language), "/check-ins/4",
                     monday - days(3), 1, false}};
  view.overdue = {{"Owen Vale", "/clients/9", monday - days(4), "/give/9"}};
  return view;
}

TodayView front_desk(const text::Language& language) {
  TodayView view = today(language);
  view.seen_as = Role::front_desk;
  for (TodaySession& session : view.sessions) {
    session.client_href.clear();
    session.therapist_form_href.clear();
    session.therapist_form = FormState::not_due;
    session.clinician = "R. Field";
  }
  for (OverdueForm& form : view.overdue) form.client_href.clear();
  return view;
}

TodayView first_day(const text::Language&) {
  TodayView view;
  view.day = monday;
  view.is_first_day = true;
  return view;
}

FormView client_form() {
  FormView form;
  form.title = "How was today?";
  form.introduction = "Touch each line where it fits for today's session.";
  form.who_reads = who_reads;
  form.crisis = crisis;
  form.note = "These questions are our own and not a validated measure.";
  form.items = session_items();
  form.action = "/forms/7f";
  form.key = "0193-key";
  form.leave = "/forms/7f/leave";
  return form;
}

FormView therapist_form() {
  FormView form = client_form();
  form.rater = Rater::therapist;
  form.title = "My rating";
  form.introduction.clear();
  form.who_reads = "Read by you, and by your supervisor where supervision is agreed.";
  form.session_line = "Session 32, 23 Nov, 10:00";
  form.client_rating_is_sealed = true;
  form.leave.clear();
  form.items.erase(form.items.begin() + 5, form.items.end());
  FormItem strain;
  strain.id = "strain";
  strain.kind = ItemKind::choice;
  strain.text = "What kind of strain did you notice?";
  strain.options = {{"none", "None"},
                    {"moving_away", "Moving away"},
                    {"moving_against", "Moving against"},
                    {"both", "Both"},
                    {"unsure", "Unsure"}};
  form.items.push_back(strain);
  return form;
}

FormView refused_form() {
  FormView form = client_form();
  form.items[0].value = "74";
  form.items[1].value = "140";
  form.items[1].problem =
      "140 is off the line: please give a number from 0 to 100, or leave it empty.";
  form.items[4].value = "2";
  return form;
}

FormView child_form() {
  FormView form = client_form();
  form.title = "How was it today?";
  form.items.clear();
  for (const auto& [id, text] : {std::pair{"listened", "Did your therapist listen to you?"},
                                 std::pair{"did", "What we did today"}}) {
    FormItem item;
    item.id = id;
    item.kind = ItemKind::faces;
    item.title = text;
    item.options = {
        {"0", "not good"}, {"1", "so-so"}, {"2", "okay"}, {"3", "good"}, {"4", "great"}};
    form.items.push_back(item);
  }
  form.items[0].value = "3";
  return form;
}

chart::CourseGraph course(int sessions) {
  chart::CourseGraph graph;
  graph.title = "Jonas Reed";
  chart::Line client, therapist;
  therapist.rater = Rater::therapist;
  double usual = 80, spread = 14;
  Day day = monday - days(7 * (sessions - 1) + 42);
  int number = 0;
  for (int i = 0; i < sessions; ++i) {
    chart::Slot slot;
    if (i == sessions / 3) day += days(42);
    slot.day = day;
    day += days(7);
    const bool absent = i == 5 || (i > 8 && i % 13 == 0);
    slot.attendance = i == 5   ? Attendance::no_show
                      : absent ? Attendance::cancelled_by_client
                               : Attendance::held;
    if (!absent) slot.number = ++number;
    graph.slots.push_back(slot);
    if (absent || i % 11 == 7) continue;
    double value = 82 + 5 * std::sin(i * 1.7) + 3 * std::cos(i * 0.9);
    if (i == sessions / 4) value = 55;
    if (i == sessions / 4 + 1) value = 68;
    if (i == sessions - 4) value = 58;
    if (i == sessions - 3) value = 66;
    client.points.push_back({i, value, usual - spread, usual + spread});
    usual += (value - usual) * 0.15;
    spread = std::max(9.0, spread * 0.95);
    if (i % 9 != 4) therapist.points.push_back({i, value - 9 + 6 * std::cos(i * 1.1), {}, {}});
  }
  graph.marks = {{chart::MarkKind::dip, sessions / 4, "Rule A"},
                 {chart::MarkKind::strong_dip, sessions - 4, "Rule A"},
                 {chart::MarkKind::told_us, sessions - 4, "Tension 2 of 4"},
                 {chart::MarkKind::comment, sessions - 3, "Better, we talked about it."}};
  graph.episodes = {{sessions / 4, sessions / 4 + 3, false, true},
                    {sessions - 4, sessions - 1, true, false}};
  graph.lines = {client, therapist};
  return graph;
}

PictureView picture(const text::Language& language) {
  PictureView view;
  view.client = "Jonas Reed";
  view.course = "R. Field · 2025-03-03";
  FactNumbers numbers;
  numbers.latest = 62;
  numbers.day = monday;
  numbers.usual = 80;
  numbers.low = 66;
  numbers.high = 94;
  numbers.earlier = 9;
  numbers.has_open_check_in = numbers.is_dip_open = true;
  view.facts = facts_of(numbers, language);
  view.graph = course(36);
  for (const chart::Point& point : view.graph.lines[0].points) {
    const chart::Slot& slot = view.graph.slots[static_cast<std::size_t>(point.slot)];
    PictureRow row;
    row.day = slot.day;
    row.number = slot.number;
    row.client = point.value;
    row.low = point.low;
    row.high = point.high;
    row.therapist = point.value - 8;
    row.tension = point.slot % 4;
    view.rows.push_back(row);
  }
  view.outcome = "PHQ-9";
  view.graph.outcome = chart::Outcome{view.outcome, 0, 27, false, {}, 10};
  for (int slot = 0; slot < static_cast<int>(view.rows.size()); slot += 4) {
    view.graph.outcome->values.emplace_back(slot, 17 - slot / 4);
    view.rows[static_cast<std::size_t>(slot)].outcome = 17 - slot / 4;
  }
  view.rows[6].attendance = Attendance::no_show;
  view.rows[6].client.reset();
  view.rows.back().comment = "Better, we talked about it.";
  view.rows.back().is_declined = true;
  view.alerts = {
      {sentence(dip(), language), "/check-ins/3", monday - days(21), "12 Nov", true, true},
      {sentence(dip(), language), "/check-ins/1", monday - days(190), "3 May", false, false}};
  view.repairs = {repair_line()};
  view.notes = {language.translate("Ratings are at the top; small worries may not show.")};
  view.hand_over_href = "/hand-over/32";
  view.therapist_form_href = "/sessions/32/therapist";
  view.open_check_in_href = "/clients/32/check-in";
  view.svg_href = "/clients/32/graph.svg";
  return view;
}

PictureView empty_picture(const text::Language& language) {
  PictureView view;
  view.client = "Mira Stone";
  view.facts = facts_of({}, language);
  view.hand_over_href = "/hand-over/3";
  return view;
}

FindingNumbers dip() {
  FindingNumbers numbers;
  numbers.rating = 62;
  numbers.usual = 80;
  numbers.sd = 8;
  numbers.z = 18 / numbers.sd;
  numbers.earlier = 9;
  numbers.highest_earlier = 88;
  return numbers;
}

CheckInView check_in(const text::Language& language) {
  CheckInView view;
  view.client = "Jonas Reed";
  view.client_href = "/clients/32";
  view.day = monday - days(21);
  view.session_number = 29;
  view.finding = dip();
  view.finding->silent = {{66, 1.4, false}, {79, 0.1, true}};
  view.notes = {note_of(detection::ThreeFalls{84, 62}, language)};
  view.joined = {{monday - days(14), sentence(dip(), language)}};
  view.events = {{monday - days(20), "R. Field", "I felt hurried."}};
  view.repair = repair_line();
  view.asks_new_level = true;
  view.action = "/check-ins/3";
  view.key = "k3";
  view.budget_advice = "6 / 100";
  view.rules_version = "AB 1";
  view.today = monday;
  view.latest_snooze = monday + std::chrono::days{90};
  return view;
}

// One of each other rule, so that every word of its calculation is seen.
CheckInView check_in_by(Rule rule, const text::Language& language) {
  CheckInView view = check_in(language);
  FindingNumbers& numbers = *view.finding;
  numbers.rule = rule;
  numbers.previous_z = 1.3;
  numbers.previous_rating = 66;
  numbers.tension = 2;
  numbers.said_yes = true;
  numbers.score_points = 1.65;
  numbers.tension_points = 2;
  numbers.evidence = 3.65;
  numbers.evidence_threshold = 2.46;
  numbers.area = "tasks";
  if (rule == Rule::evidence) numbers.area_z = 2;
  numbers.absence = FindingNumbers::Absence{1, 3, 7, true};
  numbers.before_third_session = true;
  view.notes = {
      note_of(detection::AllAtTop{}, language), note_of(detection::StraightLine{}, language),
      note_of(detection::TooFast{std::chrono::seconds(3), 4}, language),
      note_of(detection::GapChanged{{12, -6, 8, 2.25, true}}, language),
      note_of(detection::BaselineChanged{{detection::SeriesPart::mode}, false}, language)};
  return view;
}

std::vector<std::string> given_texts() {
  std::vector<std::string> texts{who_reads,        crisis,       "English",
                                 "Rule A",         "A|B",        "R. Field",
                                 "May Nov",        "Jonas Reed", "Mira Stone",
                                 "Tension 2 of 4", "PHQ-9",      "Better, we talked about it."};
  for (const FormView& form : {client_form(), therapist_form(), refused_form(), child_form()}) {
    for (const std::string& text :
         {form.title, form.introduction, form.who_reads, form.note, form.session_line})
      texts.push_back(text);
    for (const FormItem& item : form.items) {
      for (const std::string& text :
           {item.title, item.text, item.low, item.high, item.hint, item.problem})
        texts.push_back(text);
      for (const Option& option : item.options) texts.push_back(option.text);
    }
  }
  return texts;
}

std::vector<Sample> all(const Look& look, const text::Language& language) {
  Page staff = page(look, language);
  Page desk = staff;
  desk.person->roles = {Role::front_desk};
  Page client = staff;
  client.person.reset();
  Page people = staff;
  people.place = Section::caseload;
  ThanksView thanks;
  thanks.crisis = crisis;
  thanks.leave = "/forms/7f/leave";
  PinView pin;
  pin.action = "/forms/7f/leave";
  pin.back = "/forms/7f";
  pin.tries_left = 3;
  LinkEndView ended;
  ended.crisis = crisis;
  ProblemView missing;
  missing.status = 404;
  missing.back = "/today";
  missing.reference = "7f3a";
  AboutView about;
  about.version = "0.1.0";
  about.rules = "A|B";
  about.crisis = crisis;
  return {{"today", render(today(language), staff)},
          {"today-desk", render(front_desk(language), desk)},
          {"today-first", render(first_day(language), staff)},
          {"form", render(client_form(), client)},
          {"form-therapist", render(therapist_form(), staff)},
          {"form-refused", render(refused_form(), client)},
          {"form-child", render(child_form(), client)},
          {"thanks", render(thanks, client)},
          {"hand-over", render(hand_over(), staff)},
          {"hand-over-link", render(link_made(), staff)},
          {"hand-over-code", render(code_made(), staff)},
          {"code", render(code_page(), client)},
          {"paper", render(paper(language.tag()), staff)},
          {"paper-entry", render(paper_entry(), staff)},
          {"together", render(together(), client)},
          {"carer", render(carer(), client)},
          {"pin", render(pin, client)},
          {"link-end", render(ended, client)},
          {"picture", render(picture(language), people)},
          {"picture-empty", render(empty_picture(language), people)},
          {"check-in", render(check_in(language), people)},
          {"check-in-b", render(check_in_by(Rule::sustained, language), people)},
          {"check-in-t", render(check_in_by(Rule::told_us, language), people)},
          {"check-in-l", render(check_in_by(Rule::low_start, language), people)},
          {"check-in-n", render(check_in_by(Rule::absence, language), people)},
          {"check-in-e", render(check_in_by(Rule::evidence, language), people)},
          {"caseload", render(caseload(language), people)},
          {"problem", render(missing, staff)},
          {"about", render(about, staff)},
          {"report-card", render(report_card(), staff)},
          {"preview-settings", render(preview_settings(), staff)},
          {"detection-settings", render(detection_settings(), staff)}};
}

}  // namespace holdfast::web::samples
