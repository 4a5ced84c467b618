/* SPDX-License-Identifier: MIT */
/* The one symbol a plugin library exports.
 *
 * Ownership: the entry and its texts are static. Libraries stay loaded for the life of the process.
 * Threads: holdfast_plugin_entry is [thread-safe]; init, deinit and create are [main].
 * Errors: NULL from holdfast_plugin_entry means that this ABI major is not spoken here, so one
 * library can serve two majors. create() returns NULL and fills `err`.
 */
#ifndef HOLDFAST_ENTRY_H
#define HOLDFAST_ENTRY_H
#include <holdfast/host.h>
#include <holdfast/plugin.h>
#ifdef __cplusplus
extern "C" {
#endif

typedef struct holdfast_entry {
  uint32_t size, abi_major, abi_minor, reserved;
  const char *id, *name, *version; /* "org.holdfast.alliance", as shown to people, SemVer */
  /* Counted: wrappers call it twice. `own_path` is where this library was found, absolute. */
  holdfast_status (*init)(const char* own_path, holdfast_error* err);
  void (*deinit)(void);
  /* `config_json` follows schemas/config.schema.json. Does no I/O. `host` outlives the result. */
  const holdfast_plugin* (*create)(const holdfast_host* host, holdfast_str config_json,
                                   holdfast_error* err);
} holdfast_entry;

/* Nothing else happens in this call: no thread, no file, no lock, no allocation; a scanner may call
 * it on any library. */
HOLDFAST_EXPORT const holdfast_entry* holdfast_plugin_entry(uint32_t abi_major);

#ifdef __cplusplus
}
#endif
#endif
