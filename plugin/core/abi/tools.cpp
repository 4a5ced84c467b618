// SPDX-License-Identifier: MIT
// holdfast.plugin.tools/1: named commands over named channels.
#include <holdfast/cpp/guard.hpp>

#include "abi/extensions.hpp"
#include "abi/instance.hpp"
#include "service/tool.hpp"

namespace holdfast::abi {
namespace {

// The caller's channels as the tools see them. A refusal ends the tool with the caller's own
// status.
class Channels final : public service::ToolIo {
 public:
  explicit Channels(const holdfast_tool_io& io) : io_(io) {}

  std::size_t read(const char* channel, char* buffer, std::size_t capacity) override {
    std::size_t got = 0;
    if (const auto status = io_.read(io_.ctx, channel, buffer, capacity, &got))
      throw Failure(status, std::string("cannot read the channel '") + channel + "'");
    return got;
  }
  void write(const char* channel, std::string_view bytes) override {
    if (const auto status = io_.write(io_.ctx, channel, bytes.data(), bytes.size()))
      throw Failure(status, std::string("cannot write the channel '") + channel + "'");
  }
  void progress(std::uint64_t done, std::uint64_t total) override {
    if (io_.progress) io_.progress(io_.ctx, done, total);
  }
  bool is_cancelled() override { return io_.cancelled && io_.cancelled(io_.ctx) != 0; }

 private:
  const holdfast_tool_io& io_;
};

std::string sentence_of(const Problems& problems) {
  const auto& first = problems.front();
  std::string text;
  if (first.line > 0) text += "line " + std::to_string(first.line) + ", ";
  if (first.column > 0) text += "column " + std::to_string(first.column) + ", ";
  if (!first.field.empty()) text += first.field + ": ";
  return text + first.message;
}

holdfast_status run(const holdfast_plugin* plugin, holdfast_str name, holdfast_str options_json,
                    const holdfast_tool_io* io, holdfast_error* err) {
  return guarded(err, [&] {
    auto& instance = Instance::active(plugin);
    const auto* tool = service::find_tool(view(name));
    if (!tool) throw Failure(HOLDFAST_E_NOT_FOUND, "no such tool; tools/1.list names them");
    Channels channels(*io);
    const auto problems = tool->run(instance.house(), view(options_json), channels);
    if (!problems.empty()) throw Failure(HOLDFAST_E_INVALID, sentence_of(problems));
  });
}

holdfast_status list(const holdfast_plugin*, const holdfast_sink* out, holdfast_error* err) {
  return guarded(err, [&] {
    std::string text = R"({"schema":"holdfast.tools/1","tools":[)";
    bool first = true;
    for (const auto& tool : service::all_tools()) {
      if (!first) text += ',';
      first = false;
      text += std::string(R"({"name":")") + tool.name + R"(","needs":")" + tool.needs + R"("})";
    }
    put(*out, text + "]}");
  });
}

}  // namespace

const holdfast_plugin_tools tools_extension{sizeof tools_extension, 0, run, list};

}  // namespace holdfast::abi
