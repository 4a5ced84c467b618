/* SPDX-License-Identifier: MIT */
/* Where a rating, an alert or a repair is written into the practice system's own record.
 * Ownership: borrowed in, sink out. Threads: [worker].
 * Errors: INVALID or DENIED are final for this item (it is parked and shown to the admin);
 * UNAVAILABLE is tried again; UNSUPPORTED: this kind cannot be written here. */
#ifndef HOLDFAST_EXT_HOST_RECORDS_H
#define HOLDFAST_EXT_HOST_RECORDS_H
#include <holdfast/host.h>
#ifdef __cplusplus
extern "C" {
#endif

#define HOLDFAST_HOST_RECORDS "holdfast.host.records/1"
typedef struct holdfast_host_records {
  uint32_t size, reserved;
  /* schemas/record.schema.json -> {"schema":"holdfast.receipt/1","id":"..."}. The same key stores
     once, whatever the retries: a repeat answers the first receipt. */
  holdfast_status (*put)(const holdfast_host* host, holdfast_str actor,
                         holdfast_str idempotency_key, holdfast_str record_json,
                         const holdfast_sink* out, holdfast_error* err);
  /* Marks what was put under that key as entered in error; a key never put is OK. */
  holdfast_status (*retract)(const holdfast_host* host, holdfast_str actor,
                             holdfast_str idempotency_key, holdfast_str reason,
                             holdfast_error* err);
} holdfast_host_records;

#ifdef __cplusplus
}
#endif
#endif
