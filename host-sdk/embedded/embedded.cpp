// SPDX-License-Identifier: MIT
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string_view>

#include "embedded_site.hpp"
#include "holdfast-embedded.h"

namespace holdfast::embedded {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds before_another_try{10};
constexpr std::size_t largest_head = 64UL * 1024;

struct Place {
  std::unique_ptr<EmbeddedSite> site;
  std::string why_not;  // what opening it said
  Clock::time_point tried;
};

// What lives from one request of the caller to the next: PHP itself keeps nothing between them. It
// has no destructor: at the end of a process the plugin's own statics may be gone before it, and
// all that was answered is committed.
struct Kept {
  std::mutex one_call;
  ::pid_t opened_by = 0;
  std::map<std::string, Place, std::less<>> places;
  std::string head, body;  // of the last answer
};
Kept& kept() {
  static auto& all = *new Kept;
  return all;
}

std::string lower(std::string_view text) {
  std::string small(text);
  for (auto& c : small)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  return small;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

std::string_view take_line(std::string_view& text) {
  const auto end = std::min(text.find('\n'), text.size());
  const auto line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return trimmed(line);
}

std::optional<host::Request> request_of(std::string_view head, std::string_view body) {
  if (head.size() > largest_head || head.find('\0') != std::string_view::npos) return std::nullopt;
  const auto first = take_line(head);
  const auto space = first.find(' ');
  if (space == std::string_view::npos || space == 0) return std::nullopt;
  host::Request request;
  request.method = first.substr(0, space);
  request.target = first.substr(space + 1);
  while (!head.empty()) {
    const auto line = take_line(head);
    const auto colon = line.find(':');
    if (line.empty()) continue;
    if (colon == std::string_view::npos || colon == 0) return std::nullopt;
    request.headers.emplace_back(lower(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
  }
  // One byte over the limit is enough to be told that it is too much.
  request.body = body.substr(0, host::largest_body + 1);
  return request;
}

std::string head_of(const host::Response& response) {
  std::string head;
  for (const auto& [name, value] : response.headers) ((head += name) += ": ") += value + '\n';
  return head;
}

// The site, or null and why not.
EmbeddedSite* site_of(Kept& all, std::string_view config, std::string& why) {
  if (all.opened_by != 0 && all.opened_by != ::getpid()) {
    why = "this process was forked after Holdfast had been opened; ask over the socket";
    return nullptr;
  }
  auto& place = all.places.try_emplace(std::string(config)).first->second;
  if (!place.site && (place.why_not.empty() || Clock::now() - place.tried > before_another_try)) {
    all.opened_by = ::getpid();
    place.tried = Clock::now();
    try {
      place.site = std::make_unique<EmbeddedSite>(std::string(config));
    } catch (const std::exception& refusal) {
      place.why_not = refusal.what();
    }
  }
  if (!place.site)
    why = place.why_not;
  else if (!place.site->is_of_this_version())
    why = "Holdfast was installed anew since PHP was started; restart PHP";
  return why.empty() ? place.site.get() : nullptr;
}

void answer_into(Kept& all, holdfast_embedded_answer& out, std::int32_t status) {
  out = {status, all.head.data(), all.head.size(), all.body.data(), all.body.size()};
}

std::string_view text(const char* pointer, std::size_t length) {
  return pointer ? std::string_view(pointer, length) : std::string_view();
}

}  // namespace
}  // namespace holdfast::embedded

extern "C" __attribute__((visibility("default"))) void holdfast_embedded_ask(
    const char* config, std::size_t config_length, const char* head, std::size_t head_length,
    const char* body, std::size_t body_length, holdfast_embedded_answer* answer) {
  using namespace holdfast::embedded;
  *answer = {};
  try {
    auto& all = kept();
    const std::lock_guard lock(all.one_call);
    all.head.clear();
    all.body.clear();
    std::int32_t status = 0;
    if (auto* site = site_of(all, text(config, config_length), all.body)) {
      const auto request = request_of(text(head, head_length), text(body, body_length));
      auto response = request ? site->answer(*request)
                              : holdfast::host::plain(400, "This request cannot be read.\n");
      all.head = head_of(response);
      all.body = std::move(response.body);
      status = response.status;
    }
    answer_into(all, *answer, status);
  } catch (...) {
    // Only memory can be short here; what was begun was rolled back.
    *answer = {503, "", 0, "", 0};
  }
}

extern "C" __attribute__((visibility("default"))) void holdfast_embedded_close(void) {
  using namespace holdfast::embedded;
  try {
    auto& all = kept();
    const std::lock_guard lock(all.one_call);
    // A child leaves what its parent opened alone.
    if (all.opened_by != ::getpid()) return;
    all.places.clear();
    all.opened_by = 0;
  } catch (...) {
    return;
  }
}
