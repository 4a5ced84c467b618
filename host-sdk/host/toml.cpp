// SPDX-License-Identifier: MIT
#include "toml.hpp"

#include <charconv>
#include <cmath>
#include <vector>

#include "exit.hpp"
#include "request_path.hpp"

namespace holdfast::host {
namespace {

using Json = nlohmann::json;
using Path = std::vector<std::string>;

bool is_bare(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-';
}

std::string joined(const Path& path) {
  std::string text;
  for (const auto& part : path) text += (text.empty() ? "" : ".") + part;
  return text;
}

void append_utf8(std::string& text, std::uint32_t point) {
  const auto put = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xc0U | point >> 6U), put(0x80U | (point & 63U));
  } else if (point < 0x10000) {
    put(0xe0U | point >> 12U), put(0x80U | (point >> 6U & 63U)), put(0x80U | (point & 63U));
  } else {
    put(0xf0U | point >> 18U), put(0x80U | (point >> 12U & 63U));
    put(0x80U | (point >> 6U & 63U)), put(0x80U | (point & 63U));
  }
}

class Reader {
 public:
  Reader(std::string_view text, const std::string& shown_name) : text_(text), name_(shown_name) {}

  TomlDocument read() {
    for (skip_blank(); !at_end(); skip_blank()) {
      if (peek() == '[')
        read_table_head();
      else
        read_pair(document_.values, table_);
      end_line();
    }
    return std::move(document_);
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const {
    throw Exit(ExitCode::environment, name_ + ":" + std::to_string(line_) + ": " + what);
  }

  bool at_end() const { return at_ >= text_.size(); }
  char peek() const { return at_end() ? '\0' : text_[at_]; }
  bool next_is(std::string_view what) const { return text_.substr(at_).starts_with(what); }
  char take() {
    if (at_end()) refuse("the file ends in the middle of a value");
    if (text_[at_] == '\n') ++line_;
    return text_[at_++];
  }
  void expect(char c) {
    if (peek() != c) refuse(std::string("expected '") + c + "'");
    take();
  }

  void skip_spaces() {
    while (peek() == ' ' || peek() == '\t') take();
  }
  void skip_comment() {
    if (peek() == '#')
      while (!at_end() && peek() != '\n') take();
  }
  // Spaces, line ends and comments.
  void skip_blank() {
    for (;;) {
      skip_spaces();
      skip_comment();
      if (peek() != '\n' && peek() != '\r') return;
      take();
    }
  }
  void end_line() {
    skip_spaces();
    skip_comment();
    if (peek() == '\r') take();
    if (!at_end() && peek() != '\n') refuse("expected the end of the line");
  }

  std::string read_key() {
    skip_spaces();
    std::string key;
    if (peek() == '"' || peek() == '\'') {
      key = read_text();
    } else {
      while (is_bare(peek())) key += take();
    }
    if (key.empty()) refuse("expected a key");
    skip_spaces();
    return key;
  }
  Path read_path() {
    Path path{read_key()};
    while (peek() == '.') {
      take();
      path.push_back(read_key());
    }
    return path;
  }

  // The table under `path`, made where it is missing; the last one of an array of tables.
  Json& table_at(Json& root, const Path& path) {
    Json* here = &root;
    for (const auto& part : path) {
      if (!here->contains(part)) (*here)[part] = Json::object();
      here = &(*here)[part];
      if (here->is_array() && !here->empty()) here = &here->back();
      if (!here->is_object()) refuse(joined(path) + " is a value already, not a table");
    }
    return *here;
  }

  void read_table_head() {
    take();
    const bool is_list = peek() == '[';
    if (is_list) take();
    table_ = read_path();
    expect(']');
    if (is_list) expect(']');
    const auto name = joined(table_);
    if (!is_list) {
      table_at(document_.values, table_);
      if (document_.lines.contains(name)) refuse("[" + name + "] stands in the file twice");
    } else {
      auto parents = table_;
      parents.pop_back();
      auto& list = table_at(document_.values, parents)[table_.back()];
      if (list.is_null()) list = Json::array();
      if (!list.is_array()) refuse(name + " is not a list of tables");
      list.push_back(Json::object());
    }
    document_.lines[name] = line_;
  }

  void read_pair(Json& root, const Path& table) {
    const int line = line_;
    auto path = read_path();
    expect('=');
    auto full = table;
    full.insert(full.end(), path.begin(), path.end());
    const auto key = full.back();
    full.pop_back();
    auto& target = table_at(root, full);
    full.push_back(key);
    if (target.contains(key)) refuse(joined(full) + " stands in the file twice");
    target[key] = read_value(full);
    document_.lines.emplace(joined(full), line);
  }

  Json read_value(const Path& path) {
    skip_spaces();
    const char c = peek();
    if (c == '"' || c == '\'') return read_text();
    if (c == '[') return read_list(path);
    if (c == '{') return read_inline_table(path);
    return read_plain();
  }

  Json read_list(const Path& path) {
    auto list = Json::array();
    take();
    for (skip_blank(); peek() != ']'; skip_blank()) {
      list.push_back(read_value(path));
      skip_blank();
      if (peek() != ',' && peek() != ']') refuse("expected ',' or ']' in the list");
      if (peek() == ',') take();
    }
    take();
    return list;
  }

  Json read_inline_table(const Path& path) {
    auto table = Json::object();
    take();
    for (skip_spaces(); peek() != '}'; skip_spaces()) {
      const auto keys = read_path();
      expect('=');
      auto parents = keys;
      parents.pop_back();
      auto& target = table_at(table, parents);
      if (target.contains(keys.back())) refuse(keys.back() + " stands in the table twice");
      target[keys.back()] = read_value(path);
      skip_spaces();
      if (peek() != ',' && peek() != '}') refuse("expected ',' or '}' in the table");
      if (peek() == ',') take();
    }
    take();
    return table;
  }

  Json read_plain() {
    std::string word;
    while (is_bare(peek()) || peek() == '+' || peek() == '.' || peek() == ':') word += take();
    if (word == "true") return true;
    if (word == "false") return false;
    std::string digits;
    for (const char c : word)
      if (c != '_') digits += c;
    const char* begin = digits.data() + (digits.starts_with('+') ? 1 : 0);
    const char* end = digits.data() + digits.size();
    std::int64_t whole = 0;
    if (const auto [rest, error] = std::from_chars(begin, end, whole);
        begin != end && error == std::errc() && rest == end)
      return whole;
    double real = 0;
    if (const auto [rest, error] = std::from_chars(begin, end, real);
        begin != end && error == std::errc() && rest == end && std::isfinite(real))
      return real;
    refuse("'" + word + "' is no value; write texts in quotes, or true, false or a number");
  }

  std::string read_text() {
    const char quote = take();
    const std::string three(3, quote);
    if (peek() == quote && text_.substr(at_ - 1).starts_with(three)) {
      take(), take();
      if (peek() == '\r') take();
      if (peek() == '\n') take();
      return read_until(three, quote == '"');
    }
    return read_until(std::string(1, quote), quote == '"');
  }

  std::string read_until(const std::string& closing, bool escapes_count) {
    std::string text;
    while (!next_is(closing)) {
      if (closing.size() == 1 && peek() == '\n') refuse("a text ends on its line; close the quote");
      const char c = take();
      if (c == '\\' && escapes_count)
        read_escape(text);
      else
        text += c;
    }
    for (std::size_t i = 0; i < closing.size(); ++i) take();
    if (!is_utf8(text)) refuse("the text is not UTF-8");
    return text;
  }

  void read_escape(std::string& text) {
    switch (const char c = take()) {
      case 'b':
        text += '\b';
        return;
      case 't':
        text += '\t';
        return;
      case 'n':
        text += '\n';
        return;
      case 'f':
        text += '\f';
        return;
      case 'r':
        text += '\r';
        return;
      case '"':
        text += '"';
        return;
      case '\\':
        text += '\\';
        return;
      case 'u':
        append_utf8(text, read_hex(4));
        return;
      case 'U':
        append_utf8(text, read_hex(8));
        return;
      case '\n':  // a line that goes on
        while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') take();
        return;
      default:
        refuse(std::string("unknown escape \\") + c);
    }
  }

  std::uint32_t read_hex(std::size_t count) {
    const auto digits = text_.substr(at_, count);
    std::uint32_t point = 0;
    const auto [rest, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), point, 16);
    if (error != std::errc() || digits.size() < count || rest != digits.data() + count ||
        point > 0x10ffff)
      refuse("expected a code point after \\u");
    at_ += count;
    return point;
  }

  std::string_view text_;
  const std::string& name_;
  std::size_t at_ = 0;
  int line_ = 1;
  Path table_;
  TomlDocument document_;
};

}  // namespace

TomlDocument parse_toml(std::string_view text, const std::string& shown_name) {
  return Reader(text, shown_name).read();
}

}  // namespace holdfast::host
