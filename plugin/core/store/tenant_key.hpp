// SPDX-License-Identifier: MIT
// Whether a statement keeps to one practice: every table it names is bound to practice_id, directly
// to $1 or through another table that is. Read while compiling, so that a statement that could
// reach another practice's rows, or that a database distributed by practice could not route, is no
// statement at all.
#pragma once
#include <array>
#include <cstddef>
#include <string_view>

namespace holdfast::store {
namespace tenant_key {

constexpr bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.' || c == '$';
}

// Words, and everything else sign by sign; a text between quotes is one token.
class Tokens {
 public:
  constexpr explicit Tokens(std::string_view sql) : rest_(sql) { next(); }
  constexpr std::string_view now() const { return now_; }
  constexpr std::string_view after() const { return Tokens(*this).moved(); }
  constexpr bool at_end() const { return now_.empty(); }
  constexpr void next() {
    while (!rest_.empty() && (rest_[0] == ' ' || rest_[0] == '\n')) rest_.remove_prefix(1);
    std::size_t end = 0;
    if (!rest_.empty() && rest_[0] == '\'') {
      end = rest_.find('\'', 1);
      end = end == rest_.npos ? rest_.size() : end + 1;
    } else {
      while (end < rest_.size() && is_word(rest_[end])) ++end;
      if (end == 0 && !rest_.empty()) end = 1;
    }
    now_ = rest_.substr(0, end);
    rest_.remove_prefix(end);
  }

 private:
  constexpr std::string_view moved() {
    next();
    return now_;
  }
  std::string_view rest_;
  std::string_view now_;
};

constexpr bool is_name(std::string_view token) {
  if (token.empty() || !is_word(token[0])) return false;
  for (const std::string_view keyword :
       {"WHERE", "JOIN", "LEFT", "INNER", "CROSS", "ON", "SET", "ORDER", "GROUP", "LIMIT", "VALUES",
        "SELECT", "DEFAULT", "FOR", "USING", "UNION", "AND", "RETURNING", "HAVING"})
    if (token == keyword) return false;
  return true;
}

struct Table {
  std::string_view name;  // by which the statement speaks of it
  bool is_bound = false;
};

// A column of a table, "r.practice_id", or one without a table's name.
struct Key {
  bool is_key = false;
  std::string_view table;
};

constexpr Key key_of(std::string_view token) {
  constexpr std::string_view name = "practice_id";
  if (token == name) return {true, {}};
  if (token.size() > name.size() && token.ends_with(name) &&
      token[token.size() - name.size() - 1] == '.')
    return {true, token.substr(0, token.size() - name.size() - 1)};
  return {};
}

struct Equality {
  std::string_view left;   // a table's name, or empty
  std::string_view right;  // a table's name, or "$1"
  std::size_t group = 0;
};

// What stands between two brackets; 0 is what stands between none.
struct Group {
  std::size_t around = 0;
  bool has_or = false;
};

struct Statement {
  static constexpr std::size_t most = 24;
  std::array<Table, most> tables{};
  std::size_t table_count = 0;
  std::array<Equality, most> equalities{};
  std::size_t equality_count = 0;
  std::array<Group, 4 * most> groups{};
  std::size_t group_count = 1;
  std::size_t group = 0;  // that is being read
  bool is_understood = true;

