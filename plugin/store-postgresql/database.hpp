// SPDX-License-Identifier: MIT
// The practice's database on a PostgreSQL server.
#pragma once
#include <string>

#include "session.hpp"

namespace holdfast::store::postgresql {

class ServerDatabase final : public Database {
 public:
  explicit ServerDatabase(ConnectTo to) : to_(std::move(to)) {}

  std::unique_ptr<Session> connect(Access access) override;
  void migrate(Session& writer, Instant now) override;
  void shorten_log(Session&) override {}    // the server's own business
  void before_backup(Session&) override {}  // pg_dump and the server's own archive need nothing
  void copy_to(const std::string& path) override;
  void check() override;
  bool compact() override;
  std::int64_t bytes() const override;
  const std::string& name() const override { return to_.address.name(); }
  bool claims_beside_writers() const override { return true; }

 private:
  const ConnectTo to_;
};

}  // namespace holdfast::store::postgresql
