// SPDX-License-Identifier: MIT
// The plugin that a host loads to be tested: it writes down how it is called and, at activate, runs
// one case on the host. It is its own host's guest like any other plugin.
#include <holdfast/entry.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <functional>
#include <memory>
#include <thread>

#include "host_bench.hpp"
#include "probe/journal.hpp"

namespace holdfast::conform {
namespace {

class VendorBench : public HostBench {
 public:
  explicit VendorBench(const holdfast_host& host) : host_(host) {}
  const holdfast_host& host() override { return host_; }

 private:
  const holdfast_host& host_;
};

class Probe {
 public:
  Probe(const holdfast_host& host, Errand errand)
      : table_{sizeof table_, 0, this, activate, deactivate, destroy, extension},
        host_(host),
        errand_(std::move(errand)) {}
  const holdfast_plugin* abi() const { return &table_; }
  const Errand& errand() const { return errand_; }

  void note(const std::string& line) const {
    const auto thread = std::hash<std::thread::id>{}(std::this_thread::get_id());
    std::ofstream(errand_.journal(), std::ios::app) << line << " thread=" << thread << "\n";
  }

 private:
  static Probe& behind(const holdfast_plugin* plugin) { return *static_cast<Probe*>(plugin->data); }
  static holdfast_status activate(const holdfast_plugin* plugin, holdfast_error* err) {
    auto& self = behind(plugin);
    self.note("activate error=" + std::to_string(err ? err->size : 0));
    if (self.errand_.name == errands::refuse_activate)
      return holdfast::fail(err, HOLDFAST_E_UNAVAILABLE, "the probe refuses to be activated");
    if (self.errand_.name == errands::long_message)
      return holdfast::fail(err, HOLDFAST_E_UNAVAILABLE, std::string(500, 'm'));
    return guarded(err, [&] { self.run(); });
  }
  static void deactivate(const holdfast_plugin* plugin) { behind(plugin).note("deactivate"); }
  static void destroy(const holdfast_plugin* plugin) {
    behind(plugin).note("destroy");
    delete &behind(plugin);
  }
  static const void* extension(const holdfast_plugin* plugin, const char* id);
  static holdfast_status handle(const holdfast_plugin* plugin, const holdfast_web_request* request,
                                const holdfast_web_response* response, holdfast_error* err);
  static holdfast_status tick(const holdfast_plugin* plugin, std::uint32_t, std::uint32_t* due_ms,
                              holdfast_error*) {
    behind(plugin).note("tick");
    if (due_ms) *due_ms = 60'000;
    return HOLDFAST_OK;
  }
  static holdfast_status nothing(const holdfast_plugin*, holdfast_error*) { return HOLDFAST_OK; }

  void report(const Ending& ending) const {
    const auto unfinished = errand_.report() + ".part";
    std::ofstream(unfinished) << static_cast<int>(ending.outcome) << ending.text;
    ::rename(unfinished.c_str(), errand_.report().c_str());
  }
  void run() const;
  Ending ending_of(const HostCase& one) const;
  void note(const holdfast_web_request& request) const;

