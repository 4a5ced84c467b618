// SPDX-License-Identifier: MIT
// A core that does next to nothing, so that the shim and the hosts are tested without the product.
// Pages: /about, /echo (what was asked), /hand-over (ends the session), /smuggle (a header that
// must not pass), /needs-login, /slow, /fails. Like the real one it links Poco, whose loading
// changes the signal mask.
#include <Poco/ThreadPool.h>
#include <holdfast/entry.h>
#include <holdfast/ext/host_clients.h>
#include <holdfast/ext/host_log.h>
#include <holdfast/ext/host_store.h>
#include <holdfast/ext/plugin_lifecycle.h>
#include <holdfast/ext/plugin_tools.h>
#include <holdfast/ext/plugin_web.h>

#include <chrono>
#include <cstring>
#include <fstream>
#include <holdfast/cpp/guard.hpp>
#include <string>
#include <thread>
#include <vector>

namespace {

using holdfast::Failure;
using holdfast::guarded;
using holdfast::str;
using holdfast::view;

struct FakeCore {
  holdfast_plugin table;
  const holdfast_host* host;
  std::string config;
  bool is_active = false;
};

FakeCore& self(const holdfast_plugin* plugin) { return *static_cast<FakeCore*>(plugin->data); }

bool says(const FakeCore& core, const char* text) {
  return core.config.find(text) != std::string::npos;
}

holdfast_status activate(const holdfast_plugin* plugin, holdfast_error* err) {
  return guarded(err, [&] {
    auto& core = self(plugin);
    if (says(core, "\"practice_name\":\"refused\""))
      throw Failure(HOLDFAST_E_UNAVAILABLE,
                    "configuration: practice_name: the fake core refuses it");
    // So that the linker keeps Poco, as the real core does.
    if (Poco::ThreadPool(1, 2).capacity() != 2) throw Failure(HOLDFAST_E_INTERNAL, "no Poco");
    core.is_active = true;
  });
}
void deactivate(const holdfast_plugin* plugin) {
  self(plugin).is_active = false;
  if (const auto* store =
          holdfast::extension_of<holdfast_host_store>(self(plugin).host, HOLDFAST_HOST_STORE))
    std::ofstream(std::string(store->directory(self(plugin).host)) + "/deactivated") << "yes\n";
}
void destroy(const holdfast_plugin* plugin) { delete &self(plugin); }

struct Page {
  int status = 200;
  std::string body;
  std::vector<holdfast_header> headers;
};

std::string echo(const holdfast_web_request& request) {
  std::string text;
  const auto line = [&](const char* name, holdfast_str value) {
    text += std::string(name) + ": " + std::string(view(value)) + "\n";
  };
  line("method", request.method);
  line("script_name", request.script_name);
  line("path_info", request.path_info);
  line("query_string", request.query_string);
  line("actor", request.actor);
  line("body", request.body);
  for (std::uint32_t i = 0; i < request.header_count; ++i)
    text += "header " + std::string(view(request.headers[i].name)) + ": " +
            std::string(view(request.headers[i].value)) + "\n";
  return text;
}

Page page_for(const FakeCore& core, const holdfast_web_request& request) {
  const auto path = view(request.path_info);
  if (path == "/about") return {200, "<h1>About the fake core</h1>\n", {}};
  if (path == "/config") return {200, core.config, {}};
  if (path == "/host") {
    const auto* clients =
        holdfast::extension_of<holdfast_host_clients>(core.host, HOLDFAST_HOST_CLIENTS);
    std::string client = "none";
    if (clients) {
      client.clear();
      const auto sink = holdfast::into(client);
      clients->get(core.host, str("u-1"), str("c-1"), &sink, nullptr);
    }
    return {200, std::string(core.host->name) + " " + client, {}};
  }
  if (path.starts_with("/echo")) return {200, echo(request), {}};
  if (path == "/hand-over") return {200, "a form\n", {{str("Holdfast-End-Session"), str("1")}}};
  if (path == "/smuggle") return {200, "x", {{str("x-note"), str("a\r\nSet-Cookie: b=c")}}};
  if (path == "/needs-login") return {401, "{}", {}};
  if (path == "/fails") throw Failure(HOLDFAST_E_INTERNAL, "the fake core fails");
  if (path == "/slow") {
    std::this_thread::sleep_for(std::chrono::milliseconds(700));
    return {200, "slow\n", {}};
  }
  if (request.body.len > 256 * 1024) return {413, "too large for the plugin\n", {}};
  return {404, "nothing here\n", {}};
}

holdfast_status handle(const holdfast_plugin* plugin, const holdfast_web_request* request,
                       const holdfast_web_response* response, holdfast_error* err) {
  return guarded(err, [&] {
    if (!self(plugin).is_active) throw Failure(HOLDFAST_E_STATE, "the fake core is not active");
    auto page = page_for(self(plugin), *request);
    page.headers.push_back({str("content-type"), str("text/html; charset=utf-8")});
    response->start(response->ctx, page.status, page.headers.data(),
                    static_cast<std::uint32_t>(page.headers.size()));
    response->write(response->ctx, page.body.data(), page.body.size());
  });
}

holdfast_status tick(const holdfast_plugin*, std::uint32_t, std::uint32_t* due, holdfast_error*) {
  if (due) *due = 1000;
  return HOLDFAST_OK;
}
holdfast_status worker_started(const holdfast_plugin*, holdfast_error*) { return HOLDFAST_OK; }
void worker_stopping(const holdfast_plugin*) {}
holdfast_status before_backup(const holdfast_plugin*, holdfast_error*) { return HOLDFAST_OK; }

// "score" copies its input; "import" does so with the store open; "verify" finds a fault.
holdfast_status run(const holdfast_plugin*, holdfast_str name, holdfast_str options,
                    const holdfast_tool_io* io, holdfast_error* err) {
  return guarded(err, [&] {
    const auto tool = view(name);
    if (tool == "verify") throw Failure(HOLDFAST_E_INVALID, "line 3, client: nobody of that name");
    if (tool == "demo-ratings") {
      io->write(io->ctx, "out", "client,session\n", 15);
      return;
    }
    if (tool != "score" && tool != "import" && tool != "replay")
      throw Failure(HOLDFAST_E_NOT_FOUND, "no such tool");
    const auto* out = tool == "replay" ? "alerts" : "out";
    const auto head = std::string(tool) + " " + std::string(view(options)) + "\n";
    io->write(io->ctx, out, head.data(), head.size());
    char piece[1000];
    for (std::size_t got = 0;
         io->read(io->ctx, "in", piece, sizeof piece, &got) == HOLDFAST_OK && got > 0;)
      io->write(io->ctx, out, piece, got);
  });
}
holdfast_status list(const holdfast_plugin*, const holdfast_sink* out, holdfast_error* err) {
  return guarded(err, [&] {
    holdfast::put(*out, R"({"schema":"holdfast.tools/1","tools":[
      {"name":"score","needs":"nothing"},{"name":"replay","needs":"nothing"},
      {"name":"import","needs":"store"},{"name":"verify","needs":"store"}]})");
  });
}

