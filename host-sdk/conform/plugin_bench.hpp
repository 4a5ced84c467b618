// SPDX-License-Identifier: MIT
// A plugin's library and the instances made of it: each case has a folder of its own.
#pragma once
#include <map>

#include "facts.hpp"
#include "invented_host.hpp"
#include "library_bench.hpp"

namespace holdfast::conform {

// What a web host keeps of one answer.
struct Page {
  holdfast_status status = HOLDFAST_OK;  // of handle()
  std::string why;
  int starts = 0, writes_before_start = 0, writes_after_refusal = 0;
  int code = 0;  // HTTP
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string header(std::string_view name) const;  // in lower case; empty when absent
};

struct Request {
  std::string method = "GET", prefix, path = "/", query, actor, body;
  std::vector<std::pair<std::string, std::string>> headers;
};

// One plugin instance on one host. Ends it when it goes.
class Instance {
 public:
  Instance(const holdfast_entry& entry, const holdfast_host* host, std::string_view config);
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;
  ~Instance();

  bool is_there() const { return plugin_ != nullptr; }
  const std::string& refusal() const { return refusal_; }  // of create
  const holdfast_plugin* abi() const { return plugin_; }
  Answer activate() const { return tell(plugin_->activate, plugin_); }
  void deactivate() const { plugin_->deactivate(plugin_); }
  Answer tick(std::uint32_t budget_ms = 200, std::uint32_t* due_ms = nullptr) const;

  template <class Table>
  const Table& table(const char* id) const {
    const auto* found = extension_of<Table>(plugin_, id);
    if (!found) skip(std::string("does not offer ") + id);
    return *found;
  }
  const auto& web() const { return table<holdfast_plugin_web>(HOLDFAST_PLUGIN_WEB); }
  const auto& life() const { return table<holdfast_plugin_lifecycle>(HOLDFAST_PLUGIN_LIFECYCLE); }
  const auto& tools() const { return table<holdfast_plugin_tools>(HOLDFAST_PLUGIN_TOOLS); }

  Page ask(const Request& request) const;
  struct Refusal {
    holdfast_status of_start = HOLDFAST_OK, of_write = HOLDFAST_OK;
  };
  Page ask(const Request& request, const Refusal& refusal) const;

 private:
  const holdfast_plugin* plugin_ = nullptr;
  std::string refusal_;
};

class PluginBench {
 public:
  PluginBench(LibraryBench library, std::string config);
  ~PluginBench();
  PluginBench(const PluginBench&) = delete;
  PluginBench& operator=(const PluginBench&) = delete;

  const LibraryBench& library() const { return library_; }
  const holdfast_entry& entry();  // after init
  BaseHost& base() { return base_; }
  const std::string& config() const { return config_; }
  std::string native_config() const;  // without an adapter

  std::unique_ptr<Instance> make() { return make(base_.abi(), config_); }
  std::unique_ptr<Instance> make(const holdfast_host* host, std::string_view config);
  // Made and activated, or the case fails.
  const Instance& running();
  void end_running() { running_.reset(); }
  // A person the test practice knows; empty when the facts name none.
  std::string actor() const { return facts.actors.empty() ? "" : facts.actors.front().actor; }

  Facts facts;
  std::uint64_t seed = 1;

 private:
  LibraryBench library_;
  std::string config_;
  BaseHost base_;
  const holdfast_entry* entry_ = nullptr;
  std::unique_ptr<Instance> running_;
  pid_t folder_of_;
};

using PluginCase = CaseOn<PluginBench>;
std::vector<PluginCase> all_plugin_cases();

}  // namespace holdfast::conform
