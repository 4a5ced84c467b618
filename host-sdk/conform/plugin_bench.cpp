// SPDX-License-Identifier: MIT
#include "plugin_bench.hpp"

#include <unistd.h>

#include "adapter_bench.hpp"

namespace holdfast::conform {
namespace {

struct Receiver {
  Page page;
  Instance::Refusal refusal;
  bool has_refused = false;

  static holdfast_status start(void* ctx, std::int32_t code, const holdfast_header* headers,
                               std::uint32_t count) {
    auto& self = *static_cast<Receiver*>(ctx);
    ++self.page.starts;
    self.page.code = code;
    for (std::uint32_t i = 0; i < count; ++i)
      self.page.headers.emplace_back(view(headers[i].name), view(headers[i].value));
    self.has_refused = self.refusal.of_start != HOLDFAST_OK;
    return self.refusal.of_start;
  }
  static holdfast_status write(void* ctx, const void* data, std::size_t len) {
    auto& self = *static_cast<Receiver*>(ctx);
    if (self.page.starts == 0) ++self.page.writes_before_start;
    if (self.has_refused) ++self.page.writes_after_refusal;
    self.page.body.append(static_cast<const char*>(data), len);
    self.has_refused = self.has_refused || self.refusal.of_write != HOLDFAST_OK;
    return self.refusal.of_write;
  }
};

}  // namespace

std::string Page::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key.size() != name.size()) continue;
    bool same = true;
    for (std::size_t i = 0; i < name.size(); ++i)
      same = same && std::tolower(static_cast<unsigned char>(key[i])) == name[i];
    if (same) return value;
  }
  return {};
}

Instance::Instance(const holdfast_entry& entry, const holdfast_host* host,
                   std::string_view config) {
  auto error = fresh_error();
  plugin_ = entry.create(host, str(config), &error);
  if (!plugin_) refusal_.assign(error.message, ::strnlen(error.message, sizeof error.message));
}

Instance::~Instance() {
  if (!plugin_) return;
  plugin_->deactivate(plugin_);
  plugin_->destroy(plugin_);
}

Answer Instance::tick(std::uint32_t budget_ms, std::uint32_t* due_ms) const {
  return tell(life().tick, plugin_, budget_ms, due_ms);
}

Page Instance::ask(const Request& request) const { return ask(request, {}); }

Page Instance::ask(const Request& request, const Refusal& refusal) const {
  std::vector<holdfast_header> headers;
  for (const auto& [name, value] : request.headers) headers.push_back({str(name), str(value)});
  const holdfast_web_request borrowed{
      sizeof borrowed,     static_cast<std::uint32_t>(headers.size()),
      str(request.method), str(request.prefix),
      str(request.path),   str(request.query),
      str(request.actor),  {},
      headers.data(),      str(request.body)};
  Receiver receiver{{}, refusal};
  const holdfast_web_response response{sizeof response, 0, &receiver, Receiver::start,
                                       Receiver::write};
  const auto answer = tell(web().handle, plugin_, &borrowed, &response);
  receiver.page.status = answer.status;
  receiver.page.why = answer.why;
  return std::move(receiver.page);
}

PluginBench::PluginBench(LibraryBench library, std::string config)
    : library_(std::move(library)),
      config_(std::move(config)),
      base_(make_folder()),
      folder_of_(::getpid()) {}

PluginBench::~PluginBench() {
  if (folder_of_ != ::getpid()) return;
  running_.reset();
  if (entry_) entry_->deinit();
  std::error_code ignored;
  std::filesystem::remove_all(base_.directory, ignored);
}

const holdfast_entry& PluginBench::entry() {
  if (entry_) return *entry_;
  const auto& found = library_.checked_entry<holdfast_entry>();
  const auto answer = tell(found.init, library_.path.c_str());
  must(answer.ok(), "init fails: " + answer.why);
  entry_ = &found;
  return *entry_;
}

std::string PluginBench::native_config() const {
  auto config = Json::parse(config_);
  config.erase("adapter");
  return config.dump();
}

std::unique_ptr<Instance> PluginBench::make(const holdfast_host* host, std::string_view config) {
  auto made = std::make_unique<Instance>(entry(), host, config);
  if (!made->is_there()) fail("create fails: " + made->refusal());
  return made;
}

const Instance& PluginBench::running() {
  if (running_) return *running_;
  running_ = make();
  const auto answer = running_->activate();
  must(answer.ok(), "activate fails: " + answer.why);
  return *running_;
}

}  // namespace holdfast::conform
