// SPDX-License-Identifier: MIT
#include "service/erasure_ledger.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "json/parse.hpp"
#include "json/writer.hpp"
#include "service/house.hpp"

namespace holdfast::service {

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
  for (std::string line; std::getline(in, line);) {
    const auto value = json::parse(line);
    if (!value || !value->is(json::Kind::object)) continue;
    const auto text = [&](std::string_view name) { return std::string(value->string_or(name)); };
    const auto at = parse_instant(text("at"));
    if (text("id").empty() || text("client").empty() || !at) continue;
    all.push_back({text("id"), store::ClientKey{text("client")}, text("host_id_digest"),
                   text("salt"), text("reason"), text("asked_by"), text("agreed_by"), *at});
  }
  return all;
}

}  // namespace holdfast::service
