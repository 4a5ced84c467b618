/* SPDX-License-Identifier: MIT */
/* The pages and the JSON API, mounted by the host under any prefix (the CGI split, RFC 3875). The
 * host owns TLS, login and the prefix; the plugin builds every link from script_name and answers an
 * unknown path with 404. Ownership: the request is borrowed; the response is written during the
 * call, on the same thread. Threads: handle is [thread-safe]. Errors: an HTTP answer, errors
 * included, is OK; a failure means that no answer could be made. */
#ifndef HOLDFAST_EXT_PLUGIN_WEB_H
#define HOLDFAST_EXT_PLUGIN_WEB_H
#include <holdfast/plugin.h>
#ifdef __cplusplus
extern "C" {
#endif

#define HOLDFAST_PLUGIN_WEB "holdfast.plugin.web/1"
typedef struct holdfast_header {
  holdfast_str name, value;
} holdfast_header;

typedef struct holdfast_web_request {
  uint32_t size, header_count;
  holdfast_str method;       /* "GET", "HEAD", "POST" ... */
  holdfast_str script_name;  /* the prefix: "" or "/holdfast" */
  holdfast_str path_info;    /* the rest, percent-decoded once: "/today" */
  holdfast_str query_string; /* as sent, without the question mark */
  holdfast_str actor;        /* who is signed in to the host; empty: nobody */
  holdfast_str csp_nonce;    /* empty when the host sets no policy of its own */
  /* Names in lower case. One is the host's own: `holdfast-sign-out` names the path below
     script_name to which a page posts to sign the person out; without it pages offer no way out,
     as in the window of a host that has its own. */
  const holdfast_header* headers;
  holdfast_str body; /* whole; over 256 KiB is answered with 413 */
} holdfast_web_request;

typedef struct holdfast_web_response {
  uint32_t size, reserved;
  void* ctx;
  /* Once, before any write. Header values hold no control characters. One header is for the host
     and goes no further: `holdfast-end-session: 1` asks it to end the signed-in person's session in
     this browser, because the device is handed over; a host that cannot do so leaves the person
     signed in. */
  holdfast_status (*start)(void* ctx, int32_t http_status, const holdfast_header* headers,
                           uint32_t count);
  holdfast_status (*write)(void* ctx, const void* data, size_t len);
} holdfast_web_response;

typedef struct holdfast_plugin_web {
  uint32_t size, reserved;
  holdfast_status (*handle)(const holdfast_plugin* plugin, const holdfast_web_request* request,
                            const holdfast_web_response* response, holdfast_error* err);
} holdfast_plugin_web;

#ifdef __cplusplus
}
#endif
#endif
