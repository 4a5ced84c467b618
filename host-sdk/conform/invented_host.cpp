// SPDX-License-Identifier: MIT
#include "invented_host.hpp"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <limits>
#include <thread>

namespace holdfast::conform {
namespace {

constexpr std::int64_t now_ms = 1'795'430'400'000;  // 2026-11-23T08:00:00Z
constexpr std::string_view kinds[] = {"clinician", "client", "course", "session"};
constexpr std::string_view backwards[] = {"session", "course", "client", "clinician"};

std::string in_utf16(std::string_view text) {
  std::string wide = "\xff\xfe";
  for (const char c : text) (wide += c) += '\0';
  return wide;
}

}  // namespace

InventedHost::InventedHost(std::string directory, Wish wish)
    : wish_(wish),
      directory_(std::move(directory)),
      abi_{sizeof abi_,
           HOLDFAST_ABI_MAJOR,
           HOLDFAST_ABI_MINOR,
           HOLDFAST_HOST_THREADED,
           this,
           "an invented practice",
           "1.0.0",
           extension} {
  if (wish.manner == Manner::small_host) abi_.size = 16;
  if (wish.manner == Manner::other_major) abi_.abi_major = 2;
  if (wish.manner == Manner::no_name) abi_.name = abi_.version = nullptr;
}

std::string InventedHost::id(std::string_view kind, int number) const {
  auto text = std::string(kind) + "-" + std::to_string(number);
  if (wish_.manner == Manner::odd_ids) text += std::string("' OR '1'='1\"\n") + tag;
  return text;
}

// A therapist with ten thousand clients still sees only so many on one day.
int InventedHost::count_of(std::string_view kind) const {
  if (kind == "clinician") return 1;
  return kind == "session" ? std::min(wish_.clients, 20) : wish_.clients;
}

int InventedHost::number_of(std::string_view kind, std::string_view wanted) const {
  const int most = count_of(kind);
  const auto digits = wanted.substr(std::min(kind.size() + 1, wanted.size()));
  int number = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9' || number > most) break;
    number = number * 10 + (c - '0');
  }
  return number >= 1 && number <= most && id(kind, number) == wanted ? number : 0;
}

Json InventedHost::thing(std::string_view kind, int number) const {
  auto name = "Synthetic " + std::to_string(number);
  if (wish_.manner == Manner::odd_ids) name += tag;
  Json json{{"schema", "holdfast." + std::string(kind) + "/1"}, {"id", id(kind, number)}};
  if (wish_.manner == Manner::other_schema) json["schema"] = "holdfast.other/1";
  if (kind == "clinician") {
    json["name"] = name;
    json["person"] = therapist;
  } else if (kind == "client") {
    json["name"] = name;
  } else if (kind == "course") {
    json["client"] = id("client", number);
    json["clinicians"] = {id("clinician", 1)};
    json["started"] = "2026-01-05";
  } else {
    json["course"] = id("course", number);
    json["clinician"] = id("clinician", 1);
    json["start"] = "2026-11-23T07:00:00Z";
    json["day"] = "2026-11-23";
    json["attendance"] = "held";
  }
  return json;
}

Json InventedHost::person(std::string_view actor) const {
  return {{"schema", "holdfast.person/1"}, {"id", actor},
          {"name", "Synthetic Therapist"}, {"kind", "staff"},
          {"roles", {"therapist"}},        {"clinician", id("clinician", 1)}};
}

// The cursor is how many changes have been given.
Json InventedHost::changes(std::string_view cursor, std::uint32_t limit) {
  int whole = 0;
  for (const auto kind : kinds) whole += count_of(kind);
  int at = cursor.empty() ? 0 : std::atoi(std::string(cursor).c_str());
  Json page{{"schema", "holdfast.changes/1"}, {"changes", Json::array()}};
  const auto& order = wish_.manner == Manner::forward_references ? backwards : kinds;
  for (std::uint32_t i = 0; i < limit && at < whole; ++i, ++at) {
    int rest = at, which = 0;
    while (rest >= count_of(order[which])) rest -= count_of(order[which++]);
    Json change{{"kind", order[which]}, {"id", id(order[which], rest + 1)}};
    change["data"] = thing(order[which], rest + 1);
    if (wish_.manner == Manner::unknown_kinds) change["kind"] = "room-of-tomorrow";
    page["changes"].push_back(change);
    if (wish_.manner == Manner::twice && ++i < limit) page["changes"].push_back(change);
  }
  const bool loops = wish_.manner == Manner::same_cursor;
  page["cursor"] = loops ? "1" : std::to_string(at);
  page["more"] = loops || at < whole;
  return page;
}