  constexpr void add(Table table) {
    if (table_count == most)
      is_understood = false;
    else
      tables[table_count++] = table;
  }
  constexpr void add(Equality equality) {
    if (equality_count == most)
      is_understood = false;
    else
      equalities[equality_count++] = equality;
  }
  constexpr void bracket(std::string_view token) {
    if (token == ")") {
      group = groups[group].around;
    } else if (group_count == groups.size()) {
      is_understood = false;
    } else {
      groups[group_count] = {group};
      group = group_count++;
    }
  }
  // What an OR offers a way around binds nothing.
  constexpr bool is_certain(const Equality& equality) const {
    for (std::size_t at = equality.group;; at = groups[at].around) {
      if (groups[at].has_or) return false;
      if (at == 0) return true;
    }
  }
  constexpr bool is_bound(std::string_view name) const {
    if (name == "$1") return true;
    for (std::size_t i = 0; i < table_count; ++i)
      if (tables[i].name == name && tables[i].is_bound) return true;
    return false;
  }
  constexpr bool bind(std::string_view name) {
    for (std::size_t i = 0; i < table_count; ++i) {
      if (tables[i].is_bound || (!name.empty() && tables[i].name != name)) continue;
      tables[i].is_bound = true;
      return true;
    }
    return false;
  }
};

// "FROM rating r", "INTO rating (practice_id, …", "UPDATE rating SET": stands behind the keyword.
constexpr Table table_at(Tokens& tokens, bool is_insert) {
  Table table{tokens.now()};
  tokens.next();
  if (is_insert) {
    table.is_bound = tokens.now() == "(" && tokens.after() == "practice_id";
    return table;
  }
  if (tokens.now() == "AS") tokens.next();
  if (is_name(tokens.now())) {
    table.name = tokens.now();
    tokens.next();
  }
  return table;
}

constexpr Statement read(std::string_view sql) {
  Statement statement;
  std::string_view before;
  bool has_values = false, is_insert = false;
  for (Tokens tokens(sql); !tokens.at_end();) {
    const std::string_view token = tokens.now();
    const bool names_table = token == "FROM" || token == "JOIN" || token == "INTO" ||
                             (token == "UPDATE" && before.empty());
    if (names_table && before != "DISTINCT" && is_name(tokens.after())) {
      tokens.next();
      is_insert = is_insert || token == "INTO";
      statement.add(table_at(tokens, token == "INTO"));
      if (token != "INTO" && tokens.now() == ",") statement.is_understood = false;
      before = token;
      continue;
    }
    if ((token == "SELECT" || before == "VALUES") && is_insert && !has_values) {
      has_values = true;  // what becomes the new row's practice_id
      if (token == "SELECT" || token == "(") tokens.next();
      if (tokens.now() != "$1") statement.is_understood = false;
      before = token;
      continue;
    }
    if (token == "(" || token == ")") statement.bracket(token);
    if (token == "OR" || token == "UNION") statement.groups[statement.group].has_or = true;
    const bool is_condition =
        before == "WHERE" || before == "AND" || before == "ON" || before == "(";
    if (const Key key = key_of(token); key.is_key && is_condition && tokens.after() == "=") {
      tokens.next();
      tokens.next();
      const Key other = key_of(tokens.now());
      if (tokens.now() == "$1")
        statement.add(Equality{key.table, "$1", statement.group});
      else if (other.is_key)
        statement.add(Equality{key.table, other.table, statement.group});
    }
    before = token;
    tokens.next();
  }
  return statement;
}

}  // namespace tenant_key

constexpr bool keeps_to_practice(std::string_view sql) {
  tenant_key::Statement statement = tenant_key::read(sql);
  if (!statement.is_understood || statement.table_count == 0) return false;
  for (std::size_t i = 0; i < statement.equality_count; ++i)
    if (!statement.is_certain(statement.equalities[i])) return false;
  // Names first, then what stands without one; again as long as something more is bound.
  for (bool more = true; more;) {
    more = false;
    for (std::size_t i = 0; i < statement.equality_count; ++i) {
      auto& [left, right, group] = statement.equalities[i];
      if (left.empty()) continue;
      more = (statement.is_bound(right) && statement.bind(left)) ||
             (!right.empty() && statement.is_bound(left) && statement.bind(right)) || more;
    }
    for (std::size_t i = 0; i < statement.equality_count; ++i) {
      auto& [left, right, group] = statement.equalities[i];
      if (more || !left.empty() || right != "$1") continue;
      right = "";  // counts once
      more = statement.bind("");
    }
  }
  for (std::size_t i = 0; i < statement.table_count; ++i)
    if (!statement.tables[i].is_bound) return false;
  return true;
}

}  // namespace holdfast::store
