// SPDX-License-Identifier: MIT
#include "store/settings.hpp"

#include "store/columns.hpp"

namespace holdfast::store {
namespace {

constexpr Sql insert_setting(
    "INSERT INTO setting (practice_id, key, number, value, set_by, set_at)"
    " SELECT $1, $2, COALESCE(MAX(number), 0) + 1, $3, $4, $5 FROM setting"
    " WHERE practice_id = $1 AND key = $2");
constexpr Sql select_newest(
    "SELECT key, value, set_by, set_at FROM setting WHERE practice_id = $1 AND key = $2"
    " ORDER BY number DESC LIMIT 1");
constexpr Sql select_all(
    "SELECT key, value, set_by, set_at FROM setting s WHERE practice_id = $1 AND number ="
    " (SELECT MAX(number) FROM setting n WHERE n.practice_id = s.practice_id AND n.key = s.key)"
    " ORDER BY key");
constexpr Sql select_history(
    "SELECT key, value, set_by, set_at FROM setting WHERE practice_id = $1 AND key = $2"
    " ORDER BY number");
constexpr Sql insert_parameters(
    "INSERT INTO parameter_version (practice_id, version, body, accepted_by, accepted_at)"
    " VALUES ($1, $2, $3, $4, $5)");
constexpr Sql select_newest_parameters(
    "SELECT version, body, accepted_by, accepted_at FROM parameter_version WHERE practice_id = $1"
    " ORDER BY version DESC LIMIT 1");
constexpr Sql select_parameters(
    "SELECT version, body, accepted_by, accepted_at FROM parameter_version"
    " WHERE practice_id = $1 AND version = $2");

std::vector<PracticeSetting> all_of(Connection& connection, Sql sql,
                                    std::initializer_list<Value> values) {
  std::vector<PracticeSetting> all;
  connection.select(sql, values, [&](const Row& row) {
    all.push_back({row.text(0), row.text(1), row.text(2), instant_of(row, 3)});
  });
  return all;
}

std::optional<ParameterVersion> parameters_of(Connection& connection, Sql sql,
                                              std::initializer_list<Value> values) {
  std::optional<ParameterVersion> found;
  connection.select(sql, values, [&](const Row& row) {
    found = ParameterVersion{integer_of(row, 0), row.text(1), row.text(2), instant_of(row, 3)};
  });
  return found;
}

}  // namespace

void PracticeSettings::put(const PracticeSetting& setting) {
  connection_.run(insert_setting, {std::string_view{setting.key}, std::string_view{setting.value},
                                   std::string_view{setting.by}, in(setting.at)});
}

std::optional<PracticeSetting> PracticeSettings::find(std::string_view key) const {
  auto found = all_of(connection_, select_newest, {key});
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<PracticeSetting> PracticeSettings::all() const {
  return all_of(connection_, select_all, {});
}

std::vector<PracticeSetting> PracticeSettings::history(std::string_view key) const {
  return all_of(connection_, select_history, {key});
}

void PracticeSettings::put(const ParameterVersion& version) {
  connection_.run(insert_parameters, {in(version.version), std::string_view{version.body},
                                      std::string_view{version.accepted_by}, in(version.at)});
}

std::optional<ParameterVersion> PracticeSettings::parameters() const {
  return parameters_of(connection_, select_newest_parameters, {});
}

std::optional<ParameterVersion> PracticeSettings::parameters(int version) const {
  return parameters_of(connection_, select_parameters, {in(version)});
}

}  // namespace holdfast::store
