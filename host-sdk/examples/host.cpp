// SPDX-License-Identifier: MIT
// The smallest host in C++, with the SDK's loader: it checks owner, mode, manifest and ABI before
// loading.
//   host PLUGIN CONFIG_JSON DATA_FOLDER PATH      prints the status, then the body
#include <holdfast/holdfast.h>

#include <chrono>
#include <cstring>
#include <holdfast/cpp/guard.hpp>
#include <iostream>

#include "loader/library.hpp"

namespace {

using holdfast::Failure;
using holdfast::str;

// What this host gives: a log, a clock and a private folder.
void say(const holdfast_host*, std::int32_t severity, holdfast_str line) {
  std::cerr << '[' << severity << "] " << holdfast::view(line) << '\n';
}
std::int64_t now_ms(const holdfast_host*) {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}
const char* zone(const holdfast_host*) { return "UTC"; }
const char* directory(const holdfast_host* host) { return static_cast<const char*>(host->data); }

constexpr holdfast_host_log log_table{sizeof log_table, 0, say};
constexpr holdfast_host_clock clock_table{sizeof clock_table, 0, now_ms, zone};
constexpr holdfast_host_store store_table{sizeof store_table, 0, directory};

const void* extension(const holdfast_host*, const char* id) {
  if (std::strcmp(id, HOLDFAST_HOST_LOG) == 0) return &log_table;
  if (std::strcmp(id, HOLDFAST_HOST_CLOCK) == 0) return &clock_table;
  if (std::strcmp(id, HOLDFAST_HOST_STORE) == 0) return &store_table;
  return nullptr;
}

holdfast_status start(void*, std::int32_t status, const holdfast_header*, std::uint32_t) {
  std::cout << status << '\n';
  return HOLDFAST_OK;
}
holdfast_status body(void*, const void* data, std::size_t len) {
  std::cout.write(static_cast<const char*>(data), static_cast<std::streamsize>(len));
  return HOLDFAST_OK;
}

void must(bool is_well, const holdfast_error& error) {
  if (!is_well) throw Failure(error.code, error.message);
}

void show(char** argv) {
  const auto library = holdfast::loader::load_plugin(argv[1]);
  const auto& entry = *library.entry;
  holdfast_error error{sizeof error, 0, {}};
  const holdfast_host host{
      sizeof host, HOLDFAST_ABI_MAJOR, HOLDFAST_ABI_MINOR, 0, argv[3], "smallest host",
      "1",         extension};
  must(entry.init(library.path.c_str(), &error) == HOLDFAST_OK, error);
  const auto* plugin = entry.create(&host, str(argv[2]), &error);
  must(plugin && plugin->activate(plugin, &error) == HOLDFAST_OK, error);

  const auto* web = holdfast::extension_of<holdfast_plugin_web>(plugin, HOLDFAST_PLUGIN_WEB);
  holdfast_web_request request{};
  request.size = sizeof request;
  request.method = str("GET");
  request.script_name = str("/holdfast");
  request.path_info = str(argv[4]);
  const holdfast_web_response response{sizeof response, 0, nullptr, start, body};
  must(web && web->handle(plugin, &request, &response, &error) == HOLDFAST_OK, error);
  plugin->deactivate(plugin);
  plugin->destroy(plugin);
  entry.deinit();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return std::cerr << "usage: host PLUGIN CONFIG DATA PATH\n", 2;
  try {
    show(argv);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
