/* SPDX-License-Identifier: MIT */
/* An adapter turns a practice system's own data into a holdfast_host.
 *
 * It is a factory of hosts: `create` takes a base host (log, clock, store) and returns a host that
 * adds clients, sessions, records and so on; ids it does not serve fall through to the base, so
 * adapters stack, and a plugin cannot tell an adapted host from a native one. Ownership: the base
 * outlives the result; the result lives until destroy(). Threads: entry [thread-safe]; init,
 * deinit, create, destroy [main]. What create returns is called as each extension says. Errors:
 * create returns NULL and fills `err` with what an operator can do about it.
 */
#ifndef HOLDFAST_ADAPTER_H
#define HOLDFAST_ADAPTER_H
#include <holdfast/host.h>
#ifdef __cplusplus
extern "C" {
#endif

typedef struct holdfast_adapter_entry {
  uint32_t size, abi_major, abi_minor, reserved;
  const char *id, *name, *version; /* "org.openemr.holdfast-adapter", as shown, SemVer */
  const char* config_schema;       /* JSON Schema of config_json, static */
  holdfast_status (*init)(const char* own_path, holdfast_error* err); /* counted */
  void (*deinit)(void);                                               /* counted */
  const holdfast_host* (*create)(const holdfast_host* base, holdfast_str config_json,
                                 holdfast_error* err);
  void (*destroy)(const holdfast_host* host);
} holdfast_adapter_entry;

/* NULL when `abi_major` is not spoken here. Nothing else happens in this call. */
HOLDFAST_EXPORT const holdfast_adapter_entry* holdfast_adapter_entry_of(uint32_t abi_major);

#ifdef __cplusplus
}
#endif
#endif
