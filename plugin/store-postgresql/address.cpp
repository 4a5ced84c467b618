// SPDX-License-Identifier: MIT
#include "address.hpp"

#include <libpq-fe.h>

#include <memory>
#include <string_view>
#include <utility>

#include "store/failure.hpp"

namespace holdfast::store::postgresql {
namespace {

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

}  // namespace

Address::Address(std::string text) : text_(std::move(text)) {
  char* message = nullptr;
  const std::unique_ptr<PQconninfoOption, FreeOptions> options(
      PQconninfoParse(text_.c_str(), &message));
  PQfreemem(message);  // it may quote a part of the password
  if (!options)
    throw Failure(Fault::other,
                  "configuration: store: 'postgresql://user@host:port/database' is expected, with "
                  "signs such as @ / : % in a password written as %40 %2F %3A %25");
  std::string user, host, port, database;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val == nullptr) continue;
    const std::string_view keyword = option->keyword;
    if (keyword == "user") user = std::string(option->val) + '@';
    if (keyword == "host") host = option->val;
    if (keyword == "port") port = ':' + std::string(option->val);
    if (keyword == "dbname") database = '/' + std::string(option->val);
  }
  name_ = "postgresql://" + user + host + port + database;
}

}  // namespace holdfast::store::postgresql
