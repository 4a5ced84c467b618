// SPDX-License-Identifier: MIT
#include "tool_channels.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <holdfast/cpp/guard.hpp>
#include <system_error>

#include "exit.hpp"

namespace holdfast::host {
namespace {

volatile std::sig_atomic_t was_interrupted = 0;

std::string reason(int error) { return std::generic_category().message(error); }

bool is_standard(std::FILE* file) { return file == stdin || file == stdout || file == stderr; }

}  // namespace

ToolChannels::ToolChannels()
    : io_{sizeof io_,
          0,
          this,
          &ToolChannels::read,
          &ToolChannels::write,
          &ToolChannels::progress,
          &ToolChannels::cancelled} {
  // The first Ctrl-C asks the tool to stop cleanly; the second ends the program.
  std::signal(SIGINT, [](int) {
    was_interrupted = 1;
    std::signal(SIGINT, SIG_DFL);
  });
}

ToolChannels::~ToolChannels() {
  for (const auto& [channel, file] : inputs_)
    if (!is_standard(file)) std::fclose(file);
  for (const auto& [channel, file] : outputs_)
    if (!is_standard(file)) std::fclose(file);
  for (const auto& [path, file] : unfinished_) ::unlink(path.c_str());
}

void ToolChannels::read_from(const std::string& channel, const std::string& path) {
  std::error_code error;
  if (path != "-" && std::filesystem::is_directory(path, error))
    throw Exit(ExitCode::bad_input, path + " is a folder; name a file in it");
  auto* file = path == "-" ? stdin : std::fopen(path.c_str(), "rbe");
  if (!file)
    throw Exit(ExitCode::bad_input,
               path + " cannot be read: " + reason(errno) + "; check the path");
  inputs_[channel] = file;
}

void ToolChannels::write_to_errors(const std::string& channel) {
  outputs_[channel] = stderr;
  names_[channel] = "standard error";
}

void ToolChannels::write_to(const std::string& channel, const std::string& path) {
  auto* file = path == "-" ? stdout : std::fopen(path.c_str(), "wbe");
  if (!file)
    throw Exit(ExitCode::environment, path + " cannot be written: " + reason(errno) +
                                          "; check the path and the folder's mode");
  outputs_[channel] = file;
  names_[channel] = path;
}

void ToolChannels::write_private_to(const std::string& channel, const std::string& path) {
  if (path == "-") return write_to(channel, path);
  const int made = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  auto* file = made < 0 ? nullptr : ::fdopen(made, "wb");
  if (!file)
    throw Exit(ExitCode::environment,
               path + " cannot be made: " + reason(errno) +
                   "; name a file that is not there yet, in a folder that can be written");
  outputs_[channel] = file;
  names_[channel] = path;
  unfinished_.emplace_back(path, file);
}

void ToolChannels::read_text(const std::string& channel, std::string text) {
  texts_[channel] = {std::move(text), 0};
}

std::string ToolChannels::whole(const std::string& channel, std::size_t limit) const {
  const auto file = inputs_.at(channel);
  std::string text;
  char buffer[16384];
  while (const auto got = std::fread(buffer, 1, sizeof buffer, file)) {
    text.append(buffer, got);
    if (text.size() > limit)
      throw Exit(ExitCode::bad_input, "the input has more than " + std::to_string(limit) +
                                          " bytes; send it in several files");
  }
  if (std::ferror(file) != 0)
    throw Exit(ExitCode::bad_input, "the input cannot be read: " + reason(errno));
  return text;
}

void ToolChannels::translate(const std::string& channel, Translated translated) {
  translations_[channel] = {std::move(translated), {}};
}

void ToolChannels::rethrow() const {
  if (thrown_) std::rethrow_exception(thrown_);
}

void ToolChannels::finish() {
  if (has_shown_) std::fputc('\n', stderr);
  has_shown_ = false;
  for (const auto& [channel, file] : outputs_)
    if (std::fflush(file) != 0 || std::ferror(file) != 0)
      throw Exit(ExitCode::environment, names_[channel] + " cannot be written: " + reason(errno) +
                                            "; make room and run the command again");
  for (const auto& [path, file] : unfinished_)
    if (::fsync(::fileno(file)) != 0)
      throw Exit(ExitCode::environment, path + " cannot be written: " + reason(errno) +
                                            "; make room and run the command again");
  unfinished_.clear();
}

holdfast_status ToolChannels::read(void* ctx, const char* channel, void* buffer,
                                   std::size_t capacity, std::size_t* got) {
  auto& self = *static_cast<ToolChannels*>(ctx);
  *got = 0;
  if (const auto at = self.texts_.find(channel); at != self.texts_.end()) {
    auto& text = at->second;
    *got = std::min(capacity, text.bytes.size() - text.at);
    std::memcpy(buffer, text.bytes.data() + text.at, *got);
    text.at += *got;
    return HOLDFAST_OK;
  }
  const auto at = self.inputs_.find(channel);
  if (at == self.inputs_.end()) return HOLDFAST_E_UNSUPPORTED;
  *got = std::fread(buffer, 1, capacity, at->second);
  return std::ferror(at->second) != 0 ? HOLDFAST_E_UNAVAILABLE : HOLDFAST_OK;
}

holdfast_status ToolChannels::write(void* ctx, const char* channel, const void* data,
                                    std::size_t len) {
  auto& self = *static_cast<ToolChannels*>(ctx);
  if (const auto at = self.kept_.find(channel); at != self.kept_.end())
    return guarded(nullptr, [&] { at->second.append(static_cast<const char*>(data), len); });
  const auto at = self.outputs_.find(channel);
  // A channel nobody asked for is not an error: the tool offers it, this run does not want it.
  if (at == self.outputs_.end()) return HOLDFAST_OK;
  if (const auto lines = self.translations_.find(channel); lines != self.translations_.end())
    return self.write_translated(lines->second, at->second, {static_cast<const char*>(data), len});
  return std::fwrite(data, 1, len, at->second) == len ? HOLDFAST_OK : HOLDFAST_E_UNAVAILABLE;
}

holdfast_status ToolChannels::write_translated(Lines& lines, std::FILE* file,
                                               std::string_view text) {
  try {
    for (;;) {
      const auto end = text.find('\n');
      lines.begun += text.substr(0, end);
      if (end == std::string_view::npos) return HOLDFAST_OK;
      const auto line = lines.translated(lines.begun) + "\n";
      lines.begun.clear();
      text.remove_prefix(end + 1);
      if (std::fwrite(line.data(), 1, line.size(), file) != line.size())
        return HOLDFAST_E_UNAVAILABLE;
    }
  } catch (...) {  // the tool is in between, behind the C ABI
    thrown_ = std::current_exception();
    return HOLDFAST_E_UNAVAILABLE;
  }
}

void ToolChannels::progress(void* ctx, std::uint64_t done, std::uint64_t total) {
  auto& self = *static_cast<ToolChannels*>(ctx);
  if (!self.shows_progress_ || ::isatty(STDERR_FILENO) == 0) return;
  self.has_shown_ = true;
  if (total > 0)
    std::fprintf(stderr, "\r%3llu %%", static_cast<unsigned long long>(done * 100 / total));
  else
    std::fprintf(stderr, "\r%llu", static_cast<unsigned long long>(done));
}

std::int32_t ToolChannels::cancelled(void*) { return was_interrupted; }

}  // namespace holdfast::host
