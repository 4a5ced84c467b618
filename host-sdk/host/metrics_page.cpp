// SPDX-License-Identifier: MIT
#include "metrics_page.hpp"

#include <holdfast/cpp/guard.hpp>

namespace holdfast::host {
namespace {

Response counts(int status, std::string text) {
  return {
      status,
      {{"content-type", "text/plain; version=0.0.4; charset=utf-8"}, {"cache-control", "no-store"}},
      std::move(text)};
}

std::string text_of(const MountedPlugin& plugin) {
  std::string text;
  const holdfast_tool_io io{
      sizeof io,
      0,
      &text,
      [](void*, const char*, void*, std::size_t, std::size_t* got) -> holdfast_status {
        *got = 0;
        return HOLDFAST_OK;
      },
      [](void* ctx, const char*, const void* data, std::size_t length) {
        return guarded(nullptr, [&] {
          static_cast<std::string*>(ctx)->append(static_cast<const char*>(data), length);
        });
      },
      nullptr,
      nullptr};
  plugin.run("metrics", "{}", io);
  return text;
}

}  // namespace

Response metrics_page(const MetricsParts& parts, const Request& request) {
  if (request.target != "/metrics") return counts(404, "There is /metrics here.\n");
  if (request.method != "GET" && request.method != "HEAD") return counts(405, "GET\n");
  auto text =
      std::string(
          "# HELP holdfast_ready 1 when Holdfast works and its store takes what is written.\n"
          "# TYPE holdfast_ready gauge\nholdfast_ready ") +
      (parts.is_ready() ? "1\n" : "0\n");
  try {
    text += text_of(parts.plugin);
  } catch (const std::exception&) {
    text += "# The store cannot be read now.\n";  // the log says why
  }
  return counts(200, std::move(text));
}

}  // namespace holdfast::host
