// SPDX-License-Identifier: MIT
#include "acl.hpp"

namespace holdfast::adapters::openemr {
namespace {

constexpr const char* select_groups =
    "SELECT g.value FROM gacl_aro a JOIN gacl_groups_aro_map m ON m.aro_id = a.id "
    "JOIN gacl_aro_groups g ON g.id = m.group_id WHERE a.section_value = 'users' AND a.value = ?";
constexpr const char* select_rule =
    "SELECT CAST(acl.allow AS CHAR) FROM gacl_acl acl "
    "JOIN gacl_aco_map aco ON aco.acl_id = acl.id AND aco.section_value = ? AND aco.value = ? "
    "LEFT JOIN gacl_aro_map own ON own.acl_id = acl.id AND own.section_value = 'users' "
    "  AND own.value = ? "
    "LEFT JOIN gacl_aro_groups_map shared ON shared.acl_id = acl.id "
    "LEFT JOIN gacl_aro_groups g ON g.id = shared.group_id AND EXISTS "
    "  (SELECT 1 FROM gacl_aro a JOIN gacl_groups_aro_map m ON m.aro_id = a.id "
    "   JOIN gacl_aro_groups inner_group ON inner_group.id = m.group_id "
    "   WHERE a.section_value = 'users' AND a.value = ? "
    "   AND g.lft <= inner_group.lft AND g.rgt >= inner_group.rgt) "
    "WHERE acl.enabled = 1 AND (own.acl_id IS NOT NULL OR g.id IS NOT NULL) "
    "ORDER BY own.acl_id IS NULL, g.rgt - g.lft, acl.updated_date DESC, acl.id DESC LIMIT 1";

}  // namespace

std::set<std::string> Acl::groups() {
  std::set<std::string> found;
  for (const auto& row : connection_->select(1, select_groups, {user_})) found.insert(row.text(0));
  return found;
}

bool Acl::allows(const std::string& rule) {
  if (const auto known = asked_.find(rule); known != asked_.end()) return known->second;
  const auto bar = rule.find('|');
  const auto section = rule.substr(0, bar),
             value = bar == std::string::npos ? std::string{} : rule.substr(bar + 1);
  const auto row = connection_->first(1, select_rule, {section, value, user_, user_});
  return asked_[rule] = row && row->number(0) == 1;
}

}  // namespace holdfast::adapters::openemr
