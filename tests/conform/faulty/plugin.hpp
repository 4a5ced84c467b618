// SPDX-License-Identifier: MIT
#pragma once
#include <holdfast/holdfast.h>
#include <sys/types.h>

#include <atomic>
#include <holdfast/cpp/guard.hpp>
#include <holdfast/cpp/payload_json.hpp>
#include <mutex>
#include <string>

namespace faulty {

using holdfast::payload::Json;

class Plugin {
 public:
  explicit Plugin(const holdfast_host& host);
  ~Plugin();
  Plugin(const Plugin&) = delete;
  Plugin& operator=(const Plugin&) = delete;
  const holdfast_plugin* abi() const { return &table_; }

 private:
  static Plugin& of(const holdfast_plugin* plugin) { return *static_cast<Plugin*>(plugin->data); }
  static holdfast_status activate(const holdfast_plugin*, holdfast_error*);
  static void deactivate(const holdfast_plugin*);
  static void destroy(const holdfast_plugin*);
  static const void* extension(const holdfast_plugin*, const char*);
  static holdfast_status handle(const holdfast_plugin*, const holdfast_web_request*,
                                const holdfast_web_response*, holdfast_error*);
  static holdfast_status tick(const holdfast_plugin*, std::uint32_t, std::uint32_t*,
                              holdfast_error*);
  static holdfast_status worker_started(const holdfast_plugin*, holdfast_error*);
  static void worker_stopping(const holdfast_plugin*);
  static holdfast_status before_backup(const holdfast_plugin*, holdfast_error*);
  static holdfast_status run(const holdfast_plugin*, holdfast_str, holdfast_str,
                             const holdfast_tool_io*, holdfast_error*);
  static holdfast_status list(const holdfast_plugin*, const holdfast_sink*, holdfast_error*);

  void open();
  void close();
  std::string folder() const;
  void must_be_active() const;
  bool mirror(std::uint32_t budget_ms);  // true: there is more
  bool is_known(std::string_view actor) const;
  void take(const Json& change);

  holdfast_plugin table_;
  const holdfast_host& host_;
  const holdfast_host_changes* changes_ = nullptr;
  const holdfast_host_identity* identity_ = nullptr;
  std::mutex mutex_;
  std::string cursor_;
  std::vector<std::string> names_;  // of clients
  pid_t pid_ = 0;
  int file_ = -1, activations_ = 0;
  bool has_failed_ = false;
  std::atomic<bool> ticking_{false};
};

}  // namespace faulty
