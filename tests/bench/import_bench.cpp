// SPDX-License-Identifier: MIT
// A practice's old ratings through the import: read, resolved, scored, checked, stored, and every
// course worked out from them, in one transaction.
#include <algorithm>
#include <chrono>
#include <cstring>

#include "bench.hpp"
#include "practice.hpp"
#include "service/import_ratings.hpp"

namespace holdfast::bench {
namespace {

struct TextIo : service::ToolIo {
  std::string text;
  std::size_t at = 0;
  std::size_t read(const char*, char* buffer, std::size_t capacity) override {
    const auto size = std::min(capacity, text.size() - at);
    std::memcpy(buffer, text.data() + at, size);
    at += size;
    return size;
  }
  void write(const char*, std::string_view) override {}
  void progress(std::uint64_t, std::uint64_t) override {}
  bool is_cancelled() override { return false; }
};

enum class Columns { totals, items };

std::string file_of(int clients, Columns columns) {
  std::string text = columns == Columns::totals
                         ? "course,session,date,instrument,total\n"
                         : "course,session,date,instrument,item.goals,item.tasks,item.bond,"
                           "item.overall,item.tension\n";
  for (int client = 1; client <= clients; ++client)
    for (int i = 1; i <= sessions_of_course; ++i) {
      const int each = (client * 31 + i * 17) % 25 == 0 ? 50 : 74 + (client + i) % 12;
      text += course_id(client) + "," + session_id(client, i) + "," + to_text(session_day(i)) +
              ",holdfast-session,";
      const auto one = std::to_string(each);
      text += columns == Columns::totals ? std::to_string(4 * each)
                                         : one + "," + one + "," + one + "," + one + ",0";
      text += "\n";
    }
  return text;
}

void import_file(Report& report, const char* name, Columns columns) {
  constexpr int clients = 500;
  Practice practice(clients);
  TextIo io;
  io.text = file_of(clients, columns);
  const auto begin = std::chrono::steady_clock::now();
  const auto imported = service::import_ratings(*practice.house, {}, io);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  if (imported.stored != std::uint64_t{clients} * sessions_of_course)
    throw std::runtime_error("the import stored something else");
  report.figure(name, static_cast<double>(imported.stored) / took.count(), "ratings/s",
                at_least(30000));
}

void run(Report& report) {
  import_file(report, "import of 20,000 totals, 500 courses", Columns::totals);
  import_file(report, "import of 20,000 forms of five answers, 500 courses", Columns::items);
}

}  // namespace

extern const Section import_section;
const Section import_section{"import", "old ratings from a file, checked as forms, per second",
                             run};

}  // namespace holdfast::bench
