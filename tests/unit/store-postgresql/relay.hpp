// SPDX-License-Identifier: MIT
// A wire between a store and its server that can be cut at the one moment that matters: when the
// commit has been sent and its answer has not been heard.
#pragma once
#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace holdfast::testing {

enum class Cut {
  never,
  before_commit,  // the server never hears of it
  after_commit,   // the server did it, and its answer is lost
};

// Listens on a socket in `folder` and passes on to the server behind `address`. Each cut happens
// once.
class Relay {
 public:
  Relay(std::string folder, const std::string& address);
  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  const std::string& address() const { return address_; }
  void cut_next(Cut cut) { next_ = cut; }
  bool has_cut() const { return next_ == Cut::never; }

 private:
  void listen();
  void pass(int client);

  std::string address_;
  std::string server_socket_;
  int listener_ = -1;
  std::atomic<Cut> next_{Cut::never};
  std::atomic<bool> is_over_{false};
  std::vector<std::thread> connections_;  // grown by the accepting thread alone
  std::thread accepting_;
};

}  // namespace holdfast::testing
