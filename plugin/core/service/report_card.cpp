// SPDX-License-Identifier: MIT
#include "service/report_card.hpp"

#include <algorithm>
#include <set>

#include "service/seal.hpp"

namespace holdfast::service {
namespace {

// Check-ins of these courses; in scope own those that are this clinician's now.
class CheckIns {
 public:
  CheckIns(store::Reader& reader, const PastSelection& past, Instant now, Day today)
      : reader_(reader),
        past_(past),
        now_(now),
        today_(today),
        courses_(past.courses.begin(), past.courses.end()) {}

  void count(const store::RaisedCheckIn& raised, ReportCard& card) {
    const bool is_mine = past_.own.empty() || raised.clinician == past_.own;
    if (!is_mine || !courses_.contains(raised.course)) return;
    // Only a young alert can be about a rating that is still sealed.
    if (raised.day + std::chrono::days{3} > today_ && is_sealed(reader_, raised.rating, now_))
      return;
    if (card.budget && raised.rule != "T") {
      const auto ago = (today_ - raised.day).count();
      if (ago >= 0 && ago < detection::budget_days) ++dips_;
    }
    if (raised.joined) return;
    const auto rule = std::find(answered_rules.begin(), answered_rules.end(), raised.rule);
    if (rule == answered_rules.end()) return;
    auto& answers = card.answers[static_cast<std::size_t>(rule - answered_rules.begin())];
    ++answers.raised;
    answers.answered += raised.answer == store::CheckInAnswer::none ? 0 : 1;
    answers.real += raised.answer == store::CheckInAnswer::real ? 1 : 0;
  }
  std::uint32_t dips() const { return dips_; }

 private:
  store::Reader& reader_;
  const PastSelection& past_;
  Instant now_;
  Day today_;
  std::set<CourseId> courses_;
  std::uint32_t dips_ = 0;
};

}  // namespace

Answers ReportCard::all_answers() const {
  Answers all;
  for (const auto& one : answers) {
    all.raised += one.raised;
    all.answered += one.answered;
    all.real += one.real;
  }
  return all;
}

Reply<ReportCard> read_report_card(House& house, const access::Principal& principal,
                                   const ReportQuestion& question) {
  auto access = open_report(house, {principal, "report_card.read", "/report-card"}, question);
  if (!access) return access.refusal();
  const auto now = house.now();
  const auto today = house.day_of(now);
  ReportCard card;
  card.access = std::move(*access);
  house.store().read([&](store::Reader& reader) {
    const auto settings = house.detection_settings(reader);
    card.settings_version = settings.version();
    card.rules = settings.choice().rules;
    card.past = select_past(reader, principal, card.access, today);
    card.figures = std::move(run_past(reader, card.past, {&settings, 1}, house).front());
    if (!card.has_enough() && card.access.scope != ReportScope::own) return;
    if (card.access.scope == ReportScope::own) card.budget.emplace();
    CheckIns check_ins(reader, card.past, now, today);
    std::vector<store::RaisedCheckIn> raised;
    const auto keep = [&](const auto& one) { raised.push_back(one); };
    if (card.access.scope == ReportScope::practice)
      reader.reports.raised_check_ins(keep);
    else
      for (const auto& course : card.past.courses) reader.reports.raised_check_ins(course, keep);
    for (const auto& one : raised) check_ins.count(one, card);
    if (card.budget)
      card.budget =
          detection::budget_of(static_cast<std::uint32_t>(reader.reports.client_totals(
                                   principal.person.clinician,
                                   today - std::chrono::days{detection::budget_days - 1}, today)),
                               check_ins.dips());
  });
  return card;
}

}  // namespace holdfast::service
