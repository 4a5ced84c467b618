// SPDX-License-Identifier: MIT
#include "changes.hpp"

#include <Poco/Data/Extraction.h>
#include <Poco/Data/Statement.h>

#include <array>
#include <charconv>
#include <holdfast/cpp/page.hpp>
#include <optional>

namespace holdfast::adapters::practice {
namespace {

using Poco::Int64;
using Poco::Data::Keywords::into;  // not the sink of guard.hpp
using Poco::Data::Keywords::now;
using Poco::Data::Keywords::use;

constexpr std::array<const char*, 5> phases = {"clinician", "client", "course", "session", "merge"};

struct Cursor {
  std::optional<std::size_t> phase;  // absent: following the log
  Int64 sequence = 0;                // read up to here, or in a sweep: the versions up to here
  std::string after;                 // in a sweep: the last id read in this phase
};

struct Row {
  std::string kind, id, into, payload;
  bool removed = false;
};

std::string epoch_of(Connection& connection) {
  std::string epoch;
  connection << "SELECT value FROM setting WHERE name = 'epoch'", into(epoch), now;
  return epoch;
}

Int64 head_of(Connection& connection) {
  Int64 head = 0;
  connection << "SELECT coalesce(max(sequence), 0) FROM change", into(head), now;
  return head;
}

// "EPOCH log 17" or "EPOCH sweep 2 17 last-id".
std::string written(const std::string& epoch, const Cursor& cursor) {
  if (!cursor.phase) return epoch + " log " + std::to_string(cursor.sequence);
  return epoch + " sweep " + std::to_string(*cursor.phase) + " " + std::to_string(cursor.sequence) +
         " " + cursor.after;
}

std::string_view word(std::string_view& text) {
  const auto found = text.substr(0, text.find(' '));
  text.remove_prefix(std::min(found.size() + 1, text.size()));
  return found;
}

std::optional<Int64> number(std::string_view text) {
  Int64 value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

struct Known {
  std::string epoch;
  Int64 head;
};

std::optional<Cursor> read(const std::string_view whole, const Known& known) {
  auto text = whole;
  if (text.empty()) return Cursor{0, known.head, {}};
  if (word(text) != known.epoch) return std::nullopt;
  Cursor cursor;
  const auto way = word(text);
  if (way == "sweep") {
    const auto phase = number(word(text));
    if (!phase || *phase >= static_cast<Int64>(phases.size())) return std::nullopt;
    cursor.phase = static_cast<std::size_t>(*phase);
  } else if (way != "log") {
    return std::nullopt;
  }
  const auto sequence = number(word(text));
  if (!sequence || *sequence > known.head) return std::nullopt;
  cursor.sequence = *sequence;
  cursor.after = text;
  // Only what written() writes, to the letter.
  return written(known.epoch, cursor) == whole ? std::optional{cursor} : std::nullopt;
}

// One more than `limit`, so that the caller knows whether there is more.
std::vector<Row> sweep(Connection& connection, const Cursor& cursor, std::uint32_t limit) {
  std::string kind = phases[*cursor.phase], after = cursor.after;
  Int64 up_to = cursor.sequence;
  std::uint32_t count = limit + 1;
  std::vector<std::string> ids, survivors, payloads;
  std::vector<Int64> sequences;
  // A bare column beside max() is that row's (sqlite.org/lang_select.html, "bare columns").
  if (kind == "merge")
    connection << "SELECT id, max(sequence), coalesce(into_id, ''), '' FROM change AS merge "
                  "WHERE kind = 'merge' AND sequence <= $1 AND id > $2 AND NOT EXISTS ("
                  "  SELECT 1 FROM change WHERE kind = 'unmerge' AND id = merge.id "
                  "  AND sequence > merge.sequence AND sequence <= $1) "
                  "GROUP BY id ORDER BY id LIMIT $3",
        use(up_to), use(after), use(count), into(ids), into(sequences), into(survivors),
        into(payloads), now;
  else
    connection << "SELECT id, max(sequence), '', CASE removed WHEN 0 THEN payload ELSE '' END "
                  "FROM change WHERE kind = $1 AND sequence <= $2 AND id > $3 "
                  "GROUP BY id ORDER BY id LIMIT $4",
        use(kind), use(up_to), use(after), use(count), into(ids), into(sequences), into(survivors),
        into(payloads), now;
  std::vector<Row> rows;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const bool removed = kind != "merge" && payloads[i].empty();
    rows.push_back(
        {kind, std::move(ids[i]), std::move(survivors[i]), std::move(payloads[i]), removed});
  }
  return rows;
}

struct LogRows {
  std::vector<Int64> sequences;
  std::vector<Row> rows;
};

LogRows follow(Connection& connection, const Cursor& cursor, std::uint32_t limit) {
  Int64 after = cursor.sequence;
  std::uint32_t count = limit + 1;
  std::vector<std::string> kinds, ids, survivors, payloads;
  std::vector<int> removed;
  LogRows found;
  connection << "SELECT sequence, kind, id, coalesce(into_id, ''), removed, coalesce(payload, '') "
                "FROM change WHERE sequence > $1 ORDER BY sequence LIMIT $2",
      use(after), use(count), into(found.sequences), into(kinds), into(ids), into(survivors),
      into(removed), into(payloads), now;
  for (std::size_t i = 0; i < ids.size(); ++i)
    found.rows.push_back({std::move(kinds[i]), std::move(ids[i]), std::move(survivors[i]),
                          std::move(payloads[i]), removed[i] != 0});
  return found;
}

std::string entry(const Row& row) {
  auto text = R"({"kind":")" + row.kind + R"(","id":)" + payload::Json(row.id).dump();
  if (!row.into.empty()) text += R"(,"into":)" + payload::Json(row.into).dump();
  if (row.removed)
    text += R"(,"removed":true)";
  else if (!row.payload.empty())
    text += R"(,"data":)" + row.payload;  // was JSON when it was noted
  return text + "}";
}

// Fills `page` from the log; true when something stayed behind.
bool fill_from_log(Connection& connection, Cursor& cursor, payload::Page& page,
                   std::uint32_t limit) {
  const auto found = follow(connection, cursor, limit);
  for (std::size_t i = 0; i < found.rows.size(); ++i) {
    if (i == limit || !page.add(entry(found.rows[i]))) return true;
    cursor.sequence = found.sequences[i];
  }
  return false;
}

// The same from a sweep, phase after phase. A removed session was never told: it is left out.
bool fill_from_sweep(Connection& connection, Cursor& cursor, payload::Page& page,
                     std::uint32_t limit) {
  while (cursor.phase) {
    const auto room = limit - static_cast<std::uint32_t>(page.entries());
    if (room == 0) return true;
    const auto rows = sweep(connection, cursor, room);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (i == room) return true;
      if (!rows[i].removed && !page.add(entry(rows[i]))) return true;
      cursor.after = rows[i].id;
    }
    if (rows.size() > room) return true;
    cursor.after.clear();
    if (++*cursor.phase == phases.size()) cursor.phase.reset();
  }
  return false;
}

}  // namespace

std::string changes_since(Connection& connection, std::string_view cursor_text,
                          std::uint32_t limit) {
  if (limit < 1 || limit > 1000) throw Failure(HOLDFAST_E_INVALID, "changes: limit is 1 to 1000");
  const Known known{epoch_of(connection), head_of(connection)};
  auto cursor = read(cursor_text, known);
  if (!cursor)
    throw Failure(HOLDFAST_E_INVALID, "changes: not a cursor of this practice; start with none");
  payload::Page page{R"({"schema":"holdfast.changes/1","changes":[)"};
  const bool swept = cursor->phase.has_value();
  bool more = swept ? fill_from_sweep(connection, *cursor, page, limit)
                    : fill_from_log(connection, *cursor, page, limit);
  if (swept && !more) more = cursor->sequence < known.head;
  return page.text() + R"(],"cursor":)" + payload::Json(written(known.epoch, *cursor)).dump() +
         (more ? R"(,"more":true})" : R"(,"more":false})");
}

}  // namespace holdfast::adapters::practice
