/* SPDX-License-Identifier: MIT */
/* An adapter's own addresses: requests that the practice system sends by its own standard, and
 * people who open Holdfast inside its window. A host that has this mounts "/cds-services" and
 * "/smart" beside the plugin's pages and asks the adapter there, without a login, a session or a
 * check of provenance of its own: the adapter proves who asks, and turns away whom it cannot prove.
 * What it answers comes from the plugin, asked over holdfast.plugin.web/1 in the name of that
 * person, so that nobody is told more there than on a page.
 * Asked of the host that create() returned. A host makes an instance of the adapter for this where
 * the adapter's configuration has a member "gateway"; it may live beside the plugin's own, in the
 * same process and the same store directory.
 * Ownership: all borrowed; the response is written during the call, on the same thread.
 * Threads: [thread-safe]. Errors: an HTTP answer, errors included, is OK; a failure means that no
 * answer could be made. */
#ifndef HOLDFAST_EXT_ADAPTER_GATEWAY_H
#define HOLDFAST_EXT_ADAPTER_GATEWAY_H
#include <holdfast/ext/plugin_web.h>
#include <holdfast/host.h>
#ifdef __cplusplus
extern "C" {
#endif

#define HOLDFAST_ADAPTER_GATEWAY "holdfast.adapter.gateway/1"
typedef struct holdfast_adapter_gateway {
  uint32_t size, reserved;
  /* `request` has no actor, holds `authorization` and `cookie` as they came, and its path_info
     begins with the mount: "/cds-services/..." or "/smart/...". Where the caller accepts any
     language, or names none, `accept-language` is the practice's. */
  holdfast_status (*handle)(const holdfast_host* host, const holdfast_plugin* plugin,
                            const holdfast_web_request* request,
                            const holdfast_web_response* response, holdfast_error* err);
} holdfast_adapter_gateway;

#ifdef __cplusplus
}
#endif
#endif
