/* SPDX-License-Identifier: MIT */
/* A host in a library: what `holdfast serve` does between its socket and the plugin, in the process
 * that asks. Flat, for a caller that has nothing but FFI: plain types, no callback into the caller,
 * nothing thrown out of it. It keeps one instance for each configuration, opened by the process
 * that first asks; in a child forked after that it refuses. It makes no thread and never ticks:
 * reminders, deliveries and looking for changes are the work of `holdfast serve` on the same store.
 * Loading it changes nothing.
 * Threads: one call at a time, others wait. */
#ifndef HOLDFAST_EMBEDDED_H
#define HOLDFAST_EMBEDDED_H
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

/* Good until the next call. */
typedef struct holdfast_embedded_answer {
  int32_t status;   /* of HTTP; 0: nothing was asked and nothing was done, `body` says why */
  const char* head; /* "name: value" and a line end for each header, names in small letters */
  size_t head_length;
  const char* body;
  size_t body_length;
} holdfast_embedded_answer;

/* `config`: path of the holdfast.toml that `holdfast serve` reads too; it names a site and its key.
 * `head`: "GET /path?query" and a line end, then the lines of the headers, with the signed
 * assertion of who is acting (holdfast-actor) among them. No one is heard without. */
void holdfast_embedded_ask(const char* config, size_t config_length, const char* head,
                           size_t head_length, const char* body, size_t body_length,
                           holdfast_embedded_answer* answer);

/* Closes what this process opened. A process that just ends loses nothing. */
void holdfast_embedded_close(void);

#ifdef __cplusplus
}
#endif
#endif
