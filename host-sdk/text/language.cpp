// SPDX-License-Identifier: MIT
#include "text/language.hpp"

#include <algorithm>
#include <array>
#include <boost/locale/message.hpp>

#include "text/pseudo.hpp"
#include "text/texts.hpp"

namespace holdfast::text {
namespace {

using Messages = boost::locale::message_format<char>;

// Languages written from right to left (Unicode CLDR, layout orientation).
constexpr std::array<std::string_view, 8> right_to_left{"ar", "dv", "fa", "he",
                                                        "ps", "sd", "ur", "yi"};

Direction direction_of(std::string_view tag) {
  const std::string_view base = tag.substr(0, tag.find('-'));
  return std::find(right_to_left.begin(), right_to_left.end(), base) == right_to_left.end()
             ? Direction::left_to_right
             : Direction::right_to_left;
}

const std::locale::facet* facet_of(const std::locale& locale) {
  return std::has_facet<Messages>(locale) ? &std::use_facet<Messages>(locale) : nullptr;
}

const Messages* as_messages(const std::locale::facet* facet) {
  return static_cast<const Messages*>(facet);
}

constexpr int only_domain = 0;

}  // namespace

std::string fill(std::string_view sentence, std::initializer_list<Filling> values) {
  std::string out;
  out.reserve(sentence.size() + 16);
  while (!sentence.empty()) {
    const std::size_t open = sentence.find('{');
    out += sentence.substr(0, open);
    if (open == std::string_view::npos) break;
    sentence.remove_prefix(open);
    const std::size_t close = sentence.find('}');
    if (close == std::string_view::npos) {
      out += sentence;
      break;
    }
    const std::string_view name = sentence.substr(1, close - 1);
    const auto* value = std::find_if(values.begin(), values.end(),
                                     [&](const Filling& filling) { return filling.first == name; });
    out += value == values.end() ? sentence.substr(0, close + 1) : value->second;
    sentence.remove_prefix(close + 1);
  }
  return out;
}

Language::Language(std::string tag, std::locale messages)
    : tag_(std::move(tag)),
      direction_(direction_of(tag_)),
      is_pseudo_(tag_ == pseudo_language),
      messages_(std::move(messages)),
      facet_(facet_of(messages_)) {}

std::string Language::pseudo_of(const char* context, std::string_view key,
                                std::string_view sentence) const {
  const Messages* messages = as_messages(facet_);
  const bool is_known =
      !messages || messages->get(only_domain, context, std::string(key).c_str()) != nullptr;
  return is_known ? pseudo(sentence) : std::string(sentence);
}

std::string Language::translate(std::string_view sentence) const {
  if (is_pseudo_) return pseudo_of(nullptr, sentence, sentence);
  if (const Messages* messages = as_messages(facet_)) {
    const std::string key(sentence);
    if (const char* found = messages->get(only_domain, nullptr, key.c_str())) return found;
  }
  return std::string(sentence);
}

std::string Language::in_context(std::string_view context, std::string_view sentence) const {
  if (is_pseudo_) return pseudo_of(std::string(context).c_str(), sentence, sentence);
  if (const Messages* messages = as_messages(facet_)) {
    const std::string where(context), key(sentence);
    if (const char* found = messages->get(only_domain, where.c_str(), key.c_str())) return found;
  }
  return std::string(sentence);
}

std::string Language::plural(std::string_view one, std::string_view many, long n) const {
  const std::string_view english = n == 1 ? one : many;
  if (is_pseudo_) return pseudo_of(nullptr, one, english);
  if (const Messages* messages = as_messages(facet_)) {
    const std::string key(one);
    const int count = static_cast<int>(std::clamp(n, -1'000'000'000L, 1'000'000'000L));
    if (const char* found = messages->get(only_domain, nullptr, key.c_str(), count)) return found;
  }
  return std::string(english);
}

}  // namespace holdfast::text
