// SPDX-License-Identifier: MIT
#include "store/form_lines.hpp"

#include <array>
#include <charconv>
#include <stdexcept>

#include "store/failure.hpp"
#include "store/ratings.hpp"

namespace holdfast::store {
namespace {

using Fields = std::array<std::string_view, 3>;

void append(std::string& lines, const Fields& fields) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].find_first_of("\t\n\r ") != std::string_view::npos)
      throw std::logic_error("a form's item or value has white space");
    lines += fields[i];
    lines += i + 1 < fields.size() ? '\t' : '\n';
  }
}

[[noreturn]] void refuse() {
  throw Failure(Fault::corrupt,
                "the store holds a rating whose answers are none; restore a backup");
}

std::string_view cut(std::string_view& text, char end) {
  const auto at = text.find(end);
  if (at == text.npos) refuse();
  const auto field = text.substr(0, at);
  text.remove_prefix(at + 1);
  return field;
}

template <class Each>
void each_line(std::string_view lines, Each&& each) {
  while (!lines.empty()) {
    auto line = cut(lines, '\n');
    const auto first = cut(line, '\t');
    const auto second = cut(line, '\t');
    each(Fields{first, second, line});
  }
}

double number_in(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) refuse();
  return number;
}

}  // namespace

std::string lines_of(const std::vector<StoredAnswer>& answers) {
  std::string lines;
  for (const auto& answer : answers)
    append(lines, {answer.item, answer.value ? std::string_view{*answer.value} : "",
                   answer.touched ? "1" : "0"});
  return lines;
}

std::string lines_of(const std::vector<StoredSubscale>& subscales) {
  std::string lines;
  std::array<char, 32> digits{};
  for (const auto& subscale : subscales) {
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), subscale.score.value).ptr;
    append(lines, {subscale.name, subscale.raw, std::string_view{digits.data(), end}});
  }
  return lines;
}

std::vector<StoredAnswer> answers_in(std::string_view lines) {
  std::vector<StoredAnswer> answers;
  each_line(lines, [&](const Fields& fields) {
    if (fields[2] != "0" && fields[2] != "1") refuse();
    auto& answer = answers.emplace_back();
    answer.item = fields[0];
    if (!fields[1].empty()) answer.value = fields[1];
    answer.touched = fields[2] == "1";
  });
  return answers;
}

std::vector<StoredSubscale> subscales_in(std::string_view lines) {
  std::vector<StoredSubscale> subscales;
  each_line(lines, [&](const Fields& fields) {
    subscales.push_back(
        {std::string{fields[0]}, std::string{fields[1]}, Pomp{number_in(fields[2])}});
  });
  return subscales;
}

}  // namespace holdfast::store
