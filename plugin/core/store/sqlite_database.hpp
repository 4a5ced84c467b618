// SPDX-License-Identifier: MIT
// The practice's database as one SQLite file, made private before SQLite opens it.
#pragma once
#include <chrono>
#include <string>

#include "store/session.hpp"

namespace holdfast::store {

class SqliteDatabase final : public Database {
 public:
  struct At {
    std::string path;  // absolute; made with mode 0600 when absent
    std::string practice;
    std::chrono::milliseconds patience;
  };
  explicit SqliteDatabase(At at);

  std::unique_ptr<Session> connect(Access access) override;
  void migrate(Session& writer, Instant now) override;
  void shorten_log(Session& reader) override;
  void before_backup(Session& writer) override;
  void copy_to(const std::string& path) override;
  void check() override;
  std::vector<std::string> schema_differences() override;
  bool compact() override;
  std::int64_t bytes() const override;
  const std::string& name() const override { return at_.path; }
  bool claims_beside_writers() const override { return false; }

 private:
  const At at_;
};

}  // namespace holdfast::store
