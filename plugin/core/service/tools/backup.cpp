// SPDX-License-Identifier: MIT
// backup: a whole copy of the store in use. restore: put one back. backup-key: whom to encrypt to.
#include "service/backup.hpp"

#include <fmt/format.h>

#include "json/parse.hpp"
#include "service/age_file.hpp"
#include "service/tools/tools.hpp"

namespace holdfast::service {
namespace {

Problems problems_of(const Refusal& refusal) {
  if (!refusal.problems.empty()) return refusal.problems;
  return {{"", refusal.rule, refusal.sentence}};
}

// The line of a key file that holds the key; comments begin with a hash, as age-keygen writes them.
std::string identity_in(const std::string& text) {
  constexpr std::string_view begin = "AGE-SECRET-KEY-1";
  const auto at = text.find(begin);
  if (at == std::string::npos) return {};
  return text.substr(at, text.find_first_of("\r\n \t", at) - at);
}

}  // namespace

Problems backup_tool(House& house, std::string_view options, ToolIo& io) {
  const auto parsed = json::parse(options.empty() ? "{}" : options);
  if (!parsed) return parsed.problems();
  BackupWish wish;
  wish.recipient = parsed->string_or("recipient", house.config().backup_recipient);
  wish.place = parsed->string_or("place");
  if (parsed->boolean_or("plain", false))
    wish.recipient.clear();
  else if (wish.recipient.empty())
    return {{"recipient", "required",
             "name the key to encrypt to (--recipient age1…, or backup_recipient in the settings; "
             "`holdfast backup-key` makes one), or say --plain"}};
  wish.out = [&](std::string_view bytes) { io.write("backup", bytes); };
  const auto made = make_backup(house, wish);
  if (!made) return problems_of(made.refusal());
  io.write("out", fmt::format(
                      "A verified copy of {} ratings and {} audit lines: {} bytes, SHA-256 "
                      "{}, {}\n",
                      made->ratings, made->audit_lines, made->bytes, made->sha256,
                      wish.recipient.empty() ? "not encrypted" : "encrypted to " + wish.recipient));
  return {};
}

Problems restore_tool(House& house, std::string_view options, ToolIo& io) {
  const auto parsed = json::parse(options.empty() ? "{}" : options);
  if (!parsed) return parsed.problems();
  constexpr std::size_t longest_key = 64 * 1024, longest_ledger = 64 * 1024 * 1024;
  RestoreWish wish;
  if (has_channel(*parsed, "key")) {
    wish.identity = identity_in(read_all(io, "key", longest_key));
    if (wish.identity.empty())
      return {{"key", "unknown", "the key file holds no AGE-SECRET-KEY-1…"}};
  }
  if (has_channel(*parsed, "ledger")) wish.ledger = read_all(io, "ledger", longest_ledger);
  wish.place = parsed->string_or("place");
  if (wish.place.empty()) wish.place = "the copy that this store was restored from";
  wish.only_check = parsed->boolean_or("check", false);
  wish.in = [&](char* buffer, std::size_t capacity) { return io.read("in", buffer, capacity); };
  const auto restored = restore_backup(house, wish);
  if (!restored) return problems_of(restored.refusal());
  auto text =
      fmt::format("{} ratings, {} audit lines{}\n", restored->ratings, restored->audit_lines,
                  wish.only_check ? "; the copy is whole" : " restored");
  if (restored->erased_again > 0)
    text += fmt::format("{} clients who had been erased since were erased again\n",
                        restored->erased_again);
  if (!restored->missing_ledger.empty())
    text +=
        "There is no ledger of erasures beside this store, so that a client who was erased since "
        "the copy was made is back: copy it from beside the other store to " +
        restored->missing_ledger + " before the service starts, or restore with --ledger FILE\n";
  if (!restored->moved_aside.empty())
    text += "What stood there is now " + restored->moved_aside + "; delete it when all is well\n";
  if (!wish.only_check)
    text +=
        "Delivery to the practice system is paused until an administrator confirms it under "
        "Deliveries\n";
  io.write("out", text);
  return {};
}

Problems backup_key_tool(House&, std::string_view, ToolIo& io) {
  const auto keys = make_age_keys();
  io.write("out",
           "# Keep this file apart from the backups. Without it no backup can be read again.\n"
           "# public key: " +
               keys.recipient + "\n" + keys.identity + "\n");
  return {};
}

}  // namespace holdfast::service
