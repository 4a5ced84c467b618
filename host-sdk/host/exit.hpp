// SPDX-License-Identifier: MIT
// How a command ends when it does not end well: a code for scripts and one sentence for people.
#pragma once
#include <stdexcept>
#include <string>

namespace holdfast::host {

enum class ExitCode {
  ok = 0,
  bad_input = 1,  // the file or the data given to the command was wrong
  usage = 2,      // the command line was wrong
  environment =
      3,  // something an operator has to put right: configuration, files, rights, libraries
};

// Thrown by commands, caught in main; `what()` says what to do and holds no client data.
class Exit : public std::runtime_error {
 public:
  Exit(ExitCode code, const std::string& sentence) : std::runtime_error(sentence), code_(code) {}
  ExitCode code() const { return code_; }

 private:
  ExitCode code_;
};

// The file is there for somebody else: nothing is known to be wrong with what it says.
class Unreadable : public Exit {
 public:
  explicit Unreadable(const std::string& sentence) : Exit(ExitCode::environment, sentence) {}
};

}  // namespace holdfast::host