constexpr holdfast_plugin_web web{sizeof web, 0, handle};
constexpr holdfast_plugin_lifecycle lifecycle{
    sizeof lifecycle, 0, tick, worker_started, worker_stopping, before_backup};
constexpr holdfast_plugin_tools tools{sizeof tools, 0, run, list};

const void* extension(const holdfast_plugin*, const char* id) {
  if (std::strcmp(id, HOLDFAST_PLUGIN_WEB) == 0) return &web;
  if (std::strcmp(id, HOLDFAST_PLUGIN_LIFECYCLE) == 0) return &lifecycle;
  if (std::strcmp(id, HOLDFAST_PLUGIN_TOOLS) == 0) return &tools;
  return nullptr;
}

holdfast_status init(const char*, holdfast_error*) { return HOLDFAST_OK; }
void deinit() {}
const holdfast_plugin* create(const holdfast_host* host, holdfast_str config, holdfast_error* err) {
  if (view(config).find("\"colour\"") != std::string_view::npos) {
    holdfast::fail(err, HOLDFAST_E_INVALID, "configuration: colour: is not a setting");
    return nullptr;
  }
  auto* core = new FakeCore{{}, host, std::string(view(config)), false};
  core->table = {sizeof(holdfast_plugin), 0, core, activate, deactivate, destroy, extension};
  return &core->table;
}

constexpr holdfast_entry entry{
    sizeof entry,          1,    0,      0,     "org.example.fake-core", "Fake core",
    HOLDFAST_FAKE_VERSION, init, deinit, create};

}  // namespace

extern "C" HOLDFAST_EXPORT const holdfast_entry* holdfast_core_entry(std::uint32_t abi_major) {
  return abi_major == 1 ? &entry : nullptr;
}
