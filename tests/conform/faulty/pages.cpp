// SPDX-License-Identifier: MIT
// The faulty plugin's two pages and its mirror of the host.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstring>

#include "fault.hpp"
#include "plugin.hpp"

namespace faulty {
namespace {

using holdfast::Failure;
using holdfast::view;

struct Collected {
  std::string bytes;
  static holdfast_status write(void* ctx, const void* data, std::size_t len) {
    auto& bytes = static_cast<Collected*>(ctx)->bytes;
    if (bytes.size() + len > (8U << 20U) && !is_fault("endless")) return HOLDFAST_E_LIMIT;
    if (bytes.size() < (9U << 20U)) bytes.append(static_cast<const char*>(data), len);
    return HOLDFAST_OK;
  }
};

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '<' && !is_fault("unescaped"))
      safe += "&lt;";
    else if (c == '&')
      safe += "&amp;";
    else if (c == '"')
      safe += "&quot;";
    else
      safe += c;
  }
  return safe;
}

std::string without_breaks(std::string_view text) {
  std::string safe;
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 32 && c != 127) safe += c;
  return safe;
}

struct Page {
  int code = 200;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

void send(const Page& page, std::string_view method, const holdfast_web_response& out) {
  std::vector<holdfast_header> headers;
  for (const auto& [name, value] : page.headers)
    headers.push_back({holdfast::str(name), holdfast::str(value)});
  const auto count = static_cast<std::uint32_t>(headers.size());
  if (is_fault("write-first")) out.write(out.ctx, "x", 1);
  const auto started = out.start(out.ctx, page.code, headers.data(), count);
  if (is_fault("two-starts")) out.start(out.ctx, page.code, headers.data(), count);
  if (started != HOLDFAST_OK && !is_fault("refusal-ignored"))
    throw Failure(started, "the host refused the head");
  if ((method == "HEAD" && !is_fault("head-body")) || page.body.empty()) return;
  if (const auto status = out.write(out.ctx, page.body.data(), page.body.size());
      status && !is_fault("refusal-ignored"))
    throw Failure(status, "the host refused the body");
}

std::string page_text(std::string_view prefix, const std::string& inside) {
  const std::string root = is_fault("no-prefix") ? "" : escaped(prefix);
  std::string text = "<!doctype html><title>Faulty</title><a href=\"" + root +
                     "/\">start</a> <a href=\"" + root + "/about\">about</a>" + inside;
  if (is_fault("dead-link")) text += "<a href=\"" + root + "/nowhere\">nowhere</a>";
  if (is_fault("broken-link")) text += "<a href=\"" + root + "/broken\">broken</a>";
  if (is_fault("outside")) text += "<img src=\"https://example.org/pixel\">";
  if (is_fault("inline-script")) text += "<script>1</script>";
  if (is_fault("prefix-differs") && prefix == "/two/deep") return "<!doctype html>";
  return text;
}

}  // namespace

bool Plugin::is_known(std::string_view actor) const {
  if (actor.empty()) return false;
  if (is_fault("stranger-sees")) return actor == "conform-nobody" || actor == "u-a";
  if (is_fault("odd-actor-sees") && actor.size() > 20 && actor != HOLDFAST_ACTOR_SYSTEM)
    return true;
  if (is_fault("system-signs-in") && actor == HOLDFAST_ACTOR_SYSTEM) return true;
  if (actor == HOLDFAST_ACTOR_SYSTEM) return false;
  if (!identity_) return actor == "u-a";
  Collected collected;
  const holdfast_sink sink{&collected, Collected::write};
  holdfast_error error{sizeof error, 0, {}};
  return identity_->describe(&host_, holdfast::str(actor), &sink, &error) == HOLDFAST_OK;
}

