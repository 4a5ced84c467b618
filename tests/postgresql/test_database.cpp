// SPDX-License-Identifier: MIT
#include "postgresql/test_database.hpp"

#include <libpq-fe.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string_view>

namespace holdfast::testing {
namespace {

struct Finish {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Connected = std::unique_ptr<PGconn, Finish>;

std::string server_folder() {
  const char* file = std::getenv("HOLDFAST_TEST_POSTGRESQL");
  std::string folder;
  std::getline(std::ifstream(file == nullptr ? "" : file), folder);
  if (folder.empty()) throw std::runtime_error("the tests' PostgreSQL server does not run");
  return folder;
}

constexpr std::string_view scheme = "postgresql://";

std::string address_of(const std::string& folder, const std::string& database) {
  return std::string{scheme} + "holdfast@/" + database + "?host=" + folder;
}

std::string as_keeper(const std::string& address) {
  return std::string{scheme} + "keeper" + address.substr(address.find('@'));
}

Connected connect(const std::string& address) {
  Connected connection(PQconnectdb(address.c_str()));
  if (PQstatus(connection.get()) != CONNECTION_OK)
    throw std::runtime_error(PQerrorMessage(connection.get()));
  PQsetNoticeProcessor(
      connection.get(), [](void*, const char*) {}, nullptr);
  return connection;
}

std::string run(PGconn* connection, const std::string& sql) {
  PGresult* result = PQexec(connection, sql.c_str());
  const auto status = PQresultStatus(result);
  std::string value;
  if (status == PGRES_TUPLES_OK && PQntuples(result) > 0) value = PQgetvalue(result, 0, 0);
  PQclear(result);
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
    throw std::runtime_error(PQerrorMessage(connection));
  return value;
}

constexpr char exists[] = "SELECT COUNT(*) FROM pg_database WHERE datname = 'template_holdfast'";

}  // namespace

bool is_on_postgresql() { return std::getenv("HOLDFAST_TEST_POSTGRESQL") != nullptr; }

TestDatabase::TestDatabase(const Fill& fill) : folder_(server_folder()) {
  static std::atomic<int> made{0};
  name_ = "test_" + std::to_string(::getpid()) + '_' + std::to_string(++made);
  address_ = address_of(folder_, name_);
  const auto server = connect(as_keeper(address_of(folder_, "postgres")));
  if (run(server.get(), exists) == "0") {
    run(server.get(), "SELECT pg_advisory_lock(1)");
    if (run(server.get(), exists) == "0") {
      run(server.get(), "CREATE DATABASE half_a_template OWNER holdfast TEMPLATE template0");
      fill(address_of(folder_, "half_a_template"));
      run(server.get(), "ALTER DATABASE half_a_template RENAME TO template_holdfast");
    }
    run(server.get(), "SELECT pg_advisory_unlock(1)");
  }
  run(server.get(), "CREATE DATABASE " + name_ + " OWNER holdfast TEMPLATE template_holdfast");
}

TestDatabase::~TestDatabase() {
  try {
    run(connect(as_keeper(address_of(folder_, "postgres"))).get(),
        "DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
  } catch (const std::exception&) {
    // The server goes at the end of the run, and all its databases with it.
  }
}

void run_in_database(const std::string& address, const std::string& script) {
  run(connect(as_keeper(address)).get(), script);
}

std::string value_in_database(const std::string& address, const std::string& query) {
  return run(connect(as_keeper(address)).get(), query);
}

}  // namespace holdfast::testing
