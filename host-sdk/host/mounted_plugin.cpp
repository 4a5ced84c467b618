// SPDX-License-Identifier: MIT
#include "mounted_plugin.hpp"

#include <holdfast/ext/plugin_lifecycle.h>
#include <holdfast/ext/plugin_web.h>

#include <holdfast/cpp/guard.hpp>

#include "exit.hpp"
#include "loader/library.hpp"

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

// What the plugin writes during one call, on this thread.
struct Answer {
  Response response;
  bool has_started = false;
};

holdfast_status start(void* ctx, std::int32_t status, const holdfast_header* headers,
                      std::uint32_t count) {
  return guarded(nullptr, [&] {
    auto& answer = *static_cast<Answer*>(ctx);
    if (answer.has_started || status < 200 || status > 599)
      throw Failure(HOLDFAST_E_INVALID, "start: once, with a final status");
    answer.has_started = true;
    answer.response.status = status;
    for (std::uint32_t i = 0; i < count; ++i)
      answer.response.headers.emplace_back(view(headers[i].name), view(headers[i].value));
  });
}

holdfast_status write(void* ctx, const void* data, std::size_t length) {
  return guarded(nullptr, [&] {
    auto& answer = *static_cast<Answer*>(ctx);
    if (!answer.has_started) throw Failure(HOLDFAST_E_STATE, "write before start");
    answer.response.body.append(static_cast<const char*>(data), length);
  });
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
  std::vector<holdfast_header> headers;
  headers.reserve(request.headers.size());
  for (const auto& [name, value] : request.headers) headers.push_back({str(name), str(value)});
  const holdfast_web_request asked{sizeof asked,        static_cast<std::uint32_t>(headers.size()),
                                   str(request.method), str(request.prefix),
                                   str(request.path),   str(request.query),
                                   str(request.actor),  {},
                                   headers.data(),      str(request.body)};
  Answer answer;
  const holdfast_web_response out{sizeof out, 0, &answer, start, write};
  holdfast_error error{sizeof error, 0, {}};
  must(table<holdfast_plugin_web>(HOLDFAST_PLUGIN_WEB).handle(plugin_, &asked, &out, &error),
       error);
  if (!answer.has_started) throw Failure(HOLDFAST_E_INTERNAL, "the plugin gave no answer");
  return std::move(answer.response);
}

MountedPlugin::Ticked MountedPlugin::tick(std::chrono::milliseconds budget) const {
  const auto& life = table<holdfast_plugin_lifecycle>(HOLDFAST_PLUGIN_LIFECYCLE);
  holdfast_error error{sizeof error, 0, {}};
  std::uint32_t due = 0;
  const auto status = life.tick(plugin_, static_cast<std::uint32_t>(budget.count()), &due, &error);
  return {std::chrono::milliseconds{due}, status == HOLDFAST_OK ? "" : sentence(error)};
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
