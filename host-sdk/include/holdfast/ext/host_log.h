/* SPDX-License-Identifier: MIT */
/* Where a plugin tells an operator something. No client data, ever.
 * Ownership: text is borrowed. Threads: [thread-safe]. Errors: none, logging cannot fail. */
#ifndef HOLDFAST_EXT_HOST_LOG_H
#define HOLDFAST_EXT_HOST_LOG_H
#include <holdfast/host.h>
#ifdef __cplusplus
extern "C" {
#endif

#define HOLDFAST_HOST_LOG "holdfast.host.log/1"
enum {
  HOLDFAST_LOG_ERROR = 3, /* the numbers of syslog (RFC 5424, 6.2.1) */
  HOLDFAST_LOG_WARNING = 4,
  HOLDFAST_LOG_INFO = 6,
  HOLDFAST_LOG_DEBUG = 7
};
typedef struct holdfast_host_log {
  uint32_t size, reserved;
  void (*log)(const holdfast_host* host, int32_t severity, holdfast_str text);
} holdfast_host_log;

#ifdef __cplusplus
}
#endif
#endif
