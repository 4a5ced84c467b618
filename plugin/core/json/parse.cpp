// SPDX-License-Identifier: MIT
#include "json/parse.hpp"

#include <charconv>
#include <cmath>
#include <set>

#include "json/utf8.hpp"

namespace holdfast::json {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void append_utf8(std::string& out, char32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | code >> 6);
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | code >> 12);
    out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | code >> 18);
    out += static_cast<char>(0x80 | (code >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

}  // namespace

// One pass over the text. The first problem ends it by exception, which parse() turns into a value.
class Reader {
 public:
  Reader(std::string_view text, Limits limits) : text_(text), limits_(limits) {}

  Value document() {
    if (text_.size() > limits_.bytes)
      stop("too-large",
           "The document has more than " + std::to_string(limits_.bytes) + " bytes; send less.");
    auto value = any(1);
    skip_space();
    if (at_ < text_.size()) stop("syntax", "Nothing may follow the end of the document.");
    return value;
  }

 private:
  [[noreturn]] void stop(std::string rule, std::string message) const {
    throw Problem{pointer_, std::move(rule), std::move(message), line_, column()};
  }
  int column() const { return static_cast<int>(at_ - line_start_) + 1; }
  bool ends() const { return at_ >= text_.size(); }
  char front() const { return text_[at_]; }

  void skip_space() {
    for (; !ends(); ++at_) {
      const char c = front();
      if (c == '\n') {
        ++line_;
        line_start_ = at_ + 1;
      } else if (c != ' ' && c != '\t' && c != '\r') {
        return;
      }
    }
  }

  bool take(char expected) {
    if (ends() || front() != expected) return false;
    ++at_;
    return true;
  }

  void word(std::string_view expected) {
    if (text_.substr(at_, expected.size()) != expected)
      stop("syntax", "A value is expected here: a string, a number, true, false, null, [ or {.");
    at_ += expected.size();
  }

  Value any(int depth) {
    skip_space();
    if (depth > limits_.depth)
      stop("too-deep",
           "The document is nested more than " + std::to_string(limits_.depth) + " levels deep.");
    if (ends()) stop("syntax", "The document ends where a value is expected.");
    Value value;
    value.line_ = line_;
    value.column_ = column();
    switch (front()) {
      case '{':
        object(value, depth);
        break;
      case '[':
        array(value, depth);
        break;
      case '"':
        value.kind_ = Kind::string;
        value.text_ = string();
        break;
      case 't':
        word("true");
        value.kind_ = Kind::boolean;
        value.boolean_ = true;
        break;
      case 'f':
        word("false");
        value.kind_ = Kind::boolean;
        break;
      case 'n':
        word("null");
        break;
      default:
        number(value);
    }
    return value;
  }

  // From here on problems are those of this member (RFC 6901).
  void enter(const std::string& name) {
    pointer_ += '/';
    for (const char c : name) pointer_ += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  }

  void object(Value& value, int depth) {
    value.kind_ = Kind::object;
    ++at_;
    skip_space();
    if (take('}')) return;
    std::set<std::string, std::less<>> names;
    const auto here = pointer_.size();
    do {
      skip_space();
      if (ends() || front() != '"') stop("syntax", "A member's name in quotes is expected here.");
      const auto name_at = at_;
      auto name = string();
      if (!names.insert(name).second) {
        at_ = name_at;
        enter(name);
        stop("duplicate", "The member \"" + name + "\" is given twice; give it once.");
      }
      skip_space();
      // What no colon follows may be anything, a person's words too: it names no field.
      if (!take(':')) stop("syntax", "A colon is expected after a member's name.");
      enter(name);
      value.members_.emplace_back(std::move(name), any(depth + 1));
      pointer_.resize(here);
      skip_space();
    } while (take(','));
    if (!take('}')) stop("syntax", "A comma or } is expected here.");
  }

  void array(Value& value, int depth) {
    value.kind_ = Kind::array;
    ++at_;
    skip_space();
    if (take(']')) return;
    const auto here = pointer_.size();
    do {
      pointer_ += '/' + std::to_string(value.items_.size());
      value.items_.push_back(any(depth + 1));
      pointer_.resize(here);
      skip_space();
    } while (take(','));
    if (!take(']')) stop("syntax", "A comma or ] is expected here.");
  }

  std::string string() {
    std::string out;
    ++at_;
    for (;;) {
      if (ends()) stop("syntax", "A string is not closed.");
      const char c = front();
      if (c == '"') {
        ++at_;
        return out;
      }
      if (c == '\\') {
        escape(out);
        continue;
      }
      if (static_cast<unsigned char>(c) < 0x20)
        stop(c == '\0' ? "nul" : "syntax", "A control character in a string must be escaped.");
      const auto length = utf8_length(text_.substr(at_));
      if (length == 0) stop("utf-8", "This text is not UTF-8.");
      out.append(text_, at_, length);
      at_ += length;
    }
  }

  void escape(std::string& out) {
    ++at_;
    if (ends()) stop("syntax", "A string is not closed.");
    const char c = front();
    ++at_;
    switch (c) {
      case '"':
      case '\\':
      case '/':
        out += c;
        return;
      case 'b':
        out += '\b';
        return;
      case 'f':
        out += '\f';
        return;
      case 'n':
        out += '\n';
        return;
      case 'r':
        out += '\r';
        return;
      case 't':
        out += '\t';
        return;
      case 'u':
        break;
      default:
        stop("syntax", "This escape is not one of JSON's.");
    }
    char32_t code = hex4();
    if (code == 0) stop("nul", "A NUL character is not accepted in text.");
    if (code >= 0xDC00 && code <= 0xDFFF) stop("utf-8", "Half of a surrogate pair stands alone.");
    if (code >= 0xD800 && code <= 0xDBFF) {
      if (!take('\\') || !take('u')) stop("utf-8", "Half of a surrogate pair stands alone.");
      const auto low = hex4();
      if (low < 0xDC00 || low > 0xDFFF) stop("utf-8", "Half of a surrogate pair stands alone.");
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    append_utf8(out, code);
  }

  char32_t hex4() {
    char32_t code = 0;
    const auto digits = text_.substr(at_, 4);
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), hex_, 16);
    if (error != std::errc{} || digits.size() != 4 || end != digits.data() + 4)
      stop("syntax", "Four hexadecimal digits are expected after \\u.");
    code = hex_;
    at_ += 4;
    return code;
  }

  void digits() {
    if (ends() || !is_digit(front()))
      stop("syntax", "A value is expected here: a string, a number, true, false, null, [ or {.");
    while (!ends() && is_digit(front())) ++at_;
  }

  void number(Value& value) {
    const auto start = at_;
    take('-');
    if (!take('0')) digits();
    if (!ends() && is_digit(front())) stop("syntax", "A number does not begin with 0.");
    if (take('.')) digits();
    if (!ends() && (front() == 'e' || front() == 'E')) {
      ++at_;
      if (!take('+')) take('-');
      digits();
    }
    value.kind_ = Kind::number;
    value.text_ = std::string(text_.substr(start, at_ - start));
    const auto [end, error] =
        std::from_chars(value.text_.data(), value.text_.data() + value.text_.size(), value.number_);
    if (error != std::errc{} || !std::isfinite(value.number_)) {
      at_ = start;
      stop("range", "This number is too large or too small to be held.");
    }
  }

  std::string_view text_;
  Limits limits_;
  std::size_t at_ = 0;
  std::size_t line_start_ = 0;
  int line_ = 1;
  unsigned hex_ = 0;
  std::string pointer_;
};

Result<Value> parse(std::string_view text, Limits limits) {
  try {
    return Reader(text, limits).document();
  } catch (const Problem& problem) {
    return problem;
  }
}

}  // namespace holdfast::json
