// SPDX-License-Identifier: MIT
// doctor: what can be known of a practice's health from inside the plugin, each thing as ok, warn
// or fail with what to do. Looks and changes nothing; what was opened says how much is looked at.
// One JSON object a line: {"part", "level", "text", "advice"}.
#include <fmt/format.h>

#include <algorithm>

#include "json/writer.hpp"
#include "service/backup.hpp"
#include "service/delivery_pause.hpp"
#include "service/house.hpp"
#include "service/tools/tools.hpp"

namespace holdfast::service {
namespace {

using namespace std::chrono_literals;

constexpr auto longest_backup_gap = std::chrono::hours{24 * 7};
constexpr auto longest_mirror_gap = 1h;
constexpr auto slow_delivery = 1h;
constexpr auto stuck_delivery = 24h;
constexpr auto clock_slack = 2min;

struct Line {
  const char* part;
  const char* level;
  std::string text;
  std::string advice{};
};

void say(ToolIo& io, const Line& line) {
  json::Writer out;
  out.begin_object()
      .member("part", line.part)
      .member("level", line.level)
      .member("text", line.text);
  if (!line.advice.empty()) out.member("advice", line.advice);
  out.end_object();
  io.write("out", out.take() + "\n");
}

std::string hours(std::chrono::milliseconds time) {
  return fmt::format("{:.0f} hours", std::chrono::duration<double, std::ratio<3600>>(time).count());
}

void look_at_database(House& house, ToolIo& io) {
  house.store().commit([](store::Unit&) {});  // takes the lock of a writer, and writes nothing
  const auto lines = house.store().read([](store::Reader& r) { return r.audit.head().number; });
  say(io, {"database", "ok",
           fmt::format("{} can be read and written: {:.1f} MB, {} lines of audit log",
                       house.store().path(),
                       static_cast<double>(house.store().file_bytes()) / 1'000'000.0, lines)});
}

void look_at_clock(House& house, ToolIo& io) {
  const auto newest = house.store().read([](store::Reader& reader) -> std::optional<Instant> {
    const auto number = reader.audit.head().number;
    const auto last = number > 0 ? reader.audit.lines(number, 1) : std::vector<store::AuditLine>{};
    return last.empty() ? std::nullopt : std::optional(last.front().at);
  });
  if (newest && *newest > house.now() + clock_slack)
    return say(io, {"clock", "fail",
                    "the newest line of the audit log is " + hours(*newest - house.now()) +
                        " in the future: the clock was wrong then, or is now",
                    "set the clock (timedatectl); ratings get the times that it shows"});
  say(io, {"clock", "ok", "the clock is not behind what is stored"});
}

void look_at_backups(House& house, ToolIo& io) {
  if (house.store().path().find("://") != std::string::npos)
    return say(io, {"backup", "ok", "the store is a server's: its own tools copy it"});
  auto known = house.store().read([](store::Reader& r) { return known_backups(r); });
  std::erase_if(known, [](const auto& copy) { return copy.was_restored; });
  const auto has_lines =
      house.store().read([](store::Reader& r) { return r.audit.head().number > 0; });
  if (known.empty() && !has_lines) return say(io, {"backup", "ok", "there is nothing to copy yet"});
  if (known.empty())
    return say(io, {"backup", "warn", "no copy of the store is known",
                    "make one a day: holdfast backup FILE --recipient age1…"});
  const auto age = house.now() - known.back().at;
  if (age > longest_backup_gap)
    return say(io, {"backup", "warn", "the newest copy of the store is " + hours(age) + " old",
                    "look why the daily `holdfast backup` does not run"});
  say(io, {"backup", "ok", "the newest copy of the store is " + hours(age) + " old"});
}

void look_at_wording(House& house, ToolIo& io, const std::string& id) {
  const auto* form = house.instruments().find(id);
  if (!form)
    return say(io, {"wording", "fail", "there is no instrument '" + id + "'",
                    "name one that `holdfast instrument list` shows as client_form or "
                    "therapist_form"});
  const auto* wording = house.instruments().wording(*form, house.config().language);
  if (!wording)
    return say(io, {"wording", "fail",
                    id + " has no wording here, so it cannot be given: its rights are " +
                        form->licence.holder + "'s",
                    "ask there for a licence and run: holdfast wording install FILE"});
  if (form->wording == instrument::WordingOf::pack)
    return say(
        io, {"wording", "ok",
             fmt::format("{}: wording of {}, licence: {}", id, wording->owner, wording->licence)});
  say(io, {"wording", "ok", id + " is in Holdfast's own words and needs no licence"});
}

void look_at_queue(House& house, ToolIo& io) {
  struct Seen {
    store::Outbox::Counts counts;
    bool is_paused = false;
  };
  const auto seen = house.store().read([&](store::Reader& reader) {
    return Seen{reader.outbox.counts(house.now()), is_delivery_paused(reader, house)};
  });
  const auto waits = seen.counts.oldest ? house.now() - *seen.counts.oldest : 0ms;
  const auto waiting = fmt::format("{} deliveries wait", seen.counts.waiting);
  if (seen.counts.parked > 0)
    say(io, {"delivery queue", "warn",
             fmt::format("{} deliveries were refused by the practice system", seen.counts.parked),
             "an administrator reads the reasons at Deliveries and tries again or gives up"});
  if (seen.is_paused)
    return say(io, {"delivery queue", "warn", waiting + "; delivery is paused",
                    "this store is new in this place: an administrator confirms it at Deliveries"});
  if (waits > slow_delivery)
    return say(io, {"delivery queue", waits > stuck_delivery ? "fail" : "warn",
                    waiting + ", the oldest for " + hours(waits),
                    "look whether the service runs and the practice system answers"});
  if (seen.counts.parked == 0) say(io, {"delivery queue", "ok", waiting});
}

void look_at_host(House& house, ToolIo& io) {
  const auto cursor = house.store().read([](store::Reader& r) { return r.mirror.cursor(); });
  const auto answer = house.host().changes(cursor, 1);
  if (!answer)
    return say(io, {"host connection", "fail",
                    house.host().name() + " does not answer: " +
                        (answer.why.empty() ? "it gave no reason" : answer.why),
                    "see that it runs and that the [adapter] settings name it rightly"});
  const auto filled = house.store().read([](store::Reader& r) { return r.mirror.filled_at(); });
  if (filled && house.now() - *filled > longest_mirror_gap && answer.value->more)
    return say(io, {"host connection", "warn",
                    house.host().name() + " answers, and its changes have not been taken for " +
                        hours(house.now() - *filled),
                    "see that the service runs: systemctl status holdfast"});
  say(io, {"host connection", "ok", house.host().name() + " answers"});
}

}  // namespace

Problems doctor_tool(House& house, std::string_view, ToolIo& io) {
  look_at_database(house, io);
  look_at_clock(house, io);
  look_at_backups(house, io);
  look_at_wording(house, io, house.config().client_form);
  if (house.config().therapist_form != house.config().client_form)
    look_at_wording(house, io, house.config().therapist_form);
  look_at_queue(house, io);
  if (house.config().open == Open::all) look_at_host(house, io);
  return {};
}

}  // namespace holdfast::service
