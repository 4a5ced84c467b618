/* SPDX-License-Identifier: MIT */
/* The C ABI as it lies in memory: offsets, sizes, signatures, constants and ids, pinned.
 *
 * A line here changes only with the ABI major. A new field at the end of a struct adds a line and a
 * new SIZE; a plugin or host built before it goes on working because it looks at `size` first.
 * 64-bit pointers, LP64 (x86_64 and aarch64).
 */
#include <holdfast/holdfast.h>
#include <stdio.h>
#include <string.h>

#define AT(type, field, offset) \
  _Static_assert(offsetof(type, field) == (offset), #type "." #field " has moved")
#define SIZE(type, size) _Static_assert(sizeof(type) == (size), #type " has another size")
#define IS(type, field, ...)                                                \
  _Static_assert(_Generic(((type*)0)->field, __VA_ARGS__ : 1, default : 0), \
                 #type "." #field " has another type")
#define VALUE(name, value) _Static_assert((name) == (value), #name " has another value")

_Static_assert(sizeof(void*) == 8 && sizeof(size_t) == 8 && sizeof(int) == 4, "LP64 only");

/* abi.h */
VALUE(HOLDFAST_ABI_MAJOR, 1u);
VALUE(HOLDFAST_ABI_MINOR, 0u);
VALUE(HOLDFAST_OK, 0);
VALUE(HOLDFAST_E_INVALID, -1);
VALUE(HOLDFAST_E_NOT_FOUND, -2);
VALUE(HOLDFAST_E_DENIED, -3);
VALUE(HOLDFAST_E_CONFLICT, -4);
VALUE(HOLDFAST_E_UNSUPPORTED, -5);
VALUE(HOLDFAST_E_UNAVAILABLE, -6);
VALUE(HOLDFAST_E_STATE, -7);
VALUE(HOLDFAST_E_LIMIT, -8);
VALUE(HOLDFAST_E_MEMORY, -9);
VALUE(HOLDFAST_E_INTERNAL, -10);
SIZE(holdfast_status, 4);

SIZE(holdfast_str, 16);
AT(holdfast_str, ptr, 0);
AT(holdfast_str, len, 8);

SIZE(holdfast_error, 256);
AT(holdfast_error, size, 0);
AT(holdfast_error, code, 4);
AT(holdfast_error, message, 8);

SIZE(holdfast_sink, 16);
AT(holdfast_sink, ctx, 0);
AT(holdfast_sink, write, 8);
IS(holdfast_sink, write, holdfast_status (*)(void*, const void*, size_t));

/* host.h */
VALUE(HOLDFAST_HOST_PREFORK, 1);
VALUE(HOLDFAST_HOST_THREADED, 2);
SIZE(holdfast_host, 48);
AT(holdfast_host, size, 0);
AT(holdfast_host, abi_major, 4);
AT(holdfast_host, abi_minor, 8);
AT(holdfast_host, flags, 12);
AT(holdfast_host, data, 16);
AT(holdfast_host, name, 24);
AT(holdfast_host, version, 32);
AT(holdfast_host, get_extension, 40);
IS(holdfast_host, get_extension, const void* (*)(const holdfast_host*, const char*));

/* plugin.h */
SIZE(holdfast_plugin, 48);
AT(holdfast_plugin, size, 0);
AT(holdfast_plugin, reserved, 4);
AT(holdfast_plugin, data, 8);
AT(holdfast_plugin, activate, 16);
AT(holdfast_plugin, deactivate, 24);
AT(holdfast_plugin, destroy, 32);
AT(holdfast_plugin, get_extension, 40);
IS(holdfast_plugin, activate, holdfast_status (*)(const holdfast_plugin*, holdfast_error*));
IS(holdfast_plugin, deactivate, void (*)(const holdfast_plugin*));
IS(holdfast_plugin, destroy, void (*)(const holdfast_plugin*));
IS(holdfast_plugin, get_extension, const void* (*)(const holdfast_plugin*, const char*));

/* entry.h */
SIZE(holdfast_entry, 64);
AT(holdfast_entry, size, 0);
AT(holdfast_entry, abi_major, 4);
AT(holdfast_entry, abi_minor, 8);
AT(holdfast_entry, reserved, 12);
AT(holdfast_entry, id, 16);
AT(holdfast_entry, name, 24);
AT(holdfast_entry, version, 32);
AT(holdfast_entry, init, 40);
AT(holdfast_entry, deinit, 48);
AT(holdfast_entry, create, 56);
IS(holdfast_entry, init, holdfast_status (*)(const char*, holdfast_error*));
IS(holdfast_entry, deinit, void (*)(void));
IS(holdfast_entry, create,
   const holdfast_plugin* (*)(const holdfast_host*, holdfast_str, holdfast_error*));

/* adapter.h */
SIZE(holdfast_adapter_entry, 80);
AT(holdfast_adapter_entry, size, 0);
AT(holdfast_adapter_entry, abi_major, 4);
AT(holdfast_adapter_entry, abi_minor, 8);
AT(holdfast_adapter_entry, reserved, 12);
AT(holdfast_adapter_entry, id, 16);
AT(holdfast_adapter_entry, name, 24);
AT(holdfast_adapter_entry, version, 32);
AT(holdfast_adapter_entry, config_schema, 40);
AT(holdfast_adapter_entry, init, 48);
AT(holdfast_adapter_entry, deinit, 56);
AT(holdfast_adapter_entry, create, 64);
AT(holdfast_adapter_entry, destroy, 72);
IS(holdfast_adapter_entry, init, holdfast_status (*)(const char*, holdfast_error*));
IS(holdfast_adapter_entry, create,
   const holdfast_host* (*)(const holdfast_host*, holdfast_str, holdfast_error*));
IS(holdfast_adapter_entry, destroy, void (*)(const holdfast_host*));

/* ext/host_*.h: every table opens with size and reserved, then one pointer a function */
#define TABLE(type, functions)     \
  SIZE(type, 8 + 8 * (functions)); \
  AT(type, size, 0);               \
  AT(type, reserved, 4)

TABLE(holdfast_adapter_gateway, 1);
AT(holdfast_adapter_gateway, handle, 8);
IS(holdfast_adapter_gateway, handle,
   holdfast_status (*)(const holdfast_host*, const holdfast_plugin*, const holdfast_web_request*,
                       const holdfast_web_response*, holdfast_error*));

TABLE(holdfast_adapter_translate, 1);
AT(holdfast_adapter_translate, translate, 8);
IS(holdfast_adapter_translate, translate,
   holdfast_status (*)(const holdfast_host*, holdfast_str, holdfast_str, const holdfast_sink*,
                       holdfast_error*));

TABLE(holdfast_host_changes, 1);
AT(holdfast_host_changes, since, 8);
IS(holdfast_host_changes, since,
   holdfast_status (*)(const holdfast_host*, holdfast_str, uint32_t, const holdfast_sink*,
                       holdfast_error*));

typedef holdfast_status (*ask_host)(const holdfast_host*, holdfast_str, holdfast_str,
                                    const holdfast_sink*, holdfast_error*);

TABLE(holdfast_host_clients, 4);
AT(holdfast_host_clients, get, 8);
AT(holdfast_host_clients, search, 16);
AT(holdfast_host_clients, course, 24);
AT(holdfast_host_clients, clinician, 32);
IS(holdfast_host_clients, get, ask_host);
IS(holdfast_host_clients, search, ask_host);
IS(holdfast_host_clients, course, ask_host);
IS(holdfast_host_clients, clinician, ask_host);

TABLE(holdfast_host_clock, 2);
AT(holdfast_host_clock, now_ms, 8);
AT(holdfast_host_clock, zone, 16);
IS(holdfast_host_clock, now_ms, int64_t (*)(const holdfast_host*));
IS(holdfast_host_clock, zone, const char* (*)(const holdfast_host*));

TABLE(holdfast_host_identity, 2);
AT(holdfast_host_identity, describe, 8);
AT(holdfast_host_identity, may, 16);
IS(holdfast_host_identity, describe,
   holdfast_status (*)(const holdfast_host*, holdfast_str, const holdfast_sink*, holdfast_error*));
IS(holdfast_host_identity, may,
   holdfast_status (*)(const holdfast_host*, holdfast_str, holdfast_str, holdfast_str,
                       holdfast_error*));

VALUE(HOLDFAST_LOG_ERROR, 3);
VALUE(HOLDFAST_LOG_WARNING, 4);
VALUE(HOLDFAST_LOG_INFO, 6);
VALUE(HOLDFAST_LOG_DEBUG, 7);
TABLE(holdfast_host_log, 1);
AT(holdfast_host_log, log, 8);
IS(holdfast_host_log, log, void (*)(const holdfast_host*, int32_t, holdfast_str));

TABLE(holdfast_host_notify, 2);
AT(holdfast_host_notify, post, 8);
AT(holdfast_host_notify, withdraw, 16);
IS(holdfast_host_notify, post,
   holdfast_status (*)(const holdfast_host*, holdfast_str, holdfast_str, holdfast_str,
                       holdfast_error*));
IS(holdfast_host_notify, withdraw,
   holdfast_status (*)(const holdfast_host*, holdfast_str, holdfast_str, holdfast_error*));

TABLE(holdfast_host_records, 2);
AT(holdfast_host_records, put, 8);
AT(holdfast_host_records, retract, 16);
IS(holdfast_host_records, put,
   holdfast_status (*)(const holdfast_host*, holdfast_str, holdfast_str, holdfast_str,
                       const holdfast_sink*, holdfast_error*));
IS(holdfast_host_records, retract,
   holdfast_status (*)(const holdfast_host*, holdfast_str, holdfast_str, holdfast_str,
                       holdfast_error*));

TABLE(holdfast_host_sessions, 2);
AT(holdfast_host_sessions, get, 8);
AT(holdfast_host_sessions, list, 16);
IS(holdfast_host_sessions, get, ask_host);
IS(holdfast_host_sessions, list, ask_host);

TABLE(holdfast_host_store, 1);
AT(holdfast_host_store, directory, 8);
IS(holdfast_host_store, directory, const char* (*)(const holdfast_host*));

/* ext/plugin_*.h */
TABLE(holdfast_plugin_lifecycle, 4);
AT(holdfast_plugin_lifecycle, tick, 8);
AT(holdfast_plugin_lifecycle, worker_started, 16);
AT(holdfast_plugin_lifecycle, worker_stopping, 24);
AT(holdfast_plugin_lifecycle, before_backup, 32);
IS(holdfast_plugin_lifecycle, tick,
   holdfast_status (*)(const holdfast_plugin*, uint32_t, uint32_t*, holdfast_error*));
IS(holdfast_plugin_lifecycle, worker_started,
   holdfast_status (*)(const holdfast_plugin*, holdfast_error*));
IS(holdfast_plugin_lifecycle, worker_stopping, void (*)(const holdfast_plugin*));
IS(holdfast_plugin_lifecycle, before_backup,
   holdfast_status (*)(const holdfast_plugin*, holdfast_error*));

SIZE(holdfast_tool_io, 48);
AT(holdfast_tool_io, size, 0);
AT(holdfast_tool_io, reserved, 4);
AT(holdfast_tool_io, ctx, 8);
AT(holdfast_tool_io, read, 16);
AT(holdfast_tool_io, write, 24);
AT(holdfast_tool_io, progress, 32);
AT(holdfast_tool_io, cancelled, 40);
IS(holdfast_tool_io, read, holdfast_status (*)(void*, const char*, void*, size_t, size_t*));
IS(holdfast_tool_io, write, holdfast_status (*)(void*, const char*, const void*, size_t));
IS(holdfast_tool_io, progress, void (*)(void*, uint64_t, uint64_t));
IS(holdfast_tool_io, cancelled, int32_t (*)(void*));

TABLE(holdfast_plugin_tools, 2);
AT(holdfast_plugin_tools, run, 8);
AT(holdfast_plugin_tools, list, 16);
IS(holdfast_plugin_tools, run,
   holdfast_status (*)(const holdfast_plugin*, holdfast_str, holdfast_str, const holdfast_tool_io*,
                       holdfast_error*));
IS(holdfast_plugin_tools, list,
   holdfast_status (*)(const holdfast_plugin*, const holdfast_sink*, holdfast_error*));

SIZE(holdfast_header, 32);
AT(holdfast_header, name, 0);
AT(holdfast_header, value, 16);

SIZE(holdfast_web_request, 128);
AT(holdfast_web_request, size, 0);
AT(holdfast_web_request, header_count, 4);
AT(holdfast_web_request, method, 8);
AT(holdfast_web_request, script_name, 24);
AT(holdfast_web_request, path_info, 40);
AT(holdfast_web_request, query_string, 56);
AT(holdfast_web_request, actor, 72);
AT(holdfast_web_request, csp_nonce, 88);
AT(holdfast_web_request, headers, 104);
AT(holdfast_web_request, body, 112);

SIZE(holdfast_web_response, 32);
AT(holdfast_web_response, size, 0);
AT(holdfast_web_response, reserved, 4);
AT(holdfast_web_response, ctx, 8);
AT(holdfast_web_response, start, 16);
AT(holdfast_web_response, write, 24);
IS(holdfast_web_response, start,
   holdfast_status (*)(void*, int32_t, const holdfast_header*, uint32_t));
IS(holdfast_web_response, write, holdfast_status (*)(void*, const void*, size_t));

TABLE(holdfast_plugin_web, 1);
AT(holdfast_plugin_web, handle, 8);
IS(holdfast_plugin_web, handle,
   holdfast_status (*)(const holdfast_plugin*, const holdfast_web_request*,
                       const holdfast_web_response*, holdfast_error*));

/* Ids are text, which only a running program can compare. */
static int differs(const char* actual, const char* pinned) {
  if (strcmp(actual, pinned) == 0) return 0;
  fprintf(stderr, "\"%s\" was \"%s\"\n", actual, pinned);
  return 1;
}

int main(void) {
  return differs(HOLDFAST_ACTOR_SYSTEM, "holdfast:system") |
         differs(HOLDFAST_ADAPTER_GATEWAY, "holdfast.adapter.gateway/1") |
         differs(HOLDFAST_ADAPTER_TRANSLATE, "holdfast.adapter.translate/1") |
         differs(HOLDFAST_HOST_CHANGES, "holdfast.host.changes/1") |
         differs(HOLDFAST_HOST_CLIENTS, "holdfast.host.clients/1") |
         differs(HOLDFAST_HOST_CLOCK, "holdfast.host.clock/1") |
         differs(HOLDFAST_HOST_IDENTITY, "holdfast.host.identity/1") |
         differs(HOLDFAST_HOST_LOG, "holdfast.host.log/1") |
         differs(HOLDFAST_HOST_NOTIFY, "holdfast.host.notify/1") |
         differs(HOLDFAST_HOST_RECORDS, "holdfast.host.records/1") |
         differs(HOLDFAST_HOST_SESSIONS, "holdfast.host.sessions/1") |
         differs(HOLDFAST_HOST_STORE, "holdfast.host.store/1") |
         differs(HOLDFAST_PLUGIN_LIFECYCLE, "holdfast.plugin.lifecycle/1") |
         differs(HOLDFAST_PLUGIN_TOOLS, "holdfast.plugin.tools/1") |
         differs(HOLDFAST_PLUGIN_WEB, "holdfast.plugin.web/1");
}
