/* SPDX-License-Identifier: MIT */
/* Appointments and encounters: booked, held, missed and cancelled sessions.
 * Ownership: borrowed in, sink out. Threads: [thread-safe]. Errors: as ext/host_clients.h. */
#ifndef HOLDFAST_EXT_HOST_SESSIONS_H
#define HOLDFAST_EXT_HOST_SESSIONS_H
#include <holdfast/host.h>
#ifdef __cplusplus
extern "C" {
#endif

#define HOLDFAST_HOST_SESSIONS "holdfast.host.sessions/1"
typedef struct holdfast_host_sessions {
  uint32_t size, reserved;
  /* -> schemas/session.schema.json */
  holdfast_status (*get)(const holdfast_host* host, holdfast_str actor, holdfast_str session_id,
                         const holdfast_sink* out, holdfast_error* err);
  /* {"schema":"holdfast.session-query/1","from":"2026-11-23","to":"2026-11-24","course":"...",
     "limit":200} -> {"schema":"holdfast.sessions/1","sessions":[...],"more":false}; from inclusive,
     to exclusive, days in the zone of the practice; course optional; ordered by start, then id. */
  holdfast_status (*list)(const holdfast_host* host, holdfast_str actor, holdfast_str query_json,
                          const holdfast_sink* out, holdfast_error* err);
} holdfast_host_sessions;

#ifdef __cplusplus
}
#endif
#endif
