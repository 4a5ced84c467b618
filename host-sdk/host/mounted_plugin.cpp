// SPDX-License-Identifier: MIT
#include "mounted_plugin.hpp"

#include <holdfast/ext/plugin_lifecycle.h>
#include <holdfast/ext/plugin_web.h>

#include <holdfast/cpp/guard.hpp>

#include "exit.hpp"
#include "loader/library.hpp"
#include "web_exchange.hpp"

namespace holdfast::host {
namespace {

std::string sentence(const holdfast_error& error) {
  return error.message[0] != '\0' ? error.message : "the plugin gave no reason";
}

[[noreturn]] void end(const holdfast_error& error) {
  throw Exit(ExitCode::environment, sentence(error));
}

void must(holdfast_status status, const holdfast_error& error) {
  if (status != HOLDFAST_OK) throw Failure(status, sentence(error));
}

}  // namespace

MountedPlugin::MountedPlugin(const std::filesystem::path& file, const holdfast_host& host,
                             const std::string& config_json) {
  holdfast_error error{sizeof error, 0, {}};
  try {
    const auto loaded = loader::load_plugin(file);
    entry_ = loaded.entry;
    if (entry_->init(loaded.path.c_str(), &error) != HOLDFAST_OK) end(error);
  } catch (const Failure& refusal) {
    throw Exit(ExitCode::environment, refusal.what());
  }
  plugin_ = entry_->create(&host, str(config_json), &error);
  if (plugin_) return;
  entry_->deinit();
  end(error);
}

MountedPlugin::~MountedPlugin() {
  deactivate();
  plugin_->destroy(plugin_);
  entry_->deinit();
}

void MountedPlugin::activate() {
  holdfast_error error{sizeof error, 0, {}};
  if (plugin_->activate(plugin_, &error) != HOLDFAST_OK) end(error);
  is_active_ = true;
}

void MountedPlugin::deactivate() {
  if (is_active_) plugin_->deactivate(plugin_);
  is_active_ = false;
}

template <class Table>
const Table& MountedPlugin::table(const char* id) const {
  if (const auto* found = extension_of<Table>(plugin_, id)) return *found;
  throw Failure(HOLDFAST_E_UNSUPPORTED, std::string("this plugin has no ") + id);
}

Response MountedPlugin::answer(const PluginRequest& request) const {
  const auto& web = table<holdfast_plugin_web>(HOLDFAST_PLUGIN_WEB);
  return exchange(request, [&](const auto& asked, const auto& out, auto& error) {
    return web.handle(plugin_, &asked, &out, &error);
  });
}

MountedPlugin::Ticked MountedPlugin::tick(std::chrono::milliseconds budget) const {
  const auto& life = table<holdfast_plugin_lifecycle>(HOLDFAST_PLUGIN_LIFECYCLE);
  holdfast_error error{sizeof error, 0, {}};
  std::uint32_t due = 0;
  const auto status = life.tick(plugin_, static_cast<std::uint32_t>(budget.count()), &due, &error);
  return {std::chrono::milliseconds{due}, status == HOLDFAST_OK ? "" : sentence(error),
          status == HOLDFAST_OK || status == HOLDFAST_E_UNAVAILABLE};
}

void MountedPlugin::run(const std::string& tool, const std::string& options_json,
                        const holdfast_tool_io& io) const {
  const auto& tools = table<holdfast_plugin_tools>(HOLDFAST_PLUGIN_TOOLS);
  holdfast_error error{sizeof error, 0, {}};
  must(tools.run(plugin_, str(tool), str(options_json), &io, &error), error);
}

std::string MountedPlugin::tools() const {
  std::string json;
  const auto sink = into(json);
  holdfast_error error{sizeof error, 0, {}};
  must(table<holdfast_plugin_tools>(HOLDFAST_PLUGIN_TOOLS).list(plugin_, &sink, &error), error);
  return json;
}

}  // namespace holdfast::host
