/* SPDX-License-Identifier: MIT */
/* What a host gives: itself, and extensions asked for by id (ext/host_*.h).
 *
 * Ownership: the host owns this struct; it outlives every plugin created with it.
 * Threads: get_extension is [thread-safe] and is not called before activate().
 * Errors: an extension that is absent, or not granted to this plugin, is NULL.
 */
#ifndef HOLDFAST_HOST_H
#define HOLDFAST_HOST_H
#include <holdfast/abi.h>
#ifdef __cplusplus
extern "C" {
#endif

enum {
  HOLDFAST_HOST_PREFORK =
      1u << 0, /* the process forks workers; activate() is called in each of them */
  HOLDFAST_HOST_THREADED = 1u << 1 /* [thread-safe] functions are called from several threads */
};

/* The actor with which a plugin calls its host on its own account, in tick(). Any other actor is
 * the host's opaque token of a signed-in person: handed back as received, never parsed, never
 * stored. */
#define HOLDFAST_ACTOR_SYSTEM "holdfast:system"

typedef struct holdfast_host {
  uint32_t size, abi_major, abi_minor, flags;
  void* data;                 /* the host's own; nobody else reads it */
  const char *name, *version; /* for logs and pages */
  const void* (*get_extension)(const struct holdfast_host* host, const char* id);
} holdfast_host;

#ifdef __cplusplus
}
#endif
#endif
