/* SPDX-License-Identifier: MIT */
/* A private place for the plugin's own files.
 * Ownership: the text is the host's, for its life. Threads: [thread-safe].
 * Errors: NULL when the host has none; the configuration must then name one. */
#ifndef HOLDFAST_EXT_HOST_STORE_H
#define HOLDFAST_EXT_HOST_STORE_H
#include <holdfast/host.h>
#ifdef __cplusplus
extern "C" {
#endif

#define HOLDFAST_HOST_STORE "holdfast.host.store/1"
typedef struct holdfast_host_store {
  uint32_t size, reserved;
  const char* (*directory)(const holdfast_host* host); /* absolute, exists, mode 0700 */
} holdfast_host_store;

#ifdef __cplusplus
}
#endif
#endif
