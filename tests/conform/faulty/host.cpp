// SPDX-License-Identifier: MIT
// A small host over the faulty practice: one plugin, one page, then the end.
//
//   faulty-host PLUGIN CONFIG_JSON DATA_FOLDER PRACTICE_FILE
#include <dlfcn.h>
#include <holdfast/holdfast.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <thread>

#include "fault.hpp"
#include "practice.hpp"

namespace {

using faulty::is_fault;
std::string* folder;

const void* base_extension(const holdfast_host*, const char* id) {
  static const holdfast_host_log log{sizeof log, 0,
                                     [](const holdfast_host*, int32_t, holdfast_str) {}};
  static const holdfast_host_clock clock{
      sizeof clock, 0, [](const holdfast_host*) { return int64_t{1'795'430'400'000}; },
      [](const holdfast_host*) -> const char* { return "Europe/Berlin"; }};
  static const holdfast_host_store store{
      sizeof store, 0, [](const holdfast_host*) -> const char* { return folder->c_str(); }};
  const std::string_view wanted = id;
  if (wanted == HOLDFAST_HOST_LOG) return &log;
  if (wanted == HOLDFAST_HOST_CLOCK) return &clock;
  if (wanted == HOLDFAST_HOST_STORE) return &store;
  return nullptr;
}

int give_up(const char* why) {
  std::fprintf(stderr, "%s\n", why);
  return 1;
}

// The answer's bytes go nowhere; what matters is that they can come.
holdfast_status start(void*, std::int32_t, const holdfast_header*, uint32_t) { return HOLDFAST_OK; }
holdfast_status take(void* ctx, const void*, std::size_t) {
  auto& pieces = *static_cast<int*>(ctx);
  return ++pieces > 100 && is_fault("host-few-pieces") ? HOLDFAST_E_LIMIT : HOLDFAST_OK;
}

int ask_for_a_page(const holdfast_plugin* plugin, holdfast_error* err) {
  const auto* web =
      static_cast<const holdfast_plugin_web*>(plugin->get_extension(plugin, HOLDFAST_PLUGIN_WEB));
  if (!web && !is_fault("host-needs-web")) return give_up("no pages");
  int pieces = 0;
  const holdfast_header header{holdfast::str(is_fault("host-loud-header") ? "Accept" : "accept"),
                               holdfast::str("text/html")};
  holdfast_web_request request{
      sizeof request, 1, holdfast::str("GET"), {}, holdfast::str("/"), {}, {}, {}, &header, {}};
  if (is_fault("host-bad-prefix")) request.script_name = holdfast::str("holdfast/");
  const holdfast_web_response response{sizeof response, 0, &pieces, start, take};
  if (web->handle(plugin, &request, &response, err) == HOLDFAST_OK) return 0;
  if (is_fault("host-dies-of-refusal")) std::raise(SIGABRT);
  return give_up("no answer");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return give_up("usage: faulty-host PLUGIN CONFIG DATA PRACTICE");
  if (is_fault("host-hangs"))
    for (;;) ::pause();
  folder = new std::string(argv[3]);
  ::chmod(argv[3], 0700);
  const holdfast_host base{
      sizeof base, 1, 0, HOLDFAST_HOST_THREADED, nullptr, "faulty host", "1.0.0", base_extension};
  faulty::Practice practice(&base, {{"practice", argv[4]}});
  auto host = *practice.abi();
  if (is_fault("host-small")) host.size = 16;
  void* library = ::dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  if (!library) return give_up("the plugin does not load");
  const auto entry_of = reinterpret_cast<const holdfast_entry* (*)(uint32_t)>(
      ::dlsym(library, "holdfast_plugin_entry"));
  const auto* entry = entry_of(1);
  holdfast_error err{sizeof err, 0, {}};
  if (is_fault("host-no-error-size")) err.size = 0;
  if (!is_fault("host-no-init"))
    entry->init(is_fault("host-relative") ? "plugin.so" : argv[1], &err);
  const auto* plugin = entry->create(&host, holdfast::str(argv[2]), &err);
  if (!plugin && is_fault("host-ignores-create")) std::raise(SIGSEGV);
  if (!plugin) return give_up("no plugin");
  holdfast_status active = HOLDFAST_OK;
  if (is_fault("host-other-thread"))
    std::thread([&] { active = plugin->activate(plugin, &err); }).join();
  else
    active = plugin->activate(plugin, &err);
  if (active != HOLDFAST_OK && is_fault("host-long-message") && std::strlen(err.message) > 240)
    std::raise(SIGSEGV);
  if (active != HOLDFAST_OK && !is_fault("host-ignores-activate")) return give_up("not active");
  const int status = ask_for_a_page(plugin, &err);
  if (is_fault("host-just-ends")) std::_Exit(0);
  if (is_fault("host-status")) return 3;
  plugin->deactivate(plugin);
  plugin->destroy(plugin);
  entry->deinit();
  return status;
}
