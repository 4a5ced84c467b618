/* SPDX-License-Identifier: MIT */
/* The offline commands (score, replay, import, export ...) for any host's command line.
 * Channels are names ("in", "ratings", "alerts"): the caller maps them to files, the plugin opens
 * none. Ownership: borrowed. Threads: [worker]; `io` is called on the same thread during run().
 * Errors: NOT_FOUND no such tool; UNSUPPORTED no such channel here; INVALID bad options or input,
 * the message names field or line; what was written before a failure stays written. */
#ifndef HOLDFAST_EXT_PLUGIN_TOOLS_H
#define HOLDFAST_EXT_PLUGIN_TOOLS_H
#include <holdfast/plugin.h>
#ifdef __cplusplus
extern "C" {
#endif

#define HOLDFAST_PLUGIN_TOOLS "holdfast.plugin.tools/1"
typedef struct holdfast_tool_io {
  uint32_t size, reserved;
  void* ctx;
  /* Up to `capacity` bytes into `buffer`; *got is 0 at the end. */
  holdfast_status (*read)(void* ctx, const char* channel, void* buffer, size_t capacity,
                          size_t* got);
  holdfast_status (*write)(void* ctx, const char* channel, const void* data, size_t len);
  void (*progress)(void* ctx, uint64_t done, uint64_t total); /* total 0: unknown */
  int32_t (*cancelled)(void* ctx);                            /* not 0: stop soon, cleanly */
} holdfast_tool_io;

typedef struct holdfast_plugin_tools {
  uint32_t size, reserved;
  holdfast_status (*run)(const holdfast_plugin* plugin, holdfast_str name,
                         holdfast_str options_json, const holdfast_tool_io* io,
                         holdfast_error* err);
  /* -> {"schema":"holdfast.tools/1","tools":[{"name":"score","needs":"nothing"}]}; needs: nothing,
     store or all, for the "open" member of the configuration. */
  holdfast_status (*list)(const holdfast_plugin* plugin, const holdfast_sink* out,
                          holdfast_error* err);
} holdfast_plugin_tools;

#ifdef __cplusplus
}
#endif
#endif
