// SPDX-License-Identifier: MIT
#include "service/audit_anchor.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "json/parse.hpp"
#include "service/house.hpp"

namespace holdfast::service {
namespace {

constexpr std::chrono::hours most_time{1};
constexpr std::int64_t most_lines = 1000;

struct Kept {
  std::int64_t number = 0;
  std::string hash;
  Instant at{};
};

Kept kept_in(std::string_view line) {
  Kept kept;
  const auto parsed = json::parse(line);
  if (!parsed || !parsed->is(json::Kind::object)) return kept;
  if (const auto* number = parsed->find("line"))
    kept.number = static_cast<std::int64_t>(number->number());
  kept.hash = parsed->string_or("hash");
  if (const auto at = parse_instant(parsed->string_or("at"))) kept.at = *at;
  return kept;
}

Kept last_kept(const std::string& file) {
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  if (!in) return {};
  constexpr std::streamoff enough = 1024;
  const auto size = static_cast<std::streamoff>(in.tellg());
  in.seekg(std::max<std::streamoff>(0, size - enough));
  Kept last;
  for (std::string line; std::getline(in, line);)
    if (auto kept = kept_in(line); kept.number > 0) last = std::move(kept);
  return last;
}

// Whole and on the disk, or not at all: one write of one line.
bool append(const std::string& file, const std::string& line) {
  const int out = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (out < 0) return false;
  const bool is_written =
      ::write(out, line.data(), line.size()) == static_cast<ssize_t>(line.size()) &&
      ::fsync(out) == 0;
  ::close(out);
  return is_written;
}

void keep(House& house, const store::AuditHead& head) {
  const auto file = anchor_file(house);
  const auto line = fmt::format("{{\"line\":{},\"hash\":\"{}\",\"at\":\"{}\"}}\n", head.number,
                                head.hash, to_text(house.now()));
  if (!file.empty() && !append(file, line) && house.is_news("anchor file"))
    house.host().log(3, "audit: the anchor file cannot be written; check " + file);
  house.host().log(6, fmt::format("audit anchor: line {} {}", head.number, head.hash));
}

store::AuditHead head_of(House& house) {
  return house.store().read([](store::Reader& reader) { return reader.audit.head(); });
}

}  // namespace

std::string anchor_file(const House& house) {
  const auto folder = house.host().directory();
  return folder.empty() ? std::string{} : folder + "/audit-anchors.jsonl";
}

void anchor_audit(House& house) {
  const auto head = head_of(house);
  if (head.number == 0) return;
  auto& last = house.last_anchor();
  if (last.number == 0) {
    const auto kept = last_kept(anchor_file(house));
    last = {kept.number, kept.at};
  }
  if (head.number == last.number) return;
  const auto since = house.now() - last.at;
  const bool is_time = since >= most_time || since < -most_time;  // also after a clock set back
  if (last.number > 0 && !is_time && head.number - last.number < most_lines) return;
  keep(house, head);
  last = {head.number, house.now()};
}

void anchor_audit_now(House& house) {
  const auto head = head_of(house);
  if (head.number == 0 || last_kept(anchor_file(house)).number == head.number) return;
  keep(house, head);
  house.last_anchor() = {head.number, house.now()};
}

Anchor last_kept_anchor(const House& house) {
  const auto kept = last_kept(anchor_file(house));
  return {kept.number, kept.hash};
}

bool is_as_anchored(store::Reader& reader, const Anchor& anchor) {
  const auto lines = reader.audit.lines(anchor.number, 1);
  return !lines.empty() && lines.front().number == anchor.number &&
         lines.front().hash == anchor.hash;
}

std::vector<Anchor> read_anchors(std::string_view text) {
  constexpr std::string_view words = "audit anchor: line ";
  std::vector<Anchor> anchors;
  std::istringstream in{std::string(text)};
  for (std::string line; std::getline(in, line);) {
    Anchor anchor;
    if (const auto at = line.find(words); at != std::string::npos) {
      std::istringstream rest(line.substr(at + words.size()));
      rest >> anchor.number >> anchor.hash;
      anchor.hash = anchor.hash.substr(0, 64);
    } else {
      auto kept = kept_in(line);
      anchor = {kept.number, std::move(kept.hash)};
    }
    if (anchor.number > 0 && anchor.hash.size() == 64) anchors.push_back(std::move(anchor));
  }
  return anchors;
}

Problems check_anchors(store::Reader& reader, const std::vector<Anchor>& anchors) {
  Problems problems;
  const auto head = reader.audit.head();
  for (const auto& anchor : anchors) {
    if (anchor.number > head.number) {
      problems.push_back(
          {"audit", "cut",
           fmt::format("audit line {}: cut off; line {} was anchored and the log ends at {}",
                       head.number + 1, anchor.number, head.number)});
      break;
    }
    if (!is_as_anchored(reader, anchor)) {
      problems.push_back(
          {"audit", "rewritten",
           fmt::format("audit line {}: not the line that was anchored; the log was written anew",
                       anchor.number)});
      break;
    }
  }
  return problems;
}

}  // namespace holdfast::service
