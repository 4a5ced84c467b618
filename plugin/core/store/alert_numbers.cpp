// SPDX-License-Identifier: MIT
#include "store/alert_numbers.hpp"

#include <fmt/format.h>

#include <charconv>
#include <vector>

namespace holdfast::store {
namespace {

constexpr std::size_t parts = 19;  // the area is the last: it may hold anything

// One description for both ways, so that what is written is what is read.
void each(auto& io, auto& alert) {
  io(alert.raw), io(alert.score), io(alert.expected), io(alert.sd), io(alert.z);
  io(alert.low), io(alert.high), io(alert.highest), io(alert.earlier);
  io(alert.evidence), io(alert.tension_points), io(alert.evidence_threshold);
  io(alert.previous_score), io(alert.previous_z), io(alert.tension);
  io(alert.strong), io(alert.said_directly), io(alert.before_third_session);
  io(alert.area);
}

struct Writer {
  std::string text;
  void operator()(const std::string& value) { add(value); }
  void operator()(bool value) { add(value ? "1" : "0"); }
  void operator()(int value) { add(fmt::format("{}", value)); }
  void operator()(double value) { add(fmt::format("{}", value)); }  // reads back as the same bits
  template <class T>
  void operator()(const std::optional<T>& value) {
    if (value)
      (*this)(*value);
    else
      add("");
  }
  void add(std::string_view value) {
    if (!text.empty()) text += '|';
    text += value;
  }
};

struct Reader {
  const std::vector<std::string_view>& values;
  std::size_t at = 0;
  bool broken = false;

  void operator()(std::string& value) { value = values[at++]; }
  void operator()(bool& value) { value = values[at++] == "1"; }
  template <class T>
  void operator()(T& value) {
    const auto text = values[at++];
    if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc{})
      broken = true;
  }
  template <class T>
  void operator()(std::optional<T>& value) {
    value.reset();
    if (values[at].empty())
      ++at;
    else
      (*this)(value.emplace());
  }
};

}  // namespace

std::string numbers_of(const StoredAlert& alert) {
  Writer writer{"1"};
  each(writer, alert);
  return std::move(writer.text);
}

void put_numbers(std::string_view text, StoredAlert& alert) {
  if (!text.starts_with("1|")) return;
  text.remove_prefix(2);
  std::vector<std::string_view> values;
  while (values.size() + 1 < parts) {
    const auto end = text.find('|');
    if (end == std::string_view::npos) return;
    values.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  values.push_back(text);
  auto read = alert;
  Reader reader{values};
  each(reader, read);
  if (!reader.broken) alert = std::move(read);
}

}  // namespace holdfast::store
