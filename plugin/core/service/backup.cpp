// SPDX-License-Identifier: MIT
#include "service/backup.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>

#include "json/parse.hpp"
#include "json/writer.hpp"
#include "service/age_file.hpp"
#include "service/audit_anchor.hpp"
#include "service/delivery_pause.hpp"
#include "service/erasure_ledger.hpp"
#include "service/tool_actor.hpp"
#include "store/migrations.hpp"
#include "store/sqlite_connection.hpp"

namespace holdfast::service {
namespace {

constexpr std::string_view setting_key = "backup";

// A file of ours that goes when the work on it is done or fails; 0600 from its first byte.
class Scratch {
 public:
  explicit Scratch(std::string path) : path_(std::move(path)) {}
  ~Scratch() {
    if (path_.empty()) return;
    for (const char* suffix : {"", "-wal", "-shm"}) ::unlink((path_ + suffix).c_str());
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const std::string& path() const { return path_; }
  void keep() { path_.clear(); }

 private:
  std::string path_;
};

class Digest {
 public:
  Digest() : context_(EVP_MD_CTX_new()) {
    EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr);
  }
  void add(std::string_view bytes) {
    EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size());
    bytes_ += static_cast<std::int64_t>(bytes.size());
  }
  std::int64_t bytes() const { return bytes_; }
  std::string hex() {
    unsigned char out[32];
    EVP_DigestFinal_ex(context_.get(), out, nullptr);
    std::string text;
    for (const auto byte : out) text += fmt::format("{:02x}", byte);
    return text;
  }

