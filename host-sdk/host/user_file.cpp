// SPDX-License-Identifier: MIT
#include "user_file.hpp"

#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "exit.hpp"
#include "private_file.hpp"

namespace holdfast::host {
namespace {

using Json = nlohmann::json;

std::string lower(std::string_view text) {
  std::string plain(text);
  std::transform(plain.begin(), plain.end(), plain.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return plain;
}

auto at_name(auto& users, std::string_view name) {
  return std::find_if(users.begin(), users.end(), [wanted = lower(name)](const User& user) {
    return lower(user.name) == wanted;
  });
}

Json as_json(const std::vector<User>& users) {
  auto list = Json::array();
  for (const auto& user : users)
    list.push_back({{"name", user.name},
                    {"person", user.person},
                    {"password", user.hash},
                    {"code_secret", user.code_secret}});
  return {{"schema", "holdfast.users/1"}, {"users", list}};
}

std::vector<User> from_json(const Json& json) {
  if (json.at("schema") != "holdfast.users/1")
    throw std::runtime_error("expected holdfast.users/1");
  std::vector<User> users;
  for (const auto& one : json.at("users"))
    users.push_back({one.at("name").get<std::string>(), one.at("person").get<std::string>(),
                     one.at("password").get<std::string>(), one.value("code_secret", "")});
  return users;
}

[[noreturn]] void refuse_unknown(std::string_view name) {
  throw Exit(ExitCode::bad_input,
             "no login is named '" + std::string(name) + "'; `holdfast user list` names them");
}

}  // namespace

std::string name_problem(std::string_view name) {
  if (name.empty() || name.size() > 64) return "a login name has 1 to 64 characters";
  const bool is_plain = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '@' || c == '-';
  });
  return is_plain ? "" : "a login name has letters a to z, digits and . _ @ - only";
}

std::optional<UserFile::Stamp> UserFile::stamp() const {
  struct stat found {};
  if (::stat(path_.c_str(), &found) != 0) return std::nullopt;
  return Stamp{found.st_mtim.tv_sec, found.st_mtim.tv_nsec, found.st_ino};
}

std::vector<User> UserFile::read() const {
  if (!std::filesystem::exists(path_)) return {};
  const auto bytes = read_private_file(path_);
  try {
    const auto json = Json::parse(bytes);
    if (json.at("schema") == "holdfast.users/1") return from_json(json);
  } catch (const Json::exception&) {  // told below, like a schema of another kind
  }
  throw Exit(ExitCode::environment,
             path_.string() +
                 " is not a file of logins; restore it from a backup, or remove it and "
                 "add the logins again with `holdfast user add`");
}

std::vector<User> UserFile::all() const {
  const std::lock_guard lock(mutex_);
  const auto now = stamp();
  if (!now || now != stamp_) {
    users_ = read();
    stamp_ = now;
  }
  return users_;
}

std::optional<User> UserFile::find(std::string_view name) const {
  const auto users = all();
  const auto at = at_name(users, name);
  if (at == users.end()) return std::nullopt;
  return *at;
}

void UserFile::write(const std::vector<User>& users) const {
  write_private_file(path_, as_json(users).dump(2) + "\n");
}

template <class Change>
void UserFile::change(Change&& change) {
  const FileLock one_writer(path_.string() + ".lock");
  auto users = read();
  change(users);
  write(users);
}

void UserFile::add(const User& user) {
  change([&](auto& users) {
    if (at_name(users, user.name) != users.end())
      throw Exit(ExitCode::bad_input, "a login named '" + user.name +
                                          "' exists; choose another name, or "
                                          "use `holdfast user passwd`");
    users.push_back(user);
  });
}

void UserFile::set_hash(std::string_view name, std::string hash) {
  change([&](auto& users) {
    const auto at = at_name(users, name);
    if (at == users.end()) refuse_unknown(name);
    at->hash = std::move(hash);
  });
}

void UserFile::set_code_secret(std::string_view name, std::string secret) {
  change([&](auto& users) {
    const auto at = at_name(users, name);
    if (at == users.end()) refuse_unknown(name);
    at->code_secret = std::move(secret);
  });
}

void UserFile::remove(std::string_view name) {
  change([&](auto& users) {
    const auto at = at_name(users, name);
    if (at == users.end()) refuse_unknown(name);
    users.erase(at);
  });
}

}  // namespace holdfast::host
