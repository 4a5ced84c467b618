// SPDX-License-Identifier: MIT
// Samples of the ways to give a form, and of what client and therapist look at together.
#include "samples.hpp"

namespace holdfast::web::samples {

HandOverView hand_over() {
  HandOverView view;
  view.client = "Mira Stone";
  view.forms = {{"session", "How was today?"}};
  view.action = "/hand-over/3";
  view.cancel = "/today";
  return view;
}

HandOverView link_made() {
  HandOverView view = hand_over();
  view.forms.push_back({"alliance", "My rating"});
  view.may_send = view.inside_host_window = true;
  view.paper = view.paper_entry = "/sessions/3/paper";
  view.made = {HandOverView::Made::What::link, "https://forms.example.org/f/0123456789", "",
               "10:00"};
  return view;
}

HandOverView code_made() {
  HandOverView view = link_made();
  view.inside_host_window = false;
  view.made = {HandOverView::Made::What::code, "https://forms.example.org/code", "123 456 789",
               "10:00"};
  return view;
}

CodeView code_page() {
  CodeView view;
  view.action = "/code";
  view.crisis = client_form().crisis;
  return view;
}

PaperView paper(const std::string& our_language) {
  const auto form = client_form();
  PaperView view;
  view.our_language = our_language;
  view.title = form.title;
  view.introduction = form.introduction;
  view.who_reads = form.who_reads;
  view.crisis = form.crisis;
  view.note = form.note;
  view.items = form.items;
  view.session_line = "10:00";
  view.a4 = view.letter = "/sessions/3/paper";
  view.back = "/sessions/3/hand-over";
  return view;
}

PaperEntryView paper_entry() {
  PaperEntryView view;
  view.session_line = "Mira Stone";
  view.items = client_form().items;
  view.total_range = "0–400";
  view.action = view.back = "/sessions/3/paper-entry";
  return view;
}

TogetherView together() {
  TogetherView view;
  view.graph = course(12);
  view.has_ratings = true;
  view.back = "/clients/17";
  return view;
}

CarerView carer() {
  CarerView view;
  view.wards = {{"Mira Stone", 16, {course(12)}}, {"Jonas Stone", 16, {}}, {"Theo Stone", {}, {}}};
  return view;
}

}  // namespace holdfast::web::samples
