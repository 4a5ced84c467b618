// SPDX-License-Identifier: MIT
// What a library must not do while it is loaded. Linked into every faulty library.
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cfenv>
#include <clocale>
#include <csignal>
#include <ctime>

#include "fault.hpp"

namespace faulty {
namespace {

void* sleep_for_ever(void*) {
  for (;;) ::pause();
}

void burn_a_quarter_second() {
  const auto begin = std::clock();
  while (std::clock() - begin < CLOCKS_PER_SEC / 4) {
  }
}

void block_a_signal() {
  sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

__attribute__((constructor)) void misbehave_at_load() {
  pthread_t thread{};
  if (is_fault("load-mask")) block_a_signal();
  if (is_fault("load-handler")) ::signal(SIGPIPE, SIG_IGN);
  if (is_fault("load-thread")) ::pthread_create(&thread, nullptr, sleep_for_ever, nullptr);
  if (is_fault("load-descriptor")) (void)!::open("/dev/null", O_RDONLY);
  if (is_fault("load-directory")) (void)!::chdir("/");
  if (is_fault("load-locale")) std::setlocale(LC_ALL, "C.UTF-8");
  if (is_fault("load-umask")) ::umask(077);
  if (is_fault("load-environment")) ::setenv("HOLDFAST_WAS_HERE", "1", 1);
  if (is_fault("load-rounding")) std::fesetround(FE_UPWARD);
  if (is_fault("load-prints")) (void)!::write(STDOUT_FILENO, "loaded\n", 7);
  if (is_fault("load-slow")) burn_a_quarter_second();
}

}  // namespace
}  // namespace faulty
