// SPDX-License-Identifier: MIT
#include "spelling.hpp"

#include <fmt/format.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace holdfast::store::postgresql {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Statement by statement: quoted text is left alone, comments go, a trigger's body is one of it.
std::vector<std::string> statements_of(std::string_view script) {
  std::vector<std::string> statements;
  std::string now;
  for (std::size_t at = 0; at < script.size();) {
    const char c = script[at];
    if (script.substr(at, 2) == "--") {
      at = std::min(script.find('\n', at), script.size());
    } else if (c == '\'') {
      const auto end = std::min(script.find('\'', at + 1), script.size() - 1);
      now += script.substr(at, end + 1 - at);
      at = end + 1;
    } else if (c == ';' && (now.find("CREATE TRIGGER") == now.npos || now.ends_with("END"))) {
      statements.push_back(std::exchange(now, {}));
      ++at;
    } else {
      if (!now.empty() || (c != '\n' && c != ' ')) now += c;
      ++at;
    }
  }
  return statements;
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> words{{
    {"TEXT", "TEXT COLLATE \"C\""},
    {"INTEGER", "BIGINT"},
    {"REAL", "DOUBLE PRECISION"},
    {"BLOB", "BYTEA"},
    {"group_concat", "string_agg"},
    {"instr", "strpos"},
}};

// A number as text that gives the same number back: the server's own, SQLite's when asked.
std::string with_exact_numbers(std::string statement) {
  constexpr std::string_view exact = "printf('%!.17g', ";
  for (auto at = statement.find(exact); at != statement.npos; at = statement.find(exact, at)) {
    statement.insert(statement.find(')', at + exact.size()), " AS text");
    statement.replace(at, exact.size(), "CAST(");
  }
  return statement;
}

std::string with_words(std::string_view statement) {
  std::string spelled;
  for (std::size_t at = 0; at < statement.size();) {
    if (statement[at] == '\'') {
      const auto end = std::min(statement.find('\'', at + 1), statement.size() - 1);
      spelled += statement.substr(at, end + 1 - at);
      at = end + 1;
      continue;
    }
    std::size_t end = at;
    while (end < statement.size() && is_letter(statement[end])) ++end;
    if (end == at) {
      spelled += statement[at++];
      continue;
    }
    std::string_view word = statement.substr(at, end - at);
    for (const auto& [sqlite, ours] : words)
      if (word == sqlite) word = ours;
    spelled += word;
    at = end;
  }
  for (const std::string_view option : {" STRICT, WITHOUT ROWID", " STRICT", " WITHOUT ROWID"})
    if (spelled.ends_with(option)) spelled.resize(spelled.size() - option.size());
  return spelled;
}

std::string_view between(std::string_view text, std::string_view before, std::string_view after) {
  const auto begin = text.find(before);
  if (begin == text.npos) return {};
  text.remove_prefix(begin + before.size());
  return text.substr(0, text.find(after));
}

// "CREATE TRIGGER x BEFORE DELETE ON t WHEN NOT EXISTS (… erasing …) BEGIN SELECT RAISE(ABORT,
// 'why')"
void add_trigger(std::vector<std::string>& spelled, std::string_view trigger) {
  const auto name = between(trigger, "CREATE TRIGGER ", " BEFORE ");
  const auto event = between(trigger, " BEFORE ", " ON ");
  auto table = between(trigger, " ON ", " BEGIN");
  const auto condition = table.find_first_of(" \n");
  const bool may_erase = condition != table.npos;
  if (may_erase &&
      table.substr(condition).find("WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE practice_id = "
                                   "OLD.practice_id)") == table.npos)
    throw std::logic_error("a trigger's condition is new; spell it for PostgreSQL");
  table = table.substr(0, condition);
  const auto why = between(trigger, "RAISE(ABORT, '", "')");
  if (name.empty() || table.empty() || why.empty() || (event != "UPDATE" && event != "DELETE"))
    throw std::logic_error("a trigger is new in kind; spell it for PostgreSQL");
  spelled.push_back(
      fmt::format("CREATE TRIGGER {} BEFORE {} ON {} FOR EACH ROW EXECUTE FUNCTION {}('{}')", name,
                  event, table, may_erase ? "keep_fact_unless_erasing" : "keep_fact", why));
  if (event == "DELETE")
    spelled.push_back(
        fmt::format("CREATE TRIGGER {}_whole BEFORE TRUNCATE ON {} FOR EACH STATEMENT "
                    "EXECUTE FUNCTION keep_fact('{}')",
                    name, table, why));
}

constexpr std::string_view drop_trigger = "DROP TRIGGER ";

// Triggers are named after their table: "rating_unchanged".
std::string_view table_of_trigger(std::string_view statement) {
  const auto name = statement.substr(drop_trigger.size());
  if (!name.ends_with("_unchanged"))
    throw std::logic_error("a trigger that is dropped is new in kind; spell it for PostgreSQL");
  return name.substr(0, name.rfind('_'));
}

}  // namespace

std::vector<std::string> spell(std::string_view script) {
  std::vector<std::string> spelled;
  for (const std::string& statement : statements_of(script)) {
    if (statement.find("sqlite_") != statement.npos || statement.starts_with("ANALYZE")) continue;
    if (statement.starts_with("CREATE TRIGGER"))
      add_trigger(spelled, statement);
    else if (statement.starts_with(drop_trigger))
      spelled.push_back(fmt::format("{} ON {}", statement, table_of_trigger(statement)));
    else
      spelled.push_back(with_words(with_exact_numbers(statement)));
  }
  return spelled;
}

}  // namespace holdfast::store::postgresql
