/* SPDX-License-Identifier: MIT */
/* Tells a person in the practice system that something waits: a category and a link, no content.
 * Ownership: borrowed in. Threads: [worker].
 * Errors: NOT_FOUND no such person; UNAVAILABLE is tried again; UNSUPPORTED. */
#ifndef HOLDFAST_EXT_HOST_NOTIFY_H
#define HOLDFAST_EXT_HOST_NOTIFY_H
#include <holdfast/host.h>
#ifdef __cplusplus
extern "C" {
#endif

#define HOLDFAST_HOST_NOTIFY "holdfast.host.notify/1"
typedef struct holdfast_host_notify {
  uint32_t size, reserved;
  /* schemas/notice.schema.json. The same dedupe key shows once. */
  holdfast_status (*post)(const holdfast_host* host, holdfast_str actor, holdfast_str dedupe_key,
                          holdfast_str notice_json, holdfast_error* err);
  /* Takes it back, read or not; a key never posted is OK. */
  holdfast_status (*withdraw)(const holdfast_host* host, holdfast_str actor,
                              holdfast_str dedupe_key, holdfast_error* err);
} holdfast_host_notify;

#ifdef __cplusplus
}
#endif
#endif
