// SPDX-License-Identifier: MIT
#include "service/erasure_ledger.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "json/parse.hpp"
#include "json/writer.hpp"
#include "service/house.hpp"

namespace holdfast::service {
namespace {

std::optional<store::Erasure> erasure_in(const std::string& line) {
  const auto value = json::parse(line);
  if (!value || !value->is(json::Kind::object)) return std::nullopt;
  const auto text = [&](std::string_view name) { return std::string(value->string_or(name)); };
  const auto at = parse_instant(text("at"));
  if (text("id").empty() || text("client").empty() || !at) return std::nullopt;
  return store::Erasure{text("id"),
                        store::ClientKey{text("client")},
                        text("host_id_digest"),
                        text("salt"),
                        text("reason"),
                        text("asked_by"),
                        text("agreed_by"),
                        *at};
}

}  // namespace

bool is_on_server(std::string_view store_path) {
  return store_path.find("://") != std::string_view::npos;
}

std::string erasure_ledger_file(const House& house) {
  const auto path = house.store_path();
  if (!is_on_server(path)) return path + ".erasures.jsonl";
  const auto folder = house.host().directory();
  return folder.empty() ? std::string{} : folder + "/holdfast.erasures.jsonl";
}

void write_ledger(const House& house, const store::Erasure& erasure) {
  const auto file = erasure_ledger_file(house);
  if (file.empty()) return;
  json::Writer writer;
  writer.begin_object()
      .member("id", erasure.id)
      .member("client", erasure.client.value)
      .member("host_id_digest", erasure.host_id_digest)
      .member("salt", erasure.salt)
      .member("reason", erasure.reason)
      .member("asked_by", erasure.asked_by)
      .member("agreed_by", erasure.agreed_by)
      .member("at", to_text(erasure.at))
      .end_object();
  const auto line = writer.take() + "\n";
  const int out = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const bool is_written =
      out >= 0 && ::write(out, line.data(), line.size()) == static_cast<ssize_t>(line.size()) &&
      ::fsync(out) == 0;
  const int why = errno;
  if (out >= 0) ::close(out);
  if (!is_written)
    throw store::Failure(store::Fault::read_only, "the erasure ledger " + file +
                                                      " cannot be written: " + std::strerror(why) +
                                                      "; nothing was erased");
}

std::vector<store::Erasure> read_ledger(const House& house) {
  std::vector<store::Erasure> all;
  const auto file = erasure_ledger_file(house);
  if (file.empty()) return all;
  std::ifstream in(file, std::ios::binary);
  for (std::string line; std::getline(in, line);)
    if (auto erasure = erasure_in(line)) all.push_back(std::move(*erasure));
  return all;
}

bool has_ledger(const House& house) {
  const auto file = erasure_ledger_file(house);
  std::error_code ignored;
  return !file.empty() && std::filesystem::exists(file, ignored);
}

std::optional<std::vector<store::Erasure>> parse_ledger(const std::string& text) {
  std::vector<store::Erasure> all;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    if (line.empty()) continue;
    auto erasure = erasure_in(line);
    if (!erasure) return std::nullopt;
    all.push_back(std::move(*erasure));
  }
  return all;
}

void add_to_ledger(const House& house, const std::vector<store::Erasure>& erasures) {
  const auto known = read_ledger(house);
  for (const auto& erasure : erasures) {
    const bool is_known = std::any_of(known.begin(), known.end(),
                                      [&](const auto& one) { return one.id == erasure.id; });
    if (!is_known) write_ledger(house, erasure);
  }
}

}  // namespace holdfast::service
