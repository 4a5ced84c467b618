// SPDX-License-Identifier: MIT
#include "shim.hpp"

#include <unistd.h>

#include <holdfast/cpp/guard.hpp>
#include <utility>

#include "extensions.hpp"
#include "foreign_poco.hpp"
#include "loader/library.hpp"
#include "signal_mask.hpp"

namespace holdfast::shim {
namespace {

Shim& behind(const holdfast_plugin* plugin) { return *static_cast<Shim*>(plugin->data); }

[[noreturn]] void refuse_after_fork() {
  throw Failure(HOLDFAST_E_STATE, "activated before fork: activate in the worker");
}

// Throws with the other side's own sentence.
void must(holdfast_status status, const holdfast_error& error, const std::string& who) {
  if (status == HOLDFAST_OK) return;
  throw Failure(status,
                error.message[0] != '\0' ? error.message : who + " failed without a reason");
}

void warn(const holdfast_host& host, const std::string& text) {
  const auto* log = extension_of<holdfast_host_log>(&host, HOLDFAST_HOST_LOG);
  if (log && HOLDFAST_HAS(log, holdfast_host_log, log) && log->log)
    log->log(&host, HOLDFAST_LOG_WARNING, str(text));
}

// In a build tree beside this library, installed in a folder of their own, where packages put them.
std::filesystem::path adapter_named(const std::filesystem::path& folder, const std::string& name) {
  const auto file = "holdfast-adapter-" + name + ".so";
  std::error_code error;
  if (std::filesystem::exists(folder / file, error)) return folder / file;
  return folder / "adapters" / file;
}

// What shim and core say to each other is no promise: they are one product in two files. The mix
// happens where a package is unpacked while a host starts.
void refuse_other_version(const loader::LoadedPlugin& core) {
  if (std::string_view(core.entry->version) == HOLDFAST_VERSION) return;
  throw Failure(HOLDFAST_E_UNSUPPORTED,
                core.path.string() + ": expected version " HOLDFAST_VERSION ", found " +
                    core.entry->version +
                    "; wait until the package is installed whole, or install it again");
}

}  // namespace

Shim::Shim(const holdfast_host& host, const std::filesystem::path& own_path,
           Configuration configuration)
    : table_{sizeof table_,  0, this, activate_entry, deactivate_entry, destroy_entry,
             extension_entry},
      host_(host),
      folder_(own_path.parent_path()),
      configuration_(std::move(configuration)) {}

const holdfast_plugin* Shim::make(const holdfast_host& host, const std::filesystem::path& own_path,
                                  std::string_view config_json) {
  auto configuration = parse_configuration(config_json);
  return &(new Shim(host, own_path, std::move(configuration)))
              ->table_;  // released by destroy_entry
}

const holdfast_plugin& Shim::core_of(const holdfast_plugin* plugin) {
  const auto& shim = behind(plugin);
  if (shim.pid_ == 0)
    throw Failure(HOLDFAST_E_STATE, "not activated: call activate before anything else");
  if (shim.pid_ != ::getpid()) refuse_after_fork();
  return *shim.core_;
}

const void* Shim::extension_of_core(const holdfast_plugin& core, const char* id) {
  if (const auto* table = core.get_extension(&core, id)) return table;
  throw Failure(HOLDFAST_E_UNSUPPORTED, std::string("this holdfast-core.so has no ") + id +
                                            "; install the one of this version");
}

const holdfast_host& Shim::host_for_core() {
  if (!configuration_.adapter) return host_;
  const auto& choice = *configuration_.adapter;
  const auto file = choice.file.empty() ? adapter_named(folder_, choice.name)
                                        : std::filesystem::path(choice.file);
  const auto loaded = loader::load_adapter(file, configuration_.trust);
  if (!loaded.distrust.empty()) warn(host_, loaded.distrust);
  holdfast_error error{sizeof error, 0, {}};
  must(loaded.entry->init(loaded.path.c_str(), &error), error, file.string());
  adapter_ = loaded.entry;
  composed_ = std::make_unique<loader::ComposedHost>(host_, *adapter_, choice.config);
  return composed_->abi();
}

void Shim::load_and_start() {
  if (const auto file = foreign_poco(); !file.empty())
    throw Failure(
        HOLDFAST_E_UNSUPPORTED,
        file +
            " brings another Poco: expected libPocoFoundation.so.80 or none; run `holdfast "
            "serve` beside this program and talk to it over a socket");
  const auto core = loader::load_core(folder_ / "holdfast-core.so");
  refuse_other_version(core);
  holdfast_error error{sizeof error, 0, {}};
  must(core.entry->init(core.path.c_str(), &error), error, core.path.string());
  core_entry_ = core.entry;
  const auto& host = host_for_core();
  core_ = core_entry_->create(&host, str(configuration_.for_core), &error);
  if (!core_) must(error.code != HOLDFAST_OK ? error.code : HOLDFAST_E_INTERNAL, error, "the core");
  must(core_->activate(core_, &error), error, "the core");
}

void Shim::activate() {
  if (pid_ == ::getpid()) throw Failure(HOLDFAST_E_STATE, "activated already");
  if (pid_ != 0) refuse_after_fork();
  const KeptSignalMask mask;
  try {
    load_and_start();
  } catch (...) {
    stop();  // so that activate can be tried again
    throw;
  }
  pid_ = ::getpid();
}

void Shim::stop() {
  if (core_) core_->destroy(core_);
  core_ = nullptr;
  if (core_entry_) core_entry_->deinit();
  core_entry_ = nullptr;
  composed_.reset();
  if (adapter_) adapter_->deinit();
  adapter_ = nullptr;
}

holdfast_status Shim::activate_entry(const holdfast_plugin* plugin, holdfast_error* err) {
  return guarded(err, [&] { behind(plugin).activate(); });
}

void Shim::deactivate_entry(const holdfast_plugin* plugin) {
  guarded(nullptr, [&] {
    auto& shim = behind(plugin);
    if (shim.pid_ != ::getpid()) return;  // a forked child leaves its parent's files alone
    const KeptSignalMask mask;
    shim.core_->deactivate(shim.core_);
    shim.stop();
    shim.pid_ = 0;
  });
}

void Shim::destroy_entry(const holdfast_plugin* plugin) {
  deactivate_entry(plugin);
  auto& shim = behind(plugin);
  if (shim.pid_ != 0) return;  // the parent's: its memory is left as it is
  delete &shim;
}

const void* Shim::extension_entry(const holdfast_plugin*, const char* id) {
  return id ? extension(id) : nullptr;
}

}  // namespace holdfast::shim
