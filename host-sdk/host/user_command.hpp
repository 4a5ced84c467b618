// SPDX-License-Identifier: MIT
// `holdfast user …`: who may sign in. A password comes from the terminal or from standard input,
// never from the command line, where every process of the machine can read it.
#pragma once
#include <string>

#include "settings.hpp"

namespace holdfast::host {

void add_user(const Arguments& arguments, const std::string& name, const std::string& person);
void change_password(const Arguments& arguments, const std::string& name);
void list_users(const Arguments& arguments);
// Gives the login a new secret for one-time codes and prints it, as text and as a QR code.
void give_code(const Arguments& arguments, const std::string& name);
void take_code(const Arguments& arguments, const std::string& name);
void remove_user(const Arguments& arguments, const std::string& name);

}  // namespace holdfast::host
