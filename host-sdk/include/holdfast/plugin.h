/* SPDX-License-Identifier: MIT */
/* What a plugin gives: its life, and extensions asked for by id (ext/plugin_*.h).
 *
 * Ownership: created by holdfast_entry.create, released by destroy(); extension tables live until
 * then. Threads: activate, deactivate and destroy are [main]; get_extension is [thread-safe].
 * Errors: activate may be retried after a failure; every call before activate() answers
 * HOLDFAST_E_STATE, and so does every call in a process forked after activate().
 */
#ifndef HOLDFAST_PLUGIN_H
#define HOLDFAST_PLUGIN_H
#include <holdfast/abi.h>
#ifdef __cplusplus
extern "C" {
#endif

typedef struct holdfast_plugin {
  uint32_t size, reserved;
  void* data; /* the plugin's own */
  /* Opens the store, loads what the configuration names. Nothing is opened, locked or started
   * before. */
  holdfast_status (*activate)(const struct holdfast_plugin* plugin, holdfast_error* err);
  /* Closes what activate() opened. No call is under way when the host calls this. */
  void (*deactivate)(const struct holdfast_plugin* plugin);
  void (*destroy)(const struct holdfast_plugin* plugin);
  /* NULL: this plugin does not have it. */
  const void* (*get_extension)(const struct holdfast_plugin* plugin, const char* id);
} holdfast_plugin;

#ifdef __cplusplus
}
#endif
#endif
