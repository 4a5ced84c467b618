// SPDX-License-Identifier: MIT
// What systemd hands to a service and hears from it: sockets that it listens on already
// (sd_listen_fds(3)) and the word that work can begin (sd_notify(3)). Both protocols are a few
// environment variables and one datagram; without them nothing happens here.
#pragma once
#include <vector>

namespace holdfast::host {

// Listening sockets, each the receiver's to close.
struct PassedSockets {
  std::vector<int> pages;
  std::vector<int> metrics;  // those of a socket unit with FileDescriptorName=metrics
};

// Once, before any thread: the variables are taken out of the environment. Throws
// Exit(environment) when what was passed is no listening stream socket.
PassedSockets take_passed_sockets();

// READY=1 and STOPPING=1. Who does not listen for them misses nothing.
void tell_ready();
void tell_stopping();

}  // namespace holdfast::host
