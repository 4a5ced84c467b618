/* SPDX-License-Identifier: MIT */
/* What changed in the practice system since a cursor, so that a plugin can keep its mirror.
 * Ownership: borrowed in, sink out. Threads: [worker].
 * Errors: INVALID a cursor this host never gave (start again with an empty one); UNAVAILABLE. */
#ifndef HOLDFAST_EXT_HOST_CHANGES_H
#define HOLDFAST_EXT_HOST_CHANGES_H
#include <holdfast/host.h>
#ifdef __cplusplus
extern "C" {
#endif

#define HOLDFAST_HOST_CHANGES "holdfast.host.changes/1"
typedef struct holdfast_host_changes {
  uint32_t size, reserved;
  /* -> schemas/changes.schema.json: at most `limit` (1-1000) changes and the next cursor. An empty
     cursor means everything: clinicians and clients, then courses, then sessions, so that nothing
     refers forward. The same cursor gives the same changes or later ones; a change may come twice.
   */
  holdfast_status (*since)(const holdfast_host* host, holdfast_str cursor, uint32_t limit,
                           const holdfast_sink* out, holdfast_error* err);
} holdfast_host_changes;

#ifdef __cplusplus
}
#endif
#endif
