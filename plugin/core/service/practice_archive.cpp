// SPDX-License-Identifier: MIT
#include "service/practice_archive.hpp"

#include <Poco/DateTime.h>
#include <Poco/Zip/Compress.h>

#include <map>
#include <sstream>

#include "service/records_gate.hpp"

namespace holdfast::service {
namespace {

using Files = std::map<std::string, std::string>;  // name, text

struct TooLarge {};

Refusal too_large() {
  return {Refusal::Kind::conflict,
          "too-large",
          "This practice has more than a page can hand out; ask the operator for the command "
          "\"holdfast export\".",
          {}};
}

std::string packed(const Files& files, Instant now) {
  std::ostringstream out;
  const auto since_epoch = std::chrono::floor<std::chrono::microseconds>(now.time_since_epoch());
  const Poco::DateTime at{Poco::Timestamp{since_epoch.count()}};
  Poco::Zip::Compress archive(out, true);
  for (const auto& [name, text] : files) {
    std::istringstream in(text);
    archive.addFile(in, at, Poco::Path(name, Poco::Path::PATH_UNIX));
  }
  archive.close();
  return std::move(out).str();
}

}  // namespace

std::optional<Refusal> may_export(House& house, const access::Principal& principal,
                                  std::string_view from) {
  return closed(house, {principal, "practice.may_export", from});
}

Reply<std::string> export_archive(House& house, const access::Principal& principal, Naming naming,
                                  std::string_view from, std::size_t limit) {
  const bool is_research = naming == Naming::pseudonymised;
  if (auto refusal =
          closed(house, {principal, is_research ? "research.export" : "practice.export", from}))
    return *refusal;
  Files files;
  Exported exported;
  try {
    std::size_t written = 0;
    exported = export_practice(house, naming, [&](std::string_view table, std::string_view csv) {
      written += csv.size();
      if (written > limit) throw TooLarge{};
      files[std::string(table) + ".csv"] += csv;
    });
  } catch (const TooLarge&) {
    return too_large();
  }
  if (is_research && exported.clients < smallest_cell) return too_few_for_research(exported);
  for (auto& [name, text] : companions(naming)) files[name] = std::move(text);
  return packed(files, house.now());
}

}  // namespace holdfast::service
