// SPDX-License-Identifier: MIT
#include "user_command.hpp"

#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "exit.hpp"
#include "one_time_code.hpp"
#include "password.hpp"
#include "private_file.hpp"
#include "user_file.hpp"

namespace holdfast::host {
namespace {

std::filesystem::path user_path(const Arguments& arguments) {
  const auto data = settle(arguments).data;
  private_folder(data);
  return data / "users.json";
}

// The terminal shows nothing while this lives.
class QuietTerminal {
 public:
  QuietTerminal() {
    is_terminal_ = ::tcgetattr(STDIN_FILENO, &before_) == 0;
    if (!is_terminal_) return;
    auto quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
  }
  QuietTerminal(const QuietTerminal&) = delete;
  QuietTerminal& operator=(const QuietTerminal&) = delete;
  ~QuietTerminal() {
    if (!is_terminal_) return;
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    std::fputc('\n', stderr);
  }
  bool is_terminal() const { return is_terminal_; }

 private:
  termios before_{};
  bool is_terminal_ = false;
};

std::string asked(const char* prompt) {
  const QuietTerminal quiet;
  if (quiet.is_terminal()) std::fputs(prompt, stderr);
  std::string line;
  std::getline(std::cin, line);
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

std::string new_password() {
  const auto password = asked("Password: ");
  if (password.size() < shortest_password || password.size() > longest_password)
    throw Exit(ExitCode::bad_input, "a password has " + std::to_string(shortest_password) + " to " +
                                        std::to_string(longest_password) +
                                        " characters; choose another");
  if (::isatty(STDIN_FILENO) != 0 && asked("Again: ") != password)
    throw Exit(ExitCode::bad_input, "the two passwords differ; start again");
  return password;
}

}  // namespace

void add_user(const Arguments& arguments, const std::string& name, const std::string& person) {
  if (const auto problem = name_problem(name); !problem.empty())
    throw Exit(ExitCode::bad_input, problem);
  if (person.empty() || person.size() > 128)
    throw Exit(ExitCode::bad_input,
               "--person is the user's id in the practice system, 1 to 128 bytes");
  UserFile users(user_path(arguments));
  if (users.find(name))
    throw Exit(
        ExitCode::bad_input,
        "a login named '" + name + "' exists; choose another name, or use `holdfast user passwd`");
  users.add({name, person, password_hash(new_password()), {}});
}

void change_password(const Arguments& arguments, const std::string& name) {
  UserFile users(user_path(arguments));
  if (!users.find(name))
    throw Exit(ExitCode::bad_input,
               "no login is named '" + name + "'; `holdfast user list` names them");
  users.set_hash(name, password_hash(new_password()));
}

void give_code(const Arguments& arguments, const std::string& name) {
  const auto secret = new_code_secret();
  UserFile(user_path(arguments)).set_code_secret(name, secret);
  const auto address = code_address(name, secret);
  std::cout
      << "Scan this with an authenticator program, or type the secret into it. Whoever has it\n"
         "can make the codes: show it to nobody else.\n\n"
      << qr_code(address) << '\n'
      << address << '\n';
}

void take_code(const Arguments& arguments, const std::string& name) {
  UserFile(user_path(arguments)).set_code_secret(name, {});
}

void list_users(const Arguments& arguments) {
  for (const auto& user : UserFile(user_path(arguments)).all())
    std::cout << user.name << '\t' << user.person << '\t'
              << (user.code_secret.empty() ? "password" : "password and code") << '\n';
}

void remove_user(const Arguments& arguments, const std::string& name) {
  UserFile(user_path(arguments)).remove(name);
}

}  // namespace holdfast::host
