/* SPDX-License-Identifier: MIT */
/* The time, and the zone in which the practice lives.
 * Ownership: the zone's name is static for the life of the host. Threads: [thread-safe].
 * Errors: none. */
#ifndef HOLDFAST_EXT_HOST_CLOCK_H
#define HOLDFAST_EXT_HOST_CLOCK_H
#include <holdfast/host.h>
#ifdef __cplusplus
extern "C" {
#endif

#define HOLDFAST_HOST_CLOCK "holdfast.host.clock/1"
typedef struct holdfast_host_clock {
  uint32_t size, reserved;
  int64_t (*now_ms)(const holdfast_host* host);   /* Unix time in milliseconds, UTC */
  const char* (*zone)(const holdfast_host* host); /* IANA name, "Europe/Berlin"; NULL: UTC */
} holdfast_host_clock;

#ifdef __cplusplus
}
#endif
#endif
