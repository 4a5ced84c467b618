// SPDX-License-Identifier: MIT
#include "alliance/language_tag.hpp"

#include <algorithm>

namespace holdfast {
namespace {

constexpr std::string_view two_letters =
    " aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy"
    " da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu"
    " hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb"
    " lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om"
    " or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv"
    " sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ";

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_either(char c) { return is_letter(c) || is_digit(c); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

bool all(std::string_view part, bool (*fits)(char)) {
  return std::all_of(part.begin(), part.end(), fits);
}

// Subtags one after the other.
class Parts {
 public:
  explicit Parts(std::string_view text) : rest_(text), is_at_end_(text.empty()) { step(); }
  bool has_part() const { return has_part_; }
  std::string_view part() const { return part_; }
  void step() {
    has_part_ = !is_at_end_;
    const auto dash = rest_.find('-');
    part_ = rest_.substr(0, dash);
    is_at_end_ = dash == std::string_view::npos;
    if (!is_at_end_) rest_.remove_prefix(dash + 1);
  }

 private:
  std::string_view rest_, part_;
  bool is_at_end_, has_part_ = false;
};

bool is_language(const std::string& language) {
  if (!all(language, is_letter)) return false;
  if (language.size() == 2) return two_letters.find(" " + language + " ") != std::string_view::npos;
  // qaa to qtz are for private use: nobody else knows what they name.
  return language.size() == 3 && !(language >= "qaa" && language <= "qtz");
}
bool is_script(std::string_view part) { return part.size() == 4 && all(part, is_letter); }
bool is_region(std::string_view part) {
  return (part.size() == 2 && all(part, is_letter)) || (part.size() == 3 && all(part, is_digit));
}
bool is_variant(std::string_view part) {
  if (!all(part, is_either)) return false;
  return (part.size() >= 5 && part.size() <= 8) || (part.size() == 4 && is_digit(part.front()));
}
bool is_private(std::string_view part) {
  return !part.empty() && part.size() <= 8 && all(part, is_either);
}

}  // namespace

std::optional<std::string> language_tag(std::string_view text) {
  if (text.size() > 35) return std::nullopt;
  Parts parts(text);
  std::string tag;
  const auto take = [&](char (*spelling)(char)) {
    if (!tag.empty()) tag += '-';
    for (const char c : parts.part()) tag += spelling(c);
    parts.step();
  };
  take(lower);
  if (!is_language(tag)) return std::nullopt;
  if (parts.has_part() && is_script(parts.part())) {
    take(lower);
    auto& initial = tag[tag.size() - 4];
    initial = upper(initial);
  }
  if (parts.has_part() && is_region(parts.part())) take(upper);
  while (parts.has_part() && is_variant(parts.part())) take(lower);
  if (parts.has_part() && (parts.part() == "x" || parts.part() == "X")) {
    take(lower);
    if (!parts.has_part()) return std::nullopt;
    while (parts.has_part() && is_private(parts.part())) take(lower);
  }
  if (parts.has_part()) return std::nullopt;
  return tag;
}

}  // namespace holdfast