 private:
  struct Freed {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  std::unique_ptr<EVP_MD_CTX, Freed> context_;
  std::int64_t bytes_ = 0;
};

struct Checked {
  std::int64_t ratings = 0, audit_lines = 0;
  std::string fault;  // empty: whole
};

constexpr store::Sql count_ratings("SELECT COUNT(*) FROM rating WHERE practice_id = $1");

// SQLite's own check, the schema's number, and the whole audit chain of a copy.
Checked check_copy(const House& house, const std::string& file) {
  Checked checked;
  try {
    store::SqliteConnection copy(
        {.path = file, .practice = house.config().practice_id, .access = store::Access::write});
    if (const auto damage = copy.damage(); !damage.empty()) return {0, 0, damage};
    const int schema = store::schema_of(copy);
    if (schema < 1) return {0, 0, "it holds no store"};
    if (schema > store::newest_schema())
      return {0, 0, "it was written by a newer Holdfast; install that version"};
    if (schema == store::newest_schema()) {
      store::Identifiers ids(store::system_now, store::system_randomness);
      const store::Repositories repositories(copy, ids);
      const auto verified = repositories.audit.verify();
      if (verified.finding)
        return {0, 0,
                fmt::format("audit line {}: {}", verified.finding->number, verified.finding->what)};
      checked.audit_lines = verified.lines;
    }
    copy.select(count_ratings, {},
                [&](const store::Row& row) { checked.ratings = row.integer(0); });
    copy.execute("PRAGMA journal_mode = DELETE");  // one file, with nothing beside it
  } catch (const store::Failure& failure) {
    checked.fault = failure.what();
  }
  return checked;
}

void put_known(store::Unit& unit, const House& house, const BackupKnown& copy, std::int64_t bytes) {
  json::Writer writer;
  writer.begin_object()
      .member("place", copy.place)
      .member("sha256", copy.sha256)
      .member("recipient", copy.recipient)
      .key("bytes")
      .integer(bytes)
      .key("was_restored")
      .boolean(copy.was_restored)
      .end_object();
  unit.settings.put(
      store::PracticeSetting{std::string(setting_key), writer.take(), {}, house.now()});
}

void remember(House& house, const BackupWish& wish, const BackupMade& made) {
  house.store().commit([&](store::Unit& unit) {
    put_known(unit, house, {house.now(), wish.place, made.sha256, wish.recipient}, made.bytes);
    auto entry = line_of_tool(os_actor(), "store.backup", "backup");
    entry.object = "backup:" + made.sha256;
    unit.audit.append(entry, house.now());
  });
}

Refusal refused(Refusal::Kind kind, std::string rule, std::string sentence) {
  return {kind, rule, sentence, {{"", std::move(rule), sentence}}};
}

// What came in, decrypted where it is encrypted, as a file of its own.
std::optional<Refusal> receive(const RestoreWish& wish, const std::string& file) {
  const int out = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (out < 0)
    throw store::Failure(store::Fault::read_only,
                         fmt::format("{} cannot be written: {}", file, std::strerror(errno)));
  const auto put = [&](std::string_view bytes) {
    if (::write(out, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
      throw store::Failure(store::Fault::full,
                           fmt::format("{} cannot be written: {}", file, std::strerror(errno)));
  };
  const auto invalid = [](const char* rule, std::string sentence) {
    return refused(Refusal::Kind::invalid, rule, std::move(sentence));
  };
  std::optional<Refusal> refusal;
  try {
    std::string beginning(64, '\0');
    std::size_t held = 0;
    while (held < beginning.size()) {
      const auto got = wish.in(beginning.data() + held, beginning.size() - held);
      if (got == 0) break;
      held += got;
    }
    beginning.resize(held);
    std::size_t used = 0;
    const auto in = [&](char* buffer, std::size_t capacity) {
      if (used == beginning.size()) return wish.in(buffer, capacity);
      const auto size = std::min(capacity, beginning.size() - used);
      std::memcpy(buffer, beginning.data() + used, size);
      used += size;
      return size;
    };
    if (is_age_file(beginning)) {
      if (wish.identity.empty()) {
        refusal = invalid("key", "This copy is encrypted: name the file of its key with --key.");
      } else {
        AgeReader reader(wish.identity, in);
        for (auto piece = reader.read(); !piece.empty(); piece = reader.read()) put(piece);
      }
    } else if (beginning.starts_with("SQLite format 3")) {
      char buffer[64 * 1024];
      for (auto got = in(buffer, sizeof buffer); got > 0; got = in(buffer, sizeof buffer))
        put({buffer, got});
    } else {
      refusal = invalid("format", "This is no copy of a store, or its beginning is damaged.");
    }
    ::fsync(out);
  } catch (const store::Failure&) {
    ::close(out);
    throw;
  } catch (const std::runtime_error& error) {
    refusal = invalid("damaged", error.what());
  }
  ::close(out);
  return refusal;
}

// Heads of the chain that was replaced would call the older one cut off.
void move_anchors_aside(const House& house, const std::string& stamp) {
  const auto file = anchor_file(house);
  std::error_code ignored;
  if (!file.empty()) std::filesystem::rename(file, file + ".before-restore-" + stamp, ignored);
}

// What came in, as it came.
struct Incoming {
  std::string place;
  Digest digest;
};

// The copy goes on holding what is erased here: a certificate names it, as one that was made here.
void settle(House& opened, Incoming& incoming, Restored& restored) {
  auto& store = opened.store();
  restored.erased_again = opened.erased_again();
  const auto bytes = incoming.digest.bytes();
  const auto sha256 = incoming.digest.hex();
  store.commit([&](store::Unit& unit) {
    forget_places(unit, opened);
    const auto known = known_backups(unit);
    const bool is_known = std::any_of(known.begin(), known.end(),
                                      [&](const auto& one) { return one.sha256 == sha256; });
    if (!is_known) put_known(unit, opened, {opened.now(), incoming.place, sha256, {}, true}, bytes);
    auto entry = line_of_tool(os_actor(), "store.restore", "restore");
    entry.object = "backup:" + sha256;
    unit.audit.append(entry, opened.now());
  });
}

}  // namespace

// Another connection, of whatever process, keeps SQLite from leaving WAL mode: so we know.
bool is_store_in_use(const House& house, const std::string& file) {
  try {
    store::SqliteConnection connection({.path = file,
                                        .practice = house.config().practice_id,
                                        .patience = std::chrono::milliseconds{200},
                                        .access = store::Access::write});
    connection.execute("PRAGMA journal_mode = DELETE");
    std::ifstream in(file, std::ios::binary);
    char header[20] = {};
    in.read(header, sizeof header);
    return header[18] == 2;  // "file format write version": 2 is WAL
  } catch (const store::Failure& failure) {
    if (failure.fault() == store::Fault::busy) return true;
    return false;  // damaged: that is why somebody restores
  }
}

Reply<BackupMade> make_backup(House& house, const BackupWish& wish) {
  if (!wish.recipient.empty() && !is_age_recipient(wish.recipient))
    return refused(Refusal::Kind::invalid, "recipient",
                   "The recipient is no key: age1… is expected (holdfast backup-key makes one).");
  anchor_audit_now(house);
  auto& store = house.store();
  const Scratch copy(fmt::format("{}.backup-{}.tmp", store.path(), store.ids().uuid()));
  store.copy_to(copy.path());
  const auto checked = check_copy(house, copy.path());
  if (!checked.fault.empty())
    return refused(Refusal::Kind::unavailable, "damaged",
                   "The copy did not pass its check, and was thrown away: " + checked.fault);
  Digest digest;
  const auto put = [&](std::string_view bytes) {
    digest.add(bytes);
    wish.out(bytes);
  };
  std::optional<AgeWriter> sealed;
  if (!wish.recipient.empty()) sealed.emplace(wish.recipient, put);
  std::ifstream in(copy.path(), std::ios::binary);
  char buffer[64 * 1024];
  while (in.read(buffer, sizeof buffer), in.gcount() > 0) {
    const std::string_view piece{buffer, static_cast<std::size_t>(in.gcount())};
    sealed ? sealed->write(piece) : put(piece);
  }
  if (sealed) sealed->finish();
  BackupMade made{digest.bytes(), digest.hex(), checked.ratings, checked.audit_lines};
  remember(house, wish, made);
  return made;
}

std::vector<BackupKnown> known_backups(store::Reader& reader) {
  std::vector<BackupKnown> known;
  for (const auto& setting : reader.settings.history(setting_key)) {
    const auto value = json::parse(setting.value);
    if (!value) continue;
    known.push_back({setting.at, std::string(value->string_or("place")),
                     std::string(value->string_or("sha256")),
                     std::string(value->string_or("recipient")),
                     value->boolean_or("was_restored", false)});
  }
  return known;
}

Reply<Restored> restore_backup(House& house, const RestoreWish& wish) {
  const auto path = house.store_path();
  if (is_on_server(path))
    return refused(Refusal::Kind::invalid, "server",
                   "This store is on a database server: restore it with the server's own tools.");
  std::vector<store::Erasure> erasures;
  if (wish.ledger) {
    auto named = parse_ledger(*wish.ledger);
    if (!named)
      return Refusal{Refusal::Kind::invalid,
                     "ledger",
                     "The file named with --ledger is no ledger of erasures.",
                     {{"ledger", "format",
                       "this is no ledger of erasures; name the file STORE.erasures.jsonl that lay "
                       "beside the store"}}};
    erasures = std::move(*named);
  }
  const auto stamp = house.now().time_since_epoch().count();
  Scratch fresh(fmt::format("{}.restoring-{}", path, stamp));
  Incoming incoming{wish.place, {}};
  auto listened = wish;
  listened.in = [&](char* buffer, std::size_t capacity) {
    const auto got = wish.in(buffer, capacity);
    incoming.digest.add({buffer, got});
    return got;
  };
  if (auto refusal = receive(listened, fresh.path())) return *refusal;
  const auto checked = check_copy(house, fresh.path());
  if (!checked.fault.empty())
    return refused(Refusal::Kind::invalid, "damaged", "This copy is not whole: " + checked.fault);
  Restored restored{checked.ratings, checked.audit_lines, 0, {}, {}};
  if (wish.only_check) return restored;
  std::error_code error;
  if (std::filesystem::exists(path, error)) {
    if (is_store_in_use(house, path))
      return refused(
          Refusal::Kind::conflict, "in-use",
          "The store is in use: stop every Holdfast that works with " + path + ", then restore.");
    restored.moved_aside = fmt::format("{}.before-restore-{}", path, stamp);
    std::filesystem::rename(path, restored.moved_aside);
    for (const char* suffix : {"-wal", "-shm"}) std::filesystem::remove(path + suffix, error);
  }
  // Before the store is opened: then it erases again what the ledger names.
  add_to_ledger(house, erasures);
  if (!wish.ledger && !has_ledger(house)) restored.missing_ledger = erasure_ledger_file(house);
  move_anchors_aside(house, std::to_string(stamp));
  std::filesystem::rename(fresh.path(), path);
  fresh.keep();
  auto config = house.config();
  config.open = Open::store;
  const auto opened = House::open(config, house.host());
  settle(*opened, incoming, restored);
  return restored;
}

}  // namespace holdfast::service
