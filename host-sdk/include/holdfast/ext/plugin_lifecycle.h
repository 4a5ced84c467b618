/* SPDX-License-Identifier: MIT */
/* The moments of a host's life at which a plugin without threads of its own can work.
 * Ownership: nothing changes hands. Threads: tick and before_backup [worker], one tick at a time;
 * worker_started and worker_stopping [main] of that process.
 * Errors: UNAVAILABLE the host's data could not be reached, call again later; STATE not activated,
 * or another tick is at work.
 */
#ifndef HOLDFAST_EXT_PLUGIN_LIFECYCLE_H
#define HOLDFAST_EXT_PLUGIN_LIFECYCLE_H
#include <holdfast/plugin.h>
#ifdef __cplusplus
extern "C" {
#endif

#define HOLDFAST_PLUGIN_LIFECYCLE "holdfast.plugin.lifecycle/1"
typedef struct holdfast_plugin_lifecycle {
  uint32_t size, reserved;
  /* Mirrors the host, delivers what waits, for about `budget_ms`. Call every few seconds. `due_ms`
     may be NULL; else it receives in how many milliseconds more work waits (0: at once). */
  holdfast_status (*tick)(const holdfast_plugin* plugin, uint32_t budget_ms, uint32_t* due_ms,
                          holdfast_error* err);
  holdfast_status (*worker_started)(const holdfast_plugin* plugin, holdfast_error* err);
  void (*worker_stopping)(const holdfast_plugin* plugin);
  /* Brings the files to a state that a file copy may take (WAL checkpointed and truncated). */
  holdfast_status (*before_backup)(const holdfast_plugin* plugin, holdfast_error* err);
} holdfast_plugin_lifecycle;

#ifdef __cplusplus
}
#endif
#endif
