// SPDX-License-Identifier: MIT
#include "simulation/measure.hpp"

#include <cstdio>

#include "alliance/moment.hpp"
#include "detection/step.hpp"

namespace holdfast::simulation {
namespace {

using detection::Textbook;
using detection::textbook_count;

// The rows of a table: ours, then the textbooks'.
enum Row : std::size_t {
  by_score,
  by_tension,
  by_tension_and_areas,
  by_tension_at_three,
  by_areas_at_three,
  by_areas_again_at_three,
  first_textbook
};
constexpr std::size_t row_count = first_textbook + textbook_count;

std::string_view name_of(std::size_t row) {
  switch (row) {
    case by_score:
      return "A or B";
    case by_tension:
      return "E, total and tension";
    case by_tension_and_areas:
      return "E, areas and tension";
    case by_tension_at_three:
      return "E at 3 false, total";
    case by_areas_at_three:
      return "E at 3 false, areas";
    case by_areas_again_at_three:
      return "E at 3, speaks again";
    default:
      return to_word(static_cast<Textbook>(row - first_textbook));
  }
}

// Rule E with other settings, as a practice may choose them: thresholds tuned to just under three
// false alerts in 100 quiet ratings on seed 1, wai-like, middle assumptions; reports are of other
// seeds.
detection::Settings evidence(const detection::Thresholds& thresholds) {
  detection::Settings settings;
  settings.rules = detection::RuleSet::E;
  settings.thresholds = thresholds;
  return settings;
}
constexpr detection::Thresholds total_at_three{.evidence_total = 2.08};
constexpr detection::Thresholds areas_at_three{.evidence_all_areas = 2.36};
constexpr detection::Thresholds again_at_three{.evidence_all_areas = 2.39, .speaks_again = 0.75};

// All rules side by side over one course.
class Panel {
 public:
  Panel() {
    const detection::Settings as_shipped = evidence({});
    ours_[by_tension].settings = ours_[by_tension_and_areas].settings = as_shipped;
    ours_[by_tension_at_three].settings = evidence(total_at_three);
    ours_[by_areas_at_three].settings = evidence(areas_at_three);
    ours_[by_areas_again_at_three].settings = evidence(again_at_three);
    for (Ours& one : ours_) one.state = detection::start(one.settings);
  }
  // Bit i: row i alerts.
  unsigned rate(const SimulatedSession& rating) {
    const Pomp total{rating.total};
    const detection::Observation with_total{.score = total, .tension = rating.tension};
    const detection::Observation with_areas{
        .score = total, .tension = rating.tension, .areas = rating.areas};
    unsigned said = 0;
    for (std::size_t row = 0; row < first_textbook; ++row) {
      const bool sees_areas =
          row == by_tension_and_areas || row == by_areas_at_three || row == by_areas_again_at_three;
      auto& [settings, state] = ours_[row];
      if (advance(settings, state, sees_areas ? with_areas : with_total).raises_dip())
        said |= 1u << row;
    }
    return said | textbook_.add(rating.total) << first_textbook;
  }

