/* SPDX-License-Identifier: MIT */
/* An adapter's other use: it puts Holdfast's neutral JSON into its own standard's words, as in
 * `holdfast audit export --format fhir`. Asked of the host that the adapter's create() returned. An
 * adapter that offers this offers it after create() with "{}" too, without a practice system to
 * connect to; it may then serve nothing else.
 * Ownership: borrowed in, sink out. Threads: [worker].
 * Errors: UNSUPPORTED: this payload has no counterpart there; INVALID: the payload is not as its
 * schema says, the message names the field. */
#ifndef HOLDFAST_EXT_ADAPTER_TRANSLATE_H
#define HOLDFAST_EXT_ADAPTER_TRANSLATE_H
#include <holdfast/host.h>
#ifdef __cplusplus
extern "C" {
#endif

#define HOLDFAST_ADAPTER_TRANSLATE "holdfast.adapter.translate/1"
typedef struct holdfast_adapter_translate {
  uint32_t size, reserved;
  /* `name` says what `json` is, "audit-line" for schemas/audit-line.schema.json. -> one JSON
     document of the other standard. An adapter may know further names of its own. */
  holdfast_status (*translate)(const holdfast_host* host, holdfast_str name, holdfast_str json,
                               const holdfast_sink* out, holdfast_error* err);
} holdfast_adapter_translate;

#ifdef __cplusplus
}
#endif
#endif