holdfast_status Plugin::handle(const holdfast_plugin* plugin, const holdfast_web_request* request,
                               const holdfast_web_response* response, holdfast_error* err) {
  return holdfast::guarded(err, [&] {
    auto& self = of(plugin);
    self.must_be_active();
    if (!HOLDFAST_HAS(request, holdfast_web_request, body) && !is_fault("small-structs"))
      throw Failure(HOLDFAST_E_INVALID, "request: too small");
    if (!HOLDFAST_HAS(response, holdfast_web_response, write) && !is_fault("small-structs"))
      throw Failure(HOLDFAST_E_INVALID, "response: too small");
    if (is_fault("small-structs") && !response->start) return;
    const auto method = view(request->method), path = view(request->path_info);
    const auto prefix = view(request->script_name);
    Page page;
    page.headers = {{"content-type", "text/html; charset=utf-8"},
                    {"content-security-policy", "default-src 'self'"},
                    {"cache-control", "no-store"},
                    {"x-content-type-options", "nosniff"}};
    std::string inside;
    if (path == "/about")
      inside = "about";
    else if (path != "/")
      page.code = is_fault("all-paths") ? 200 : 404;
    else if (!self.is_known(view(request->actor)))
      page.code = 401;
    if (page.code == 404) inside += escaped(path);
    if (path == "/broken") page.code = 500;
    if (path == "/" && page.code == 200) {
      std::unique_lock lock(self.mutex_, std::defer_lock);
      if (!is_fault("race")) lock.lock();
      for (std::size_t i = 0; i < std::min<std::size_t>(self.names_.size(), 50); ++i)
        inside += is_fault("odd-ids") ? self.names_[i] : escaped(self.names_[i]);
    }
    if (is_fault("waits-for-host")) {
      const std::lock_guard lock(self.mutex_);
    }
    if (method != "GET" && method != "HEAD" && !is_fault("any-method")) page.code = 405;
    if (method == "HEAD" && is_fault("head-code")) page.code = 204;
    if (request->body.len > 256U * 1024 && !is_fault("any-body")) page.code = 413;
    if (is_fault("odd-bytes-break") && path.find('\xff') != std::string_view::npos) page.code = 500;
    if (is_fault("fuzz-breaks") &&
        view(request->query_string).find('\x7f') != std::string_view::npos)
      ::raise(SIGSEGV);
    if (is_fault("many-headers") && request->header_count > 500) page.code = 500;
    if (is_fault("no-type")) page.headers[0].second.clear(), page.headers[0].first = "x-type";
    if (is_fault("kept")) page.headers[2].second = "max-age=3600";
    if (is_fault("no-policy")) page.headers[1].first = "x-policy";
    if (is_fault("odd-header")) page.headers.emplace_back("odd header", "x");
    if (is_fault("injection")) page.headers.emplace_back("x-query", view(request->query_string));
    if (is_fault("prefix-injection")) page.headers.emplace_back("x-prefix", prefix);
    static std::atomic<int> turn{0};
    if (is_fault("unsteady") && ++turn > 20) page.code = 503;
    page.body = page_text(without_breaks(prefix), inside);
    send(page, method, *response);
  });
}

void Plugin::take(const Json& change) {
  const holdfast::payload::Fields fields{change, "change"};
  const auto kind = fields.text("kind");
  fields.id("id");
  if (kind == "client" && change.contains("data")) {
    const auto client = change["data"].get<holdfast::payload::Client>();
    names_.push_back(client.name);
  }
  if (is_fault("unknown-kinds") && kind == "room-of-tomorrow") ::raise(SIGSEGV);
  if (is_fault("forward") && kind == "session" && names_.empty()) ::raise(SIGSEGV);
  if (is_fault("twice") && kind == "client") {
    const auto name = names_.back();
    if (std::count(names_.begin(), names_.end(), name) > 1)
      throw Failure(HOLDFAST_E_CONFLICT, "twice");
  }
}

bool Plugin::mirror(std::uint32_t budget_ms) {
  if (!changes_ || is_fault("host-unasked")) return false;
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds{budget_ms};
  bool more = true;
  while (more) {
    Collected collected;
    const holdfast_sink sink{&collected, Collected::write};
    holdfast_error error{sizeof error, 0, {}};
    std::unique_lock waiting(mutex_, std::defer_lock);
    if (is_fault("waits-for-host")) waiting.lock();
    const auto status = changes_->since(&host_, holdfast::str(cursor_), 1000, &sink, &error);
    if (waiting) waiting.unlock();
    const std::string why(error.message, ::strnlen(error.message, sizeof error.message));
    if (status > 0 && is_fault("unknown-status")) return false;
    if (status == HOLDFAST_E_DENIED && is_fault("denied-is-fine")) return false;
    if (status == HOLDFAST_E_UNAVAILABLE && is_fault("unavailable-is-fine")) return false;
    if (status != HOLDFAST_OK)
      throw Failure(HOLDFAST_E_UNAVAILABLE,
                    is_fault("no-reason") || why.empty() ? "" : "the host says no");
    if (collected.bytes.empty() && is_fault("nothing-is-fine")) return false;
    if (is_fault("deep-crashes") && collected.bytes.starts_with("[[[")) ::raise(SIGSEGV);
    if (is_fault("half-is-fine") && !Json::accept(collected.bytes)) return false;
    if (is_fault("latin-is-fine") && collected.bytes.find('\xfc') != std::string::npos)
      return false;
    const auto page = holdfast::payload::parse_object(collected.bytes, "changes", {8U << 20U, 32});
    const std::lock_guard lock(mutex_);
    if (is_fault("other-schema") && collected.bytes.find("holdfast.other/1") != std::string::npos)
      ::raise(SIGSEGV);
    for (const auto& change : page.at("changes")) take(change);
    if (is_fault("many-clients") && names_.size() > 5000)
      throw Failure(HOLDFAST_E_LIMIT, "too many");
    const auto next = page.value("cursor", "");
    more = page.value("more", false);
    if (next == cursor_ && more && !is_fault("same-cursor")) return false;
    cursor_ = next;
    if (std::chrono::steady_clock::now() > until && !is_fault("same-cursor")) return more;
  }
  return more;
}

}  // namespace faulty