 private:
  struct Ours {
    detection::Settings settings;
    detection::State state;
  };
  std::array<Ours, first_textbook> ours_;
  detection::TextbookRules textbook_;
};

struct RatedSession {
  const SimulatedSession* session;
  unsigned said;
};

bool is_quiet(const SimulatedCourse& course, int session) {
  for (const Dip& dip : course.dips)
    if (session >= dip.onset && session <= dip.end + 2) return false;
  return true;
}

void count_alerts(const SimulatedCourse& course, const std::vector<RatedSession>& ratings,
                  Table& table) {
  for (const auto& [session, said] : ratings) {
    const bool quiet = is_quiet(course, session->session);
    for (std::size_t row = 0; row < row_count; ++row) {
      const bool alerts = said >> row & 1u;
      table.rows[row].alerts.add(alerts);
      if (quiet) table.rows[row].false_alerts.add(alerts);
      if (alerts) table.rows[row].real.add(!quiet);
    }
  }
}

void count_dips(const SimulatedCourse& course, const std::vector<RatedSession>& ratings,
                Table& table) {
  for (const Dip& dip : course.dips) {
    unsigned said = 0;
    int seen = 0;
    for (const auto& rating : ratings) {
      if (rating.session->session < dip.onset || seen == 2) continue;
      said |= rating.said;
      ++seen;
    }
    if (seen == 0) continue;
    const double depth = dip.depth / course.own_sd;
    for (std::size_t row = 0; row < row_count; ++row) {
      Measured& measured = table.rows[row];
      const bool caught = said >> row & 1u;
      measured.all.add(caught);
      if (dip.is_masked) continue;
      measured.visible.add(caught);
      measured.by_depth[depth < 1 ? 0 : depth < 2 ? 1 : 2].add(caught);
      (dip.onset <= 4 ? measured.early : measured.late).add(caught);
    }
  }
}

std::vector<RatedSession> run(const SimulatedCourse& course) {
  Panel panel;
  std::vector<RatedSession> ratings;
  for (const SimulatedSession& session : course.sessions)
    if (session.rated) ratings.push_back({&session, panel.rate(session)});
  return ratings;
}

void count_quiet_courses(Table& table) {
  Model quiet = table.model;
  quiet.hazard = 0;
  quiet.sessions = 10;
  for (std::uint64_t client = 0; client < table.clients; ++client) {
    const SimulatedCourse course = simulate(quiet, table.seed + 1, client);
    unsigned said = 0;
    for (const auto& rating : run(course)) said |= rating.said;
    for (std::size_t row = 0; row < row_count; ++row)
      table.rows[row].false_courses.add(said >> row & 1u);
  }
}

}  // namespace

Table measure(const Model& model, std::uint64_t seed, std::uint64_t clients) {
  Table table;
  table.model = model;
  table.seed = seed;
  table.clients = clients;
  table.rows.resize(row_count);
  for (std::size_t row = 0; row < row_count; ++row) table.rows[row].rules = name_of(row);
  std::uint64_t at_top = 0;
  for (std::uint64_t client = 0; client < clients; ++client) {
    const SimulatedCourse course = simulate(model, seed, client);
    const auto ratings = run(course);
    table.ratings += ratings.size();
    for (const auto& rating : ratings) at_top += rating.session->total >= 100 ? 1u : 0u;
    count_alerts(course, ratings, table);
    count_dips(course, ratings, table);
  }
  if (table.ratings > 0)
    table.at_top = 100.0 * static_cast<double>(at_top) / static_cast<double>(table.ratings);
  count_quiet_courses(table);
  return table;
}

std::string to_text(const Table& table) {
  char line[256];
  const auto& model = table.model;
  std::snprintf(
      line, sizeof line,
      "%s, %s assumptions: hazard %.2f, repair %.2f, median depth %.0f; seed %llu, %llu clients,\n"
      "%llu ratings, %.1f %% at the top. A generator, not fitted to real data.\n",
      to_word(model.scenario).data(), to_word(model.assumptions).data(), model.hazard, model.repair,
      model.median_depth, static_cast<unsigned long long>(table.seed),
      static_cast<unsigned long long>(table.clients),
      static_cast<unsigned long long>(table.ratings), table.at_top);
  std::string text = line;
  text +=
      "                       caught %               by depth, own sd    by onset     per 100      "
      "alerts  quiet\n"
      "                       visible   all   <1    1-2    >=2    s2-4  later  false  alerts  real "
      "% courses %\n";
  for (const Measured& row : table.rows) {
    std::snprintf(line, sizeof line,
                  "%-22s %6.1f %6.1f %6.1f %6.1f %6.1f %6.1f %6.1f %6.2f %6.2f %6.1f %6.1f\n",
                  row.rules.data(), row.visible.percent(), row.all.percent(),
                  row.by_depth[0].percent(), row.by_depth[1].percent(), row.by_depth[2].percent(),
                  row.early.percent(), row.late.percent(), row.false_alerts.percent(),
                  row.alerts.percent(), row.real.percent(), row.false_courses.percent());
    text += line;
  }
  return text;
}

std::string ratings_csv(const Model& model, std::uint64_t seed, std::uint64_t clients) {
  const bool is_wai = model.scenario == Scenario::wai_like;
  std::string text = "client,session,date,score,tension\n";
  char line[96];
  for (std::uint64_t client = 0; client < clients; ++client) {
    Day day = *parse_day("2024-01-01") + std::chrono::days{client % 28};
    for (const SimulatedSession& session : simulate(model, seed, client).sessions) {
      day += std::chrono::days{7};
      if (!session.rated) continue;
      const double raw = is_wai ? 12 + session.total * 0.48 : session.total * 0.4;
      std::snprintf(line, sizeof line, "C%07llu,%d,%s,%.*f,%d\n",
                    static_cast<unsigned long long>(client + 1), session.session,
                    holdfast::to_text(day).c_str(), is_wai ? 0 : 1, raw, session.tension);
      text += line;
    }
  }
  return text;
}

}  // namespace holdfast::simulation
