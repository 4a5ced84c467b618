// SPDX-License-Identifier: MIT
// A tool's named channels as files, standard streams or memory (ext/plugin_tools.h).
#pragma once
#include <holdfast/ext/plugin_tools.h>

#include <cstdio>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace holdfast::host {

class ToolChannels {
 public:
  ToolChannels();
  ToolChannels(const ToolChannels&) = delete;
  ToolChannels& operator=(const ToolChannels&) = delete;
  ~ToolChannels();

  // "-" is standard input or output. Throws Exit: bad_input for a file that cannot be read,
  // environment for one that cannot be written.
  void read_from(const std::string& channel, const std::string& path);
  void write_to(const std::string& channel, const std::string& path);
  void write_to_errors(const std::string& channel);  // standard error, wherever it goes
  // A new file that nobody else may read (0600), on the disk when finish() returns; taken away
  // again when it was not finished. Throws Exit(environment) when the file exists.
  void write_private_to(const std::string& channel, const std::string& path);
  void read_text(const std::string& channel, std::string text);
  // What an input channel holds, all at once. Throws Exit(bad_input) over `limit` bytes.
  std::string whole(const std::string& channel, std::size_t limit) const;
  // Each line that the tool writes to `channel` is handed to `translated`, and what that answers is
  // written in its place. What it throws ends the tool, and rethrow() throws it again.
  using Translated = std::function<std::string(std::string_view line)>;
  void translate(const std::string& channel, Translated translated);
  void rethrow() const;                                      // nothing, when no translation threw
  void keep(const std::string& channel) { kept_[channel]; }  // for text()
  const std::string& text(const std::string& channel) const { return kept_.at(channel); }

  void show_progress() { shows_progress_ = true; }  // on stderr, while it is a terminal
  void finish();  // flushes; throws Exit(environment) when a file could not be written

  const holdfast_tool_io& io() const { return io_; }

 private:
  struct Text {
    std::string bytes;
    std::size_t at = 0;
  };
  struct Lines {
    Translated translated;
    std::string begun;  // a line whose end is still to come
  };
  static holdfast_status read(void* ctx, const char* channel, void* buffer, std::size_t capacity,
                              std::size_t* got);
  static holdfast_status write(void* ctx, const char* channel, const void* data, std::size_t len);
  holdfast_status write_translated(Lines& lines, std::FILE* file, std::string_view text);
  static void progress(void* ctx, std::uint64_t done, std::uint64_t total);
  static std::int32_t cancelled(void* ctx);

  std::map<std::string, std::FILE*, std::less<>> inputs_, outputs_;
  std::map<std::string, std::string> names_;
  std::vector<std::pair<std::string, std::FILE*>> unfinished_;  // private files, by path
  std::map<std::string, Text, std::less<>> texts_;
  std::map<std::string, std::string, std::less<>> kept_;
  std::map<std::string, Lines, std::less<>> translations_;
  std::exception_ptr thrown_;
  bool shows_progress_ = false;
  bool has_shown_ = false;
  holdfast_tool_io io_;
};

}  // namespace holdfast::host
