/* SPDX-License-Identifier: MIT */
/* Who an actor is, and what the host lets that person do.
 * Ownership: borrowed in, sink out. Threads: [thread-safe].
 * Errors: NOT_FOUND an unknown or expired actor; DENIED an actor without any access; UNAVAILABLE
 * the practice system does not answer. Unknown means no. */
#ifndef HOLDFAST_EXT_HOST_IDENTITY_H
#define HOLDFAST_EXT_HOST_IDENTITY_H
#include <holdfast/host.h>
#ifdef __cplusplus
extern "C" {
#endif

#define HOLDFAST_HOST_IDENTITY "holdfast.host.identity/1"
typedef struct holdfast_host_identity {
  uint32_t size, reserved;
  /* -> schemas/person.schema.json: who this is, which roles, which links. */
  holdfast_status (*describe)(const holdfast_host* host, holdfast_str actor,
                              const holdfast_sink* out, holdfast_error* err);
  /* OK: the host lets this actor do `action` ("read", "write") to `subject`; DENIED: it does not. A
     subject is "client:ID", "course:ID" or "practice". */
  holdfast_status (*may)(const holdfast_host* host, holdfast_str actor, holdfast_str action,
                         holdfast_str subject, holdfast_error* err);
} holdfast_host_identity;

#ifdef __cplusplus
}
#endif
#endif
