// SPDX-License-Identifier: MIT
#include "replay/file_replay.hpp"

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "replay/client_replay.hpp"
#include "replay/csv_reader.hpp"
#include "replay/decimal.hpp"
#include "replay/rating_rows.hpp"
#include "replay/tables.hpp"

namespace holdfast::replay {
namespace {

bool shorter_first(std::string_view a, std::string_view b) {
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

// One pass over a file: clients are kept together until they are complete.
class Pass {
 public:
  Pass(const FileReplay& how, ByteSource source, Sinks sinks, const Watcher& watcher)
      : how_(how),
        watcher_(watcher),
        reader_(std::move(source)),
        tables_(std::move(sinks.alerts), std::move(sinks.trace), std::move(sinks.episodes),
                std::move(sinks.states),
                how.digits == Digits::full ? append_full : append_six_places),
        clients_(how, tables_, summary_) {}

  FileResult run() {
    if (read_header()) read_rows();
    if (!result_.stopped) run_clients();
    if (!tables_.flush()) result_.write_failed = result_.stopped = true;
    result_.summary = summary_.take();
    return std::move(result_);
  }

 private:
  bool read_header() {
    const auto read = next_line();
    if (read == CsvReader::Read::end) {
      report({"", "empty", "the file is empty: it needs a line of column names", 1, 1});
      result_.stopped = true;
      return false;
    }
    if (read == CsvReader::Read::line) {
      auto header = Header::read(reader_);
      if (header) {
        header_ = *header;
        return true;
      }
      report(header.problems().front());
    }
    result_.stopped = true;
    return false;
  }

  void read_rows() {
    Problem problem;
    FileRow row;
    while (!result_.stopped) {
      const auto read = next_line();
      if (read == CsvReader::Read::end) return;
      if (read != CsvReader::Read::line) continue;
      if (read_row(header_, reader_, how_.scale, row, problem)) {
        take(row);
      } else {
        refuse(std::move(problem));
      }
    }
  }

  // Reports a line that is none.
  CsvReader::Read next_line() {
    const auto read = reader_.next();
    if (read == CsvReader::Read::too_long)
      refuse({"", "length", "the line is longer than 65535 bytes", reader_.line(), 1});
    if (read == CsvReader::Read::open_quote)
      refuse({"", "quotes", "a quote is not closed on its line, or more follows it", reader_.line(),
              1});
    if (reader_.bytes_read() != reported_) {
      reported_ = reader_.bytes_read();
      if (watcher_.progress) watcher_.progress(reported_);
      if (watcher_.cancelled && watcher_.cancelled()) result_.cancelled = result_.stopped = true;
    }
    return read;
  }

  void take(FileRow& row) {
    ++summary_.counts().rows;
    if (!current_ || current_->name != row.client) enter(row);
    if (result_.stopped) return;
    ClientRows& client = *current_;
    row.client = client.name;
    row.therapist = client.kept(row.therapist);
    client.rows.push_back(row);
  }

  // A row of another client than the row before.
  void enter(const FileRow& row) {
    const std::string_view name = row.client;
    if (current_) {
      bytewise_ = bytewise_ && current_->name < name;
      shortest_ = shortest_ && shorter_first(current_->name, name);
    }
    if (streaming_ || reader_.bytes_read() > unsorted_limit) {
      if (!bytewise_ && !shortest_) {
        report({"client", "order",
                "this file is too large to be put in order here: sort it by client and start again",
                row.line, 1});
        result_.stopped = true;
        return;
      }
      run_clients();
      if (!streaming_) places_ = {};
      streaming_ = true;
      begin_client(name);
      return;
    }
    auto& place = places_[std::string(name)];
    if (!place) place = begin_client(name);
    current_ = place;
  }

  ClientRows* begin_client(std::string_view name) {
    if (spare_) {
      waiting_.push_back(std::move(spare_));
      waiting_.back()->clear();
    } else {
      waiting_.push_back(std::make_unique<ClientRows>());
    }
    current_ = waiting_.back().get();
    current_->name = name;
    return current_;
  }

  // In the order in which they came in.
  void run_clients() {
    for (const auto& client : waiting_) {
      if (result_.stopped) break;
      for (Problem& problem : sort_rows(*client)) refuse(std::move(problem));
      if (!result_.stopped) clients_.run(*client);
      if (tables_.failed()) result_.write_failed = result_.stopped = true;
    }
    if (!waiting_.empty()) spare_ = std::move(waiting_.back());
    waiting_.clear();
    current_ = nullptr;
  }

  void report(Problem problem) {
    ++result_.bad_lines;
    if (result_.problems.size() < most_problems) result_.problems.push_back(std::move(problem));
  }
  void refuse(Problem problem) {
    report(std::move(problem));
    if (how_.on_bad_line == OnBadLine::stop) result_.stopped = true;
  }

  const FileReplay& how_;
  const Watcher& watcher_;
  FileResult result_;
  CsvReader reader_;
  Header header_;
  Tables tables_;
  SummaryBuilder summary_{how_.wants_summary};
  ClientReplay clients_;
  std::uint64_t reported_ = 0;

  std::vector<std::unique_ptr<ClientRows>> waiting_;
  std::unordered_map<std::string, ClientRows*> places_;
  std::unique_ptr<ClientRows> spare_;  // its memory is used again
  ClientRows* current_ = nullptr;      // of the row before
  bool streaming_ = false;
  bool bytewise_ = true, shortest_ = true;
};

}  // namespace

FileResult replay_file(const FileReplay& how, ByteSource source, Sinks sinks,
                       const Watcher& watcher) {
  return Pass(how, std::move(source), std::move(sinks), watcher).run();
}

}  // namespace holdfast::replay
