// SPDX-License-Identifier: MIT
// schema: which schema the store has, and the way back to an older one before an older version of
// Holdfast is installed. The way forward is every start's own.
#include <fmt/format.h>

#include <filesystem>

#include "json/parse.hpp"
#include "service/backup.hpp"
#include "service/erasure_ledger.hpp"
#include "service/tools/tools.hpp"
#include "store/migrations.hpp"
#include "store/sqlite_connection.hpp"

namespace holdfast::service {
namespace {

Problems refused(std::string field, std::string sentence) {
  return {{std::move(field), "refused", std::move(sentence)}};
}

}  // namespace

Problems schema_tool(House& house, std::string_view options, ToolIo& io) {
  const auto parsed = json::parse(options.empty() ? "{}" : options);
  if (!parsed) return parsed.problems();
  const auto path = house.store_path();
  if (is_on_server(path))
    return refused("",
                   "a server's database has its own copies: restore the one from before the "
                   "new version");
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return refused("", path + " is not there yet");
  const auto* wanted = parsed->find("to");
  if (wanted && is_store_in_use(house, path))
    return refused("",
                   "the store is in use: stop the service first (systemctl stop holdfast.socket "
                   "holdfast.service)");
  store::SqliteConnection connection(
      {.path = path, .practice = house.config().practice_id, .access = store::Access::write});
  const int stands = store::schema_of(connection);
  if (!wanted) {
    io.write("out", fmt::format("the store has schema {}, this version writes {}\n", stands,
                                store::newest_schema()));
    return {};
  }
  const auto target = static_cast<int>(wanted->number());
  if (target < 1 || target > stands)
    return refused(
        "to", fmt::format("the store has schema {}: 1 to {} can be taken back to", stands, stands));
  const auto copy = store::migrate(connection, path, target, house.now());
  io.write("out", copy.empty()
                      ? fmt::format("the store has schema {} already\n", target)
                      : fmt::format("the store has schema {} now; install the version that writes "
                                    "it. As it was before: {}\n",
                                    target, copy));
  return {};
}

}  // namespace holdfast::service
