// SPDX-License-Identifier: MIT
#include "replay/tables.hpp"

#include <cmath>

#include "replay/decimal.hpp"

namespace holdfast::replay {

Tables::Tables(ByteSink alerts, ByteSink trace, ByteSink episodes, ByteSink states, Append number)
    : alerts_(std::move(alerts)),
      trace_(std::move(trace)),
      episodes_(std::move(episodes)),
      states_(std::move(states)),
      number_(number) {
  const auto head = [](Output& table, std::string_view columns) {
    if (!table.wanted()) return;
    table.row() += columns;
    table.row() += '\n';
  };
  head(alerts_, "client,session,rule,strong,score_pomp,expected,sd,z");
  head(trace_, "client,session,M,W,sd,z");
  head(episodes_,
       "client,episode,alert_session,rule,before,lowest,drop,outcome,last_session,ratings,days,"
       "repeats");
  head(states_, "client,episode,session,score_pomp,lowest,drop,recovered,state");
}

void Tables::begin(Output& table, std::string_view client, std::int64_t number) {
  append_field(table.row(), client);
  table.row() += ',';
  append_whole(table.row(), number);
}

// Blank where there is no number.
void Tables::numbers(Output& table, std::initializer_list<double> values) {
  for (const double value : values) {
    table.row() += ',';
    if (!std::isnan(value)) number_(table.row(), value);
  }
}

void Tables::finding(std::string_view client, std::int64_t session,
                     const detection::Finding& finding) {
  if (!alerts_.wanted()) return;
  begin(alerts_, client, session);
  alerts_.row() += ',';
  alerts_.row() += to_word(finding.rule);
  alerts_.row() += finding.strong ? ",1" : ",0";
  numbers(alerts_, {finding.score, finding.expected, finding.sd, finding.z});
  alerts_.row() += '\n';
  alerts_.row_done();
}

void Tables::rating(std::string_view client, std::int64_t session, const detection::Step& step) {
  if (!trace_.wanted()) return;
  begin(trace_, client, session);
  numbers(trace_, {step.expected, step.weight, step.sd, step.z});
  trace_.row() += '\n';
  trace_.row_done();
}

void Tables::state(std::string_view client, double score, const repair::Episode& episode) {
  if (!states_.wanted()) return;
  begin(states_, client, episode.number);
  states_.row() += ',';
  append_whole(states_.row(), episode.latest.session);
  numbers(states_, {score, episode.lowest, episode.drop(), episode.recovered});
  states_.row() += ',';
  states_.row() += to_word(episode.state);
  states_.row() += '\n';
  states_.row_done();
}

void Tables::episode(std::string_view client, const repair::Episode& episode,
                     repair::State outcome) {
  if (!episodes_.wanted()) return;
  std::string& row = episodes_.row();
  begin(episodes_, client, episode.number);
  row += ',';
  append_whole(row, episode.alert.session);
  row += ',';
  row += to_word(episode.rule);
  numbers(episodes_, {episode.before, episode.lowest, episode.drop()});
  row += ',';
  row += to_word(outcome);
  for (const std::int64_t value :
       {episode.latest.session, static_cast<std::int64_t>(episode.ratings),
        static_cast<std::int64_t>(episode.days()), static_cast<std::int64_t>(episode.repeats)}) {
    row += ',';
    append_whole(row, value);
  }
  row += '\n';
  episodes_.row_done();
}

bool Tables::failed() const {
  return alerts_.failed() || trace_.failed() || episodes_.failed() || states_.failed();
}

bool Tables::flush() {
  for (Output* table : {&alerts_, &trace_, &episodes_, &states_}) table->flush();
  return !failed();
}

}  // namespace holdfast::replay
