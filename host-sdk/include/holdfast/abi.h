/* SPDX-License-Identifier: MIT */
/* The words every other header uses: status codes, borrowed text, errors, sinks.
 *
 * Conventions of the whole ABI (C99, C11, C++11 and later):
 *
 * Inputs are borrowed until the call returns. Outputs go through a sink. Nobody frees what another
 * allocated. Tables of functions live until destroy() or deinit().
 *
 * Control is structs that begin with `size` and only ever grow at the end. Clinical data is UTF-8
 * JSON with "schema":"holdfast.NAME/REVISION" (see schemas/): at most 256 KiB, 32 levels, no
 * duplicate keys; unknown fields are ignored.
 *
 * Each function carries a thread tag. [main]: the thread that created the object. [worker]: any
 * thread but never one that draws windows, one call at a time per object. [thread-safe]: any
 * thread, any time.
 *
 * No exception, longjmp or signal crosses a call.
 */
#ifndef HOLDFAST_ABI_H
#define HOLDFAST_ABI_H
#include <stddef.h>
#include <stdint.h>

#define HOLDFAST_ABI_MAJOR 1u /* both sides must speak the same one */
#define HOLDFAST_ABI_MINOR 0u /* grows when fields are appended; only ever told, never compared */

#if defined(__GNUC__)
#define HOLDFAST_EXPORT __attribute__((visibility("default")))
#else
#define HOLDFAST_EXPORT
#endif

/* True when `field` lies within what the other side was built with. */
#define HOLDFAST_HAS(p, type, field) ((p)->size >= offsetof(type, field) + sizeof((p)->field))

#ifdef __cplusplus
extern "C" {
#endif

/* 0 is success; any other value is a failure, and values keep their meaning for ever. */
typedef int32_t holdfast_status;
enum {
  HOLDFAST_OK = 0,
  HOLDFAST_E_INVALID = -1,     /* the caller sent something the contract forbids; do not retry */
  HOLDFAST_E_NOT_FOUND = -2,   /* no such thing, or none that this actor may know of */
  HOLDFAST_E_DENIED = -3,      /* this actor may not do this */
  HOLDFAST_E_CONFLICT = -4,    /* it exists already, or changed meanwhile */
  HOLDFAST_E_UNSUPPORTED = -5, /* this side cannot do this at all */
  HOLDFAST_E_UNAVAILABLE = -6, /* not now: the other end is down or slow; retry later */
  HOLDFAST_E_STATE = -7,       /* called at the wrong moment, or in the wrong process after fork */
  HOLDFAST_E_LIMIT = -8,       /* too large, too deep, too many */
  HOLDFAST_E_MEMORY = -9,      /* an allocation failed; nothing was changed */
  HOLDFAST_E_INTERNAL = -10    /* a defect on this side; the message says where */
};

/* Borrowed UTF-8 of `len` bytes, not NUL-terminated, valid until the call returns. ptr may be NULL
 * when len is 0. */
typedef struct holdfast_str {
  const char* ptr;
  size_t len;
} holdfast_str;

/* The caller's, with `size` set by the caller; the callee fills it only when it fails. The message
 * is for operators: English, NUL-terminated, without client data. 256 bytes in all. */
typedef struct holdfast_error {
  uint32_t size;
  int32_t code;
  char message[248];
} holdfast_error;

/* Where a callee puts bytes, in order, in any number of pieces. When write fails the callee stops
 * and returns that status. Valid during the call it was passed to, on that thread. */
typedef struct holdfast_sink {
  void* ctx;
  holdfast_status (*write)(void* ctx, const void* data, size_t len);
} holdfast_sink;

#ifdef __cplusplus
}
#endif
#endif