  holdfast_plugin table_;
  const holdfast_host& host_;
  Errand errand_;
};

Ending Probe::ending_of(const HostCase& one) const {
  VendorBench bench(host_);
  bench.seed = errand_.seed;
  try {
    if (!errand_.facts_json.empty()) bench.facts = parse_facts(errand_.facts_json);
    one.run(bench);
  } catch (const Ending& ending) {
    return ending;
  } catch (const std::exception& exception) {
    return {Outcome::fail, exception.what()};
  }
  return {Outcome::pass, {}};
}

void Probe::run() const {
  for (const auto& one : all_host_cases())
    if (errand_.name == one.name) return report(ending_of(one));
  report({Outcome::pass, {}});  // an errand: the journal tells
}

std::string plain(holdfast_str text) {
  std::string safe;
  for (const char c : view(text)) safe += (c > ' ' && c < 127) ? c : '?';
  return safe;
}

void Probe::note(const holdfast_web_request& request) const {
  note("request size=" + std::to_string(request.size) + " method=" + plain(request.method) +
       " prefix=" + plain(request.script_name) + " path=" + plain(request.path_info));
  for (std::uint32_t i = 0; request.headers && i < request.header_count; ++i)
    note("header name=" + plain(request.headers[i].name));
}

holdfast_status Probe::handle(const holdfast_plugin* plugin, const holdfast_web_request* request,
                              const holdfast_web_response* response, holdfast_error* err) {
  auto& self = behind(plugin);
  self.note(*request);
  self.note("response size=" + std::to_string(response->size) +
            " error=" + std::to_string(err ? err->size : 0));
  const auto& name = self.errand_.name;
  if (name == errands::fail_handle)
    return holdfast::fail(err, HOLDFAST_E_UNAVAILABLE, "the probe makes no answer");
  const auto body = name == errands::many_pieces ? std::string(3000, 'p') : std::string("probe\n");
  const holdfast_header type{str("content-type"), str("text/plain; charset=utf-8")};
  if (const auto status = response->start(response->ctx, 200, &type, 1))
    return holdfast::fail(err, status, "the host refused the answer's head");
  const std::size_t piece = name == errands::many_pieces ? 1 : body.size();
  for (std::size_t at = 0; at < body.size(); at += piece)
    if (const auto status = response->write(response->ctx, body.data() + at, piece))
      return holdfast::fail(err, status, "the host refused the answer's body");
  return HOLDFAST_OK;
}

const void* Probe::extension(const holdfast_plugin* plugin, const char* id) {
  static constexpr holdfast_plugin_web web{sizeof web, 0, handle};
  static constexpr holdfast_plugin_lifecycle life{
      sizeof life, 0, tick, nothing, [](const holdfast_plugin*) {}, nothing};
  auto& self = behind(plugin);
  if (self.errand_.name == errands::no_web) return nullptr;
  if (std::strcmp(id, HOLDFAST_PLUGIN_WEB) == 0) return &web;
  if (std::strcmp(id, HOLDFAST_PLUGIN_LIFECYCLE) == 0) return &life;
  return nullptr;
}

// What happens before a configuration says where to write it down.
std::string& early() {
  static auto* text = new std::string;  // outlives every host
  return *text;
}

holdfast_status init(const char* own_path, holdfast_error*) {
  early() += std::string("init path=") + (own_path ? own_path : "(null)") + "\n";
  return HOLDFAST_OK;
}
void deinit() {}

const holdfast_plugin* create(const holdfast_host* host, holdfast_str config_json,
                              holdfast_error* err) {
  std::unique_ptr<Probe> probe;
  guarded(err, [&] {
    if (!host) throw Failure(HOLDFAST_E_INVALID, "create without a host");
    auto made = std::make_unique<Probe>(*host, read_errand(view(config_json)));
    std::ofstream(made->errand().journal(), std::ios::app) << early();
    made->note("create size=" + std::to_string(host->size) + " major=" +
               std::to_string(host->abi_major) + " extension=" + (host->get_extension ? "1" : "0") +
               " error=" + std::to_string(err ? err->size : 0));
    if (made->errand().name == errands::refuse_create)
      throw Failure(HOLDFAST_E_INVALID, "the probe refuses to be made");
    probe = std::move(made);
  });
  return probe ? probe.release()->abi() : nullptr;
}

constexpr holdfast_entry entry{sizeof entry,
                               HOLDFAST_ABI_MAJOR,
                               HOLDFAST_ABI_MINOR,
                               0,
                               "org.holdfast.conform-probe",
                               "Conformance probe",
                               "1.0.0",
                               init,
                               deinit,
                               create};

}  // namespace
}  // namespace holdfast::conform

const holdfast_entry* holdfast_plugin_entry(std::uint32_t abi_major) {
  return abi_major == HOLDFAST_ABI_MAJOR ? &holdfast::conform::entry : nullptr;
}
