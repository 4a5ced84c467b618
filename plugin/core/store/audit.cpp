// SPDX-License-Identifier: MIT
#include "store/audit.hpp"

#include <limits>
#include <map>

#include "store/columns.hpp"
#include "store/failure.hpp"
#include "store/rating_content.hpp"

namespace holdfast::store {
namespace {

constexpr Sql select_head(
    "SELECT number, hash FROM audit_line WHERE practice_id = $1 ORDER BY number DESC LIMIT 1");
constexpr Sql insert_line(
    "INSERT INTO audit_line (practice_id, number, at, actor_kind, actor, action, outcome, why,"
    " from_where, client_key, object, payload_digest, previous, hash)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)");
constexpr Sql insert_payload(
    "INSERT INTO audit_payload (practice_id, number, salt, body) VALUES ($1, $2, $3, $4)");

#define HOLDFAST_AUDIT                                                                      \
  "SELECT l.number, l.at, l.actor_kind, l.actor, l.action, l.outcome, l.why, l.from_where," \
  " l.client_key, l.object, l.payload_digest, l.previous, l.hash, p.salt, p.body"           \
  " FROM audit_line l LEFT JOIN audit_payload p"                                            \
  " ON p.practice_id = l.practice_id AND p.number = l.number"

// Page by page: a server's answer is in memory whole.
constexpr Sql select_after(
    HOLDFAST_AUDIT " WHERE l.practice_id = $1 AND l.number > $2 ORDER BY l.number LIMIT $3");
constexpr int lines_a_page = 5000;
constexpr Sql select_from(
    HOLDFAST_AUDIT " WHERE l.practice_id = $1 AND l.number >= $2 ORDER BY l.number LIMIT $3");
constexpr Sql select_of_client(
    HOLDFAST_AUDIT
    " WHERE l.practice_id = $1 AND l.client_key = $2 AND l.client_key <> '' ORDER BY l.number");
constexpr Sql select_by_others(
    HOLDFAST_AUDIT
    " WHERE l.practice_id = $1 AND l.client_key = $2 AND l.client_key <> ''"
    " AND l.at >= $3 AND l.actor_kind = 'staff' AND l.actor <> $4"
    " ORDER BY l.number DESC LIMIT $5");
constexpr Sql select_newest(HOLDFAST_AUDIT
                            " WHERE l.practice_id = $1 AND l.number < $2"
                            " ORDER BY l.number DESC LIMIT $3");
constexpr Sql select_newest_of(HOLDFAST_AUDIT
                               " WHERE l.practice_id = $1 AND l.number < $2 AND l.actor = $3"
                               " ORDER BY l.number DESC LIMIT $4");
constexpr Sql select_by_hash("SELECT 1 FROM audit_line WHERE practice_id = $1 AND hash = $2");
constexpr Sql select_erasure("SELECT 1 FROM erasure WHERE practice_id = $1 AND client_key = $2");

AuditLine line_of(const Row& row) {
  AuditLine line;
  line.number = row.integer(0);
  line.at = instant_of(row, 1);
  line.entry.actor_kind = row.text(2);
  line.entry.actor = row.text(3);
  line.entry.action = row.text(4);
  line.entry.outcome = row.text(5);
  line.entry.why = row.text(6);
  line.entry.from = row.text(7);
  line.entry.client.value = row.text(8);
  line.entry.object = row.text(9);
  line.payload_digest = row.text(10);
  line.previous = row.text(11);
  line.hash = row.text(12);
  line.entry.payload = row.text(14);
  return line;
}

// Each part with its length before it, so that no two lines spell the same. The number is left out:
// where a line stands is what `previous` says, and a line moved elsewhere is told from a changed
// one.
std::string hash_of(const AuditLine& line) {
  std::string text;
  text.reserve(512);
  const auto add = [&](std::string_view part) {
    text += std::to_string(part.size());
    text += ':';
    text += part;
  };
  add(line.previous);
  add(std::to_string(line.at.time_since_epoch().count()));
  add(line.entry.actor_kind);
  add(line.entry.actor);
  add(line.entry.action);
  add(line.entry.outcome);
  add(line.entry.why);
  add(line.entry.from);
  add(line.entry.client.value);
  add(line.entry.object);
  add(line.payload_digest);
  return sha256_hex(text);
}

constexpr std::string_view rating_prefix = "rating:";

// A line whose digest is that of a rating, which stands apart. Lines from before there was one have
// none.
bool is_of_content(const AuditLine& line) {
  return (line.entry.action == "rating.submit" || line.entry.action == "rating.decline") &&
         !line.payload_digest.empty() && line.entry.payload.empty() &&
         line.entry.object.starts_with(rating_prefix);
}

// What is wrong with the line that stands after `last`; empty: nothing.
std::string fault_of(const AuditLine& line, const AuditLine& last, const std::string& salt) {
  if (hash_of(line) != line.hash) return "changed";
  if (line.number != last.number + 1) return "removed";
  if (line.previous != last.hash) return "reordered";
  if (is_of_content(line)) return {};
  if (!salt.empty() && sha256_hex(salt + line.entry.payload) != line.payload_digest)
    return "payload changed";
  if (salt.empty() && !line.payload_digest.empty()) return "payload removed";
  return {};
}

// Ratings against their lines. One that is gone may have been erased with a client to whom it was
// moved, which a later line says.
class RatingsCheck {
 public:
  explicit RatingsCheck(Connection& connection) : connection_(connection), ratings_(connection) {}

