// SPDX-License-Identifier: MIT
// A small plugin that keeps the whole contract of ABI 1.0; each fault breaks one promise of it.
#include "plugin.hpp"

#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include <clocale>
#include <csignal>
#include <cstring>
#include <fstream>

#include "fault.hpp"

namespace faulty {
namespace {

using holdfast::Failure;
int inits = 0;
const pid_t loader = ::getpid();

void* sleep_for_ever(void*) {
  for (;;) ::pause();
}

// A table of the host, when it is there and large enough to be used.
template <class Table>
const Table* usable(const holdfast_host& host, const char* id, std::size_t least) {
  const auto* table = holdfast::extension_of<Table>(&host, id);
  if (!table || (table->size < least && !is_fault("small-tables"))) return nullptr;
  const auto* functions = reinterpret_cast<void* const*>(table);
  for (std::size_t i = 1; i < least / sizeof(void*); ++i)
    if (!functions[i] && !is_fault("no-functions") && !is_fault("small-tables")) return nullptr;
  return table;
}

}  // namespace

Plugin::Plugin(const holdfast_host& host)
    : table_{sizeof table_, 0, this, activate, deactivate, destroy, extension}, host_(host) {
  if (is_fault("create-asks")) host.get_extension(&host, HOLDFAST_HOST_LOG);
}

Plugin::~Plugin() { close(); }

std::string Plugin::folder() const {
  const auto* store =
      usable<holdfast_host_store>(host_, HOLDFAST_HOST_STORE, sizeof(holdfast_host_store));
  const char* named = store ? store->directory(&host_) : nullptr;
  if (!named) throw Failure(HOLDFAST_E_INVALID, "this host has no folder");
  return named;
}

void Plugin::open() {
  if (is_fault("fork-refuses") && ::getpid() != loader)
    throw Failure(HOLDFAST_E_STATE, "another process");
  if (pid_ != 0 && pid_ != ::getpid()) throw Failure(HOLDFAST_E_STATE, "activated before fork");
  if (is_fault("activates-once") && activations_++ > 0)
    throw Failure(HOLDFAST_E_STATE, "once only");
  if (is_fault("main-only") && ::gettid() != ::getpid())
    throw Failure(HOLDFAST_E_INTERNAL, "not on this thread");
  if (is_fault("activate-mask")) {
    sigset_t set;
    ::sigfillset(&set);
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  }
  if (is_fault("activate-thread")) {
    pthread_t thread{};
    ::pthread_create(&thread, nullptr, sleep_for_ever, nullptr);
  }
  if (is_fault("never-fails-again") && has_failed_)
    throw Failure(HOLDFAST_E_STATE, "failed before");
  try {
    const auto place = folder() + "/plugin.data";
    file_ =
        ::open(place.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, is_fault("public-files") ? 0644 : 0600);
  } catch (const Failure&) {
    has_failed_ = true;
    if (is_fault("no-extensions")) ::raise(SIGSEGV);
    throw;
  }
  if (file_ < 0) {
    has_failed_ = true;
    throw Failure(HOLDFAST_E_UNAVAILABLE, "the host's folder cannot be written");
  }
  const auto* clock =
      usable<holdfast_host_clock>(host_, HOLDFAST_HOST_CLOCK, sizeof(holdfast_host_clock));
  if (clock && is_fault("no-zone") && std::string_view{clock->zone(&host_)} == "Mars/Olympus")
    ::raise(SIGSEGV);
  if (clock && is_fault("clock") && clock->now_ms(&host_) <= 0) ::raise(SIGFPE);
  if (is_fault("no-name") && !host_.name) ::raise(SIGSEGV);
  changes_ = usable<holdfast_host_changes>(host_, HOLDFAST_HOST_CHANGES, sizeof *changes_);
  identity_ = usable<holdfast_host_identity>(host_, HOLDFAST_HOST_IDENTITY, sizeof *identity_);
  pid_ = ::getpid();
}

void Plugin::close() {
  if (pid_ != ::getpid()) {
    if (is_fault("child-harms") && pid_ != 0) ::truncate((folder() + "/plugin.data").c_str(), 9);
    return;
  }
  if (!is_fault("leaves-descriptor")) ::close(file_);
  if (is_fault("leaves-locale")) std::setlocale(LC_ALL, "C.UTF-8");
  file_ = -1;
  if (!is_fault("works-on")) pid_ = 0;
}

void Plugin::must_be_active() const {
  if (is_fault("works-before")) return;
  if (pid_ == 0) throw Failure(HOLDFAST_E_STATE, "not activated");
  if (pid_ != ::getpid() && !is_fault("works-after-fork"))
    throw Failure(HOLDFAST_E_STATE, "activated before fork: activate in the worker");
  struct stat found {};
  if (::fstat(file_, &found) == 0 && found.st_size == 9)
    throw Failure(HOLDFAST_E_INTERNAL, "the file is spoilt");
}

holdfast_status Plugin::activate(const holdfast_plugin* plugin, holdfast_error* err) {
  return holdfast::guarded(err, [&] { of(plugin).open(); });
}
void Plugin::deactivate(const holdfast_plugin* plugin) { of(plugin).close(); }
void Plugin::destroy(const holdfast_plugin* plugin) {
  if (is_fault("destroy-unused") && of(plugin).pid_ == 0 && of(plugin).file_ < 0) ::raise(SIGSEGV);
  delete &of(plugin);
}

holdfast_status Plugin::tick(const holdfast_plugin* plugin, std::uint32_t budget_ms,
                             std::uint32_t* due_ms, holdfast_error* err) {
  if (is_fault("tick-needs-due")) *due_ms = 0;
  return holdfast::guarded(err, [&] {
    auto& self = of(plugin);
    self.must_be_active();
    if (is_fault("tick-crowded")) {
      if (self.ticking_.exchange(true)) throw Failure(HOLDFAST_E_INTERNAL, "two ticks");
      ::usleep(20'000);
    }
    const bool more = self.mirror(budget_ms);
    self.ticking_ = false;
    if (due_ms) *due_ms = more ? 0 : 60'000;
  });
}

holdfast_status Plugin::worker_started(const holdfast_plugin* plugin, holdfast_error* err) {
  return holdfast::guarded(err, [&] {
    of(plugin).must_be_active();
    if (is_fault("worker-fails")) throw Failure(HOLDFAST_E_UNSUPPORTED, "no workers");
  });
}
void Plugin::worker_stopping(const holdfast_plugin*) {}
holdfast_status Plugin::before_backup(const holdfast_plugin* plugin, holdfast_error* err) {
  return holdfast::guarded(err, [&] {
    of(plugin).must_be_active();
    if (is_fault("backup-fails")) throw Failure(HOLDFAST_E_UNSUPPORTED, "no backups");
  });
}

holdfast_status Plugin::run(const holdfast_plugin*, holdfast_str, holdfast_str,
                            const holdfast_tool_io*, holdfast_error* err) {
  return is_fault("any-tool") ? holdfast_status{HOLDFAST_OK}
                              : holdfast::fail(err, HOLDFAST_E_NOT_FOUND, "no such tool");
}
holdfast_status Plugin::list(const holdfast_plugin*, const holdfast_sink* out,
                             holdfast_error* err) {
  return holdfast::guarded(
      err, [&] { holdfast::put(*out, R"({"schema":"holdfast.tools/1","tools":[]})"); });
}

const void* Plugin::extension(const holdfast_plugin*, const char* id) {
  static constexpr holdfast_plugin_web web{sizeof web, 0, handle};
  static constexpr holdfast_plugin_web small_web{8, 0, nullptr};
  static constexpr holdfast_plugin_lifecycle life{
      sizeof life, 0, tick, worker_started, worker_stopping, before_backup};
  static constexpr holdfast_plugin_tools tools{sizeof tools, 0, run, list};
  const std::string_view wanted = id;
  if (is_fault("answers-all") && !wanted.starts_with("holdfast.plugin")) return &web;
  if (is_fault("near-miss") && wanted.starts_with("holdfast.plugin.web/")) return &web;
  if (is_fault("table-per-call") && wanted == HOLDFAST_PLUGIN_WEB)
    return new holdfast_plugin_web{web};
  if (wanted == HOLDFAST_PLUGIN_WEB) return is_fault("small-table") ? &small_web : &web;
  if (wanted == HOLDFAST_PLUGIN_LIFECYCLE) return &life;
  if (wanted == HOLDFAST_PLUGIN_TOOLS) return &tools;
  return nullptr;
}

namespace {

holdfast_status init(const char*, holdfast_error*) {
  ++inits;
  return HOLDFAST_OK;
}
void deinit() { inits = is_fault("init-once") ? 0 : inits - 1; }

const holdfast_plugin* create(const holdfast_host* host, holdfast_str config, holdfast_error* err) {
  static int made_before = 0;
  const holdfast_plugin* made = nullptr;
  const auto refused = holdfast::guarded(err, [&] {
    if (inits == 0) throw Failure(HOLDFAST_E_STATE, "create before init");
    if (host->abi_major != HOLDFAST_ABI_MAJOR && !is_fault("any-host"))
      throw Failure(HOLDFAST_E_INVALID, "another ABI major");
    if (!HOLDFAST_HAS(host, holdfast_host, get_extension) && !is_fault("small-host"))
      throw Failure(HOLDFAST_E_INVALID, "a host that is too small");
    if (!is_fault("any-config")) holdfast::payload::parse_object(holdfast::view(config), "config");
    if (is_fault("create-descriptor")) (void)!::open("/dev/null", O_RDONLY);
    if (is_fault("one-instance") && made_before++ > 0)
      throw Failure(HOLDFAST_E_LIMIT, "one instance");
    made = (new Plugin(*host))->abi();
  });
  if (refused != HOLDFAST_OK && is_fault("config-no-reason")) err->message[0] = '\0';
  return made;
}

}  // namespace
}  // namespace faulty

const holdfast_entry* holdfast_plugin_entry(uint32_t abi_major) {
  using namespace faulty;
  static holdfast_entry entry{
      sizeof entry, 1,       0,    0,      "org.holdfast.test.faulty-plugin",
      "Faulty",     "1.0.0", init, deinit, create};
  if (is_fault("entry-major")) entry.abi_major = 3;
  if (is_fault("entry-small")) entry.size = 16;
  if (is_fault("entry-id")) entry.id = "Faulty";
  if (is_fault("entry-per-call")) return new holdfast_entry{entry};
  return abi_major == HOLDFAST_ABI_MAJOR || is_fault("any-major") ? &entry : nullptr;
}