void InventedHost::wait_if_asked() {
  ++calls_;
  if (wish_.manner != Manner::never_answers) return;
  is_waiting_ = true;
  while (!is_let_go_) std::this_thread::sleep_for(std::chrono::milliseconds{5});
}

holdfast_status InventedHost::refuse(holdfast_status status, holdfast_error* err) {
  if (!err || err->size < sizeof *err) return status;
  err->code = status;
  if (wish_.manner == Manner::message_without_end)
    std::memset(err->message, '\xe4', sizeof err->message);
  else
    std::strcpy(err->message, "not in this manner");  // NOLINT: shorter than 248 bytes
  return status;
}

// One mebibyte after another until the plugin has had enough; a gibibyte is the end of patience.
holdfast_status InventedHost::pour(const holdfast_sink* out) {
  const std::string piece(1024 * 1024, ' ');
  for (int i = 0; i < 1024; ++i)
    if (const auto status = out->write(out->ctx, piece.data(), piece.size())) {
      was_stopped_ = true;
      return status;
    }
  return HOLDFAST_OK;
}

holdfast_status InventedHost::answer(const Json& payload, const holdfast_sink* out,
                                     holdfast_error* err) {
  wait_if_asked();
  auto text = payload.dump();
  switch (wish_.manner) {
    case Manner::unavailable:
    case Manner::message_without_end:
      return refuse(HOLDFAST_E_UNAVAILABLE, err);
    case Manner::denied:
      return refuse(HOLDFAST_E_DENIED, err);
    case Manner::unknown_status:
      return refuse(77, err);
    case Manner::endless:
      return pour(out);
    case Manner::nothing:
      return HOLDFAST_OK;
    case Manner::half_json:
      text.resize(text.size() / 2);
      break;
    case Manner::foreign_encoding:
      text = in_utf16(text);
      break;
    case Manner::not_utf8:
      while (text.find("Synthetic") != std::string::npos)
        text.replace(text.find("Synthetic"), 9, "S\xfcnthet");
      break;
    case Manner::too_deep:
      text = std::string(100'000, '[');
      break;
    default:
      break;
  }
  return out->write(out->ctx, text.data(), text.size());
}

struct InventedTables {
  static holdfast_status get(const holdfast_host* host, std::string_view kind, holdfast_str id,
                             const holdfast_sink* out, holdfast_error* err) {
    auto& self = InventedHost::of(host);
    const int number = self.number_of(kind, view(id));
    if (number == 0) return self.refuse(HOLDFAST_E_NOT_FOUND, err);
    return self.answer(self.thing(kind, number), out, err);
  }
  static holdfast_status client(const holdfast_host* host, holdfast_str, holdfast_str id,
                                const holdfast_sink* out, holdfast_error* err) {
    return get(host, "client", id, out, err);
  }
  static holdfast_status course(const holdfast_host* host, holdfast_str, holdfast_str id,
                                const holdfast_sink* out, holdfast_error* err) {
    return get(host, "course", id, out, err);
  }
  static holdfast_status clinician(const holdfast_host* host, holdfast_str, holdfast_str id,
                                   const holdfast_sink* out, holdfast_error* err) {
    return get(host, "clinician", id, out, err);
  }
  static holdfast_status session(const holdfast_host* host, holdfast_str, holdfast_str id,
                                 const holdfast_sink* out, holdfast_error* err) {
    return get(host, "session", id, out, err);
  }
  static holdfast_status search(const holdfast_host* host, holdfast_str, holdfast_str,
                                const holdfast_sink* out, holdfast_error* err) {
    return InventedHost::of(host).answer(
        {{"schema", "holdfast.clients/1"}, {"clients", Json::array()}}, out, err);
  }
  static holdfast_status sessions(const holdfast_host* host, holdfast_str, holdfast_str,
                                  const holdfast_sink* out, holdfast_error* err) {
    return InventedHost::of(host).answer(
        {{"schema", "holdfast.sessions/1"}, {"sessions", Json::array()}, {"more", false}}, out,
        err);
  }
  static holdfast_status since(const holdfast_host* host, holdfast_str cursor, std::uint32_t limit,
                               const holdfast_sink* out, holdfast_error* err) {
    auto& self = InventedHost::of(host);
    return self.answer(self.changes(view(cursor), limit), out, err);
  }
  // Who is acting is told even where the rest misbehaves, so that a page can be asked for.
  static holdfast_status describe(const holdfast_host* host, holdfast_str actor,
                                  const holdfast_sink* out, holdfast_error* err) {
    auto& self = InventedHost::of(host);
    if (view(actor) != InventedHost::therapist) return self.refuse(HOLDFAST_E_NOT_FOUND, err);
    const auto text = self.person(view(actor)).dump();
    return out->write(out->ctx, text.data(), text.size());
  }
  static holdfast_status may(const holdfast_host* host, holdfast_str actor, holdfast_str,
                             holdfast_str, holdfast_error* err) {
    auto& self = InventedHost::of(host);
    return view(actor) == InventedHost::therapist ? HOLDFAST_OK
                                                  : self.refuse(HOLDFAST_E_DENIED, err);
  }
  static holdfast_status put(const holdfast_host* host, holdfast_str, holdfast_str key,
                             holdfast_str, const holdfast_sink* out, holdfast_error* err) {
    return InventedHost::of(host).answer(
        {{"schema", "holdfast.receipt/1"}, {"id", "record-" + std::string(view(key))}}, out, err);
  }
  static holdfast_status told(const holdfast_host*, holdfast_str, holdfast_str, holdfast_str,
                              holdfast_error*) {
    return HOLDFAST_OK;
  }
  static holdfast_status taken_back(const holdfast_host*, holdfast_str, holdfast_str,
                                    holdfast_error*) {
    return HOLDFAST_OK;
  }
  static void log(const holdfast_host*, std::int32_t, holdfast_str) {}
  static std::int64_t now(const holdfast_host* host) {
    const auto manner = InventedHost::of(host).wish_.manner;
    if (manner == Manner::clock_zero) return 0;
    if (manner == Manner::clock_negative) return -now_ms;
    if (manner == Manner::clock_far) return std::numeric_limits<std::int64_t>::max();
    return now_ms;
  }
  static const char* zone(const holdfast_host* host) {
    return InventedHost::of(host).wish_.manner == Manner::no_zone ? "Mars/Olympus" : "UTC";
  }
  static const char* directory(const holdfast_host* host) {
    return InventedHost::of(host).directory_.c_str();
  }
};

const void* InventedHost::extension(const holdfast_host* host, const char* id) {
  using T = InventedTables;
  static const holdfast_host_clients clients{sizeof clients, 0,         T::client,
                                             T::search,      T::course, T::clinician};
  static const holdfast_host_sessions sessions{sizeof sessions, 0, T::session, T::sessions};
  static const holdfast_host_changes changes{sizeof changes, 0, T::since};
  static const holdfast_host_identity identity{sizeof identity, 0, T::describe, T::may};
  static const holdfast_host_records records{sizeof records, 0, T::put, T::told};
  static const holdfast_host_notify notify{sizeof notify, 0, T::told, T::taken_back};
  static const holdfast_host_log log{sizeof log, 0, T::log};
  static const holdfast_host_clock clock{sizeof clock, 0, T::now, T::zone};
  static const holdfast_host_store store{sizeof store, 0, T::directory};
  static const void* const small[8] = {reinterpret_cast<void*>(std::uintptr_t{8})};
  static const void* const hollow[8] = {reinterpret_cast<void*>(std::uintptr_t{64})};
  const std::string_view wanted = id;
  const auto manner = of(host).wish_.manner;
  if (manner == Manner::no_extensions) return nullptr;
  if (wanted == HOLDFAST_HOST_LOG) return &log;
  if (wanted == HOLDFAST_HOST_CLOCK) return &clock;
  if (wanted == HOLDFAST_HOST_STORE) return &store;
  const void* const found = wanted == HOLDFAST_HOST_CLIENTS    ? &clients
                            : wanted == HOLDFAST_HOST_SESSIONS ? static_cast<const void*>(&sessions)
                            : wanted == HOLDFAST_HOST_CHANGES  ? &changes
                            : wanted == HOLDFAST_HOST_IDENTITY ? &identity
                            : wanted == HOLDFAST_HOST_RECORDS  ? &records
                            : wanted == HOLDFAST_HOST_NOTIFY   ? static_cast<const void*>(&notify)
                                                               : nullptr;
  if (found && manner == Manner::small_tables) return small;
  if (found && manner == Manner::no_functions) return hollow;
  return found;
}

}  // namespace holdfast::conform
