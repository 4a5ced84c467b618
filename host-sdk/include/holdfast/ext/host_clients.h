/* SPDX-License-Identifier: MIT */
/* The practice's clients, courses of treatment and clinicians, as the practice system keeps them.
 * Every call carries the acting person, so that the host decides and audits.
 * Ownership: borrowed in, sink out. Threads: [thread-safe].
 * Errors: DENIED an empty actor or one without access; NOT_FOUND no such id; INVALID an id over 128
 * bytes or not UTF-8; UNAVAILABLE the practice system does not answer. */
#ifndef HOLDFAST_EXT_HOST_CLIENTS_H
#define HOLDFAST_EXT_HOST_CLIENTS_H
#include <holdfast/host.h>
#ifdef __cplusplus
extern "C" {
#endif

#define HOLDFAST_HOST_CLIENTS "holdfast.host.clients/1"
typedef struct holdfast_host_clients {
  uint32_t size, reserved;
  /* -> schemas/client.schema.json */
  holdfast_status (*get)(const holdfast_host* host, holdfast_str actor, holdfast_str client_id,
                         const holdfast_sink* out, holdfast_error* err);
  /* {"schema":"holdfast.client-query/1","text":"...","limit":50} -> {"schema":"holdfast.clients/1",
     "clients":[...]}, best match first; an empty text lists by name. */
  holdfast_status (*search)(const holdfast_host* host, holdfast_str actor, holdfast_str query_json,
                            const holdfast_sink* out, holdfast_error* err);
  /* -> schemas/course.schema.json: one client's treatment with one clinician or team. */
  holdfast_status (*course)(const holdfast_host* host, holdfast_str actor, holdfast_str course_id,
                            const holdfast_sink* out, holdfast_error* err);
  /* -> schemas/clinician.schema.json */
  holdfast_status (*clinician)(const holdfast_host* host, holdfast_str actor,
                               holdfast_str clinician_id, const holdfast_sink* out,
                               holdfast_error* err);
} holdfast_host_clients;

#ifdef __cplusplus
}
#endif
#endif