  // Empty while nothing is decided, too.
  std::string fault_of(const AuditLine& line) {
    if (line.entry.action == "rating.erase") gone_.erase(line.entry.object);
    if (!is_of_content(line)) return {};
    if (const auto content = content_of_rating(line))
      return sha256_hex(*content) == line.payload_digest ? "" : "rating changed";
    bool is_erased = false;
    connection_.select(select_erasure, {in(line.entry.client)},
                       [&](const Row&) { is_erased = true; });
    if (!is_erased) gone_.emplace(line.entry.object, line.number);
    return {};
  }

  std::optional<AuditFinding> first_gone() const {
    std::optional<AuditFinding> first;
    for (const auto& [rating, number] : gone_)
      if (!first || number < first->number) first = AuditFinding{number, "rating removed"};
    return first;
  }

 private:
  std::optional<std::string> content_of_rating(const AuditLine& line) const {
    try {
      return stored_content(ratings_, RatingId{line.entry.object.substr(rating_prefix.size())});
    } catch (const Failure& failure) {
      if (failure.fault() != Fault::corrupt) throw;
      return std::string{};  // no rating says that
    }
  }

  Connection& connection_;
  Ratings ratings_;
  std::map<std::string, std::int64_t> gone_;
};

}  // namespace

std::int64_t Audit::append(const AuditEntry& entry, Instant at) {
  AuditLine line;
  connection_.select(select_head, {}, [&](const Row& row) {
    line.number = row.integer(0);
    line.previous = row.text(1);
  });
  ++line.number;
  line.at = at;
  line.entry = entry;
  const std::string salt = entry.payload.empty() ? std::string{} : ids_.key();
  if (!entry.content.empty())
    line.payload_digest = sha256_hex(entry.content);
  else if (!salt.empty())
    line.payload_digest = sha256_hex(salt + entry.payload);
  line.hash = hash_of(line);
  connection_.run(
      insert_line,
      {line.number, in(at), std::string_view{entry.actor_kind}, std::string_view{entry.actor},
       std::string_view{entry.action}, std::string_view{entry.outcome}, std::string_view{entry.why},
       std::string_view{entry.from}, std::string_view{entry.client.value},
       std::string_view{entry.object}, std::string_view{line.payload_digest},
       std::string_view{line.previous}, std::string_view{line.hash}});
  if (!salt.empty())
    connection_.run(insert_payload,
                    {line.number, std::string_view{salt}, std::string_view{entry.payload}});
  return line.number;
}

AuditHead Audit::head() const {
  AuditHead head;
  connection_.select(select_head, {}, [&](const Row& row) {
    head = {row.integer(0), row.text(1)};
  });
  return head;
}

Audit::Verified Audit::verify() const {
  Verified verified;
  AuditLine last;
  RatingsCheck ratings(connection_);
  auto look_at = [&](const Row& row) {
    ++verified.lines;
    AuditLine line = line_of(row);
    if (!verified.finding) {
      std::string what = fault_of(line, last, row.text(13));
      bool erased = false;
      if (what == "payload removed")
        connection_.select(select_erasure, {in(line.entry.client)},
                           [&](const Row&) { erased = true; });
      if (what == "reordered") {
        bool stands_elsewhere = line.previous.empty();
        connection_.select(select_by_hash, {std::string_view{line.previous}},
                           [&](const Row&) { stands_elsewhere = true; });
        if (!stands_elsewhere) what = "removed";
      }
      if (what.empty()) what = ratings.fault_of(line);
      if (!what.empty() && !erased)
        verified.finding =
            AuditFinding{what == "removed" ? last.number + 1 : line.number, std::move(what)};
    }
    last = std::move(line);
  };
  std::int64_t after = std::numeric_limits<std::int64_t>::min();
  for (std::int64_t before = -1; verified.lines != before; after = last.number) {
    before = verified.lines;
    connection_.select(select_after, {after, in(lines_a_page)}, look_at);
  }
  verified.head = last.hash;
  const auto gone = ratings.first_gone();
  if (gone && (!verified.finding || gone->number < verified.finding->number))
    verified.finding = gone;
  return verified;
}

std::vector<AuditLine> Audit::of_client(const ClientKey& client) const {
  std::vector<AuditLine> lines;
  connection_.select(select_of_client, {in(client)},
                     [&](const Row& row) { lines.push_back(line_of(row)); });
  return lines;
}

std::vector<AuditLine> Audit::lines(std::int64_t from, int limit) const {
  std::vector<AuditLine> lines;
  connection_.select(select_from, {from, in(limit)},
                     [&](const Row& row) { lines.push_back(line_of(row)); });
  return lines;
}

std::vector<AuditLine> Audit::by_others(const Looked& looked) const {
  std::vector<AuditLine> lines;
  connection_.select(select_by_others,
                     {in(looked.client), in(looked.since), looked.but, in(looked.limit)},
                     [&](const Row& row) { lines.push_back(line_of(row)); });
  return lines;
}

std::vector<AuditLine> Audit::newest(std::int64_t before, std::string_view actor, int limit) const {
  std::vector<AuditLine> lines;
  auto keep = [&](const Row& row) { lines.push_back(line_of(row)); };
  if (actor.empty())
    connection_.select(select_newest, {before, in(limit)}, keep);
  else
    connection_.select(select_newest_of, {before, actor, in(limit)}, keep);
  return lines;
}

}  // namespace holdfast::store
