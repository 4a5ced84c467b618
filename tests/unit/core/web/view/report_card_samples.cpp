// SPDX-License-Identifier: MIT
// Samples of the report card and its two pages.
#include "samples.hpp"

namespace holdfast::web::samples {
namespace {

ShareNumbers share(std::uint64_t count, std::uint64_t of, double low, double high) {
  return {count, of, low, high};
}
ThresholdFields thresholds() {
  ThresholdFields fields;
  fields.fields = {{"sudden_z", "1.75", "0.05", 1.5, 2.6},
                   {"least_drop", "8", "0.5", 4, 20},
                   {"silence", "3", "1", 0, 10}};
  return fields;
}
ReportHead head() {
  ReportHead head;
  head.tabs = {{"Mira Stone", "/report-card", true}, {"Jonas Reed", "/report-card/preview", false}};
  head.scopes = {{"Mira Stone", "/report-card", true},
                 {"Jonas Reed", "/report-card?scope=x", false}};
  head.spans = head.scopes;
  return head;
}

}  // namespace

ReportCardView report_card() {
  ReportCardView card;
  card.head = head();
  card.past = {24, 1, 612, Day{std::chrono::days{20000}}, 100000};
  card.rules = "A|B";
  card.dips = share(25, 612, 0.028, 0.06);
  card.marked = {{Rule::sudden_dip, share(20, 612, 0.021, 0.05)},
                 {Rule::sustained, share(5, 612, 0.003, 0.019)}};
  card.answered = {{Rule::sudden_dip, 9, share(3, 7, 0.16, 0.75)},
                   {std::nullopt, 9, share(3, 7, 0.16, 0.75)},
                   {Rule::told_us, 2, share(0, 0, 0, 1)}};
  card.episodes = 25;
  card.ways = {{WayBack::repaired, share(15, 25, 0.41, 0.77), share(40, 80, 0.39, 0.61)},
               {WayBack::unfinished, share(4, 25, 0.06, 0.35), share(20, 80, 0.17, 0.36)}};
  card.dropped_out = card.ended = card.overdue = card.followed = share(1, 25, 0.007, 0.195);
  card.talked_through = share(5, 25, 0.09, 0.39);
  card.median = 3;
  card.median_low = 2;
  card.times = {{2, 25, 0.8, 0.6, 0.9}, {3, 18, 0.45, 0.25, 0.63}};
  card.compared = {{std::nullopt, share(25, 612, 0.028, 0.06)}};
  for (int i = 0; i < 7; ++i)
    card.compared.push_back({static_cast<Compared>(i), share(100, 612, 0.13, 0.19)});
  card.budget = BudgetNumbers{40, 4, BudgetNumbers::Advice::above};
  card.preview_href = "/report-card/preview";
  return card;
}

PreviewView preview_settings() {
  PreviewView preview;
  preview.head = head();
  preview.past = {24, 1, 612, std::nullopt, 0};
  preview.fields = thresholds();
  preview.is_asked = preview.changes_anything = preview.names_clients = true;
  preview.may_accept = true;
  preview.now = share(25, 612, 0.028, 0.06);
  preview.then = share(14, 612, 0.014, 0.038);
  preview.kept = 13;
  const ChangedRow row{"Mira Stone", "/courses/7", Day{std::chrono::days{20000}}, Rule::sustained};
  preview.gone = {12, {row}};
  preview.added = {1, {row}};
  return preview;
}

DetectionSettingsView detection_settings() {
  DetectionSettingsView settings;
  settings.head = head();
  settings.version = 2;
  settings.rules = "A|B";
  settings.thresholds = thresholds().fields;
  settings.switched_off = {"B"};
  EstimateCard card;
  card.instrument = card.title = "Mira Stone";
  card.clients = 41;
  card.ratings = 700;
  card.rows = {{Assumed::level, 80, 80, 77.2, 74, 80.4, 77.2},
               {Assumed::between, 12, 12, 15.3, 12, 18.6, 14.4},
               {Assumed::within, 9, 9, 8.1, 7.4, 8.8, 8.1}};
  card.is_capped = card.is_news = true;
  EstimateCard few;
  few.instrument = few.title = "Jonas Reed";
  few.clients = 3;
  settings.estimates = {card, few};
  const Day day{std::chrono::days{20000}};
  settings.history = {{2, Change::thresholds, 0, day, "Mira Stone", "Jonas Reed"},
                      {1, Change::built_in, 0, {}, {}, {}}};
  settings.may_change = true;
  return settings;
}

}  // namespace holdfast::web::samples
