// SPDX-License-Identifier: MIT
#include "extensions.hpp"

#include <holdfast/ext/plugin_lifecycle.h>
#include <holdfast/ext/plugin_tools.h>
#include <holdfast/ext/plugin_web.h>

#include <cstring>
#include <holdfast/cpp/guard.hpp>

#include "shim.hpp"

namespace holdfast::shim {
namespace {

// Finds the core and its table, then calls; the core's own status and message go through unchanged.
template <class Table, class Call>
holdfast_status forward(const holdfast_plugin* plugin, const char* id, holdfast_error* err,
                        Call&& call) noexcept {
  const holdfast_plugin* core = nullptr;
  const Table* table = nullptr;
  const auto refused = guarded(err, [&] {
    core = &Shim::core_of(plugin);
    table = &Shim::table_of<Table>(plugin, id);
  });
  return refused ? refused : call(*table, core);
}

holdfast_status handle(const holdfast_plugin* plugin, const holdfast_web_request* request,
                       const holdfast_web_response* response, holdfast_error* err) {
  return forward<holdfast_plugin_web>(plugin, HOLDFAST_PLUGIN_WEB, err, [&](auto& web, auto* core) {
    return web.handle(core, request, response, err);
  });
}

holdfast_status tick(const holdfast_plugin* plugin, std::uint32_t budget_ms, std::uint32_t* due_ms,
                     holdfast_error* err) {
  return forward<holdfast_plugin_lifecycle>(
      plugin, HOLDFAST_PLUGIN_LIFECYCLE, err,
      [&](auto& life, auto* core) { return life.tick(core, budget_ms, due_ms, err); });
}

holdfast_status worker_started(const holdfast_plugin* plugin, holdfast_error* err) {
  return forward<holdfast_plugin_lifecycle>(
      plugin, HOLDFAST_PLUGIN_LIFECYCLE, err,
      [&](auto& life, auto* core) { return life.worker_started(core, err); });
}

void worker_stopping(const holdfast_plugin* plugin) {
  forward<holdfast_plugin_lifecycle>(plugin, HOLDFAST_PLUGIN_LIFECYCLE, nullptr,
                                     [&](auto& life, auto* core) -> holdfast_status {
                                       life.worker_stopping(core);
                                       return HOLDFAST_OK;
                                     });
}

holdfast_status before_backup(const holdfast_plugin* plugin, holdfast_error* err) {
  return forward<holdfast_plugin_lifecycle>(
      plugin, HOLDFAST_PLUGIN_LIFECYCLE, err,
      [&](auto& life, auto* core) { return life.before_backup(core, err); });
}

holdfast_status run(const holdfast_plugin* plugin, holdfast_str name, holdfast_str options_json,
                    const holdfast_tool_io* io, holdfast_error* err) {
  return forward<holdfast_plugin_tools>(
      plugin, HOLDFAST_PLUGIN_TOOLS, err,
      [&](auto& tools, auto* core) { return tools.run(core, name, options_json, io, err); });
}

holdfast_status list(const holdfast_plugin* plugin, const holdfast_sink* out, holdfast_error* err) {
  return forward<holdfast_plugin_tools>(
      plugin, HOLDFAST_PLUGIN_TOOLS, err,
      [&](auto& tools, auto* core) { return tools.list(core, out, err); });
}

constexpr holdfast_plugin_web web{sizeof web, 0, handle};
constexpr holdfast_plugin_lifecycle lifecycle{
    sizeof lifecycle, 0, tick, worker_started, worker_stopping, before_backup};
constexpr holdfast_plugin_tools tools{sizeof tools, 0, run, list};

}  // namespace

const void* extension(const char* id) noexcept {
  if (std::strcmp(id, HOLDFAST_PLUGIN_WEB) == 0) return &web;
  if (std::strcmp(id, HOLDFAST_PLUGIN_LIFECYCLE) == 0) return &lifecycle;
  if (std::strcmp(id, HOLDFAST_PLUGIN_TOOLS) == 0) return &tools;
  return nullptr;
}

}  // namespace holdfast::shim
