/* SPDX-License-Identifier: MIT */
/* The smallest host in C: loads the plugin, activates it, asks for one page.
 *   host PLUGIN CONFIG_JSON DATA_FOLDER PATH      prints the status, then the body
 */
#define _XOPEN_SOURCE 700
#include <dlfcn.h>
#include <holdfast/holdfast.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static holdfast_str text(const char* s) { return (holdfast_str){s, strlen(s)}; }

/* What this host gives: a log, a clock and a private folder. */
static void say(const holdfast_host* host, int32_t severity, holdfast_str line) {
  (void)host;
  fprintf(stderr, "[%d] %.*s\n", severity, (int)line.len, line.ptr);
}
static int64_t now_ms(const holdfast_host* host) {
  struct timespec now;
  (void)host;
  clock_gettime(CLOCK_REALTIME, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
static const char* zone(const holdfast_host* host) {
  (void)host;
  return "UTC";
}
static const char* directory(const holdfast_host* host) { return host->data; }

static const holdfast_host_log log_table = {sizeof log_table, 0, say};
static const holdfast_host_clock clock_table = {sizeof clock_table, 0, now_ms, zone};
static const holdfast_host_store store_table = {sizeof store_table, 0, directory};

static const void* extension(const holdfast_host* host, const char* id) {
  (void)host;
  if (strcmp(id, HOLDFAST_HOST_LOG) == 0) return &log_table;
  if (strcmp(id, HOLDFAST_HOST_CLOCK) == 0) return &clock_table;
  if (strcmp(id, HOLDFAST_HOST_STORE) == 0) return &store_table;
  return NULL;
}

/* Where the plugin puts its answer. */
static holdfast_status start(void* ctx, int32_t status, const holdfast_header* headers,
                             uint32_t count) {
  (void)ctx, (void)headers, (void)count;
  return printf("%d\n", status) < 0 ? HOLDFAST_E_UNAVAILABLE : HOLDFAST_OK;
}
static holdfast_status body(void* ctx, const void* data, size_t len) {
  (void)ctx;
  return fwrite(data, 1, len, stdout) == len ? HOLDFAST_OK : HOLDFAST_E_UNAVAILABLE;
}

static int fail(const holdfast_error* err) { return fprintf(stderr, "%s\n", err->message), 1; }

int main(int argc, char** argv) {
  if (argc != 5) return fprintf(stderr, "usage: %s PLUGIN CONFIG DATA PATH\n", argv[0]), 2;
  char* path = realpath(argv[1], NULL);
  /* Never closed: code of the plugin may still be on some thread's stack. */
  void* library = path ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
  if (!library) return fprintf(stderr, "%s cannot be loaded\n", argv[1]), 1;
  const holdfast_entry* (*entry_of)(uint32_t) = NULL;
  *(void**)&entry_of = dlsym(library, "holdfast_plugin_entry");
  const holdfast_entry* entry = entry_of ? entry_of(HOLDFAST_ABI_MAJOR) : NULL;
  if (!entry) return fprintf(stderr, "%s speaks no ABI %u\n", path, HOLDFAST_ABI_MAJOR), 1;

  holdfast_error err = {.size = sizeof err};
  const holdfast_host host = {
      sizeof host, HOLDFAST_ABI_MAJOR, HOLDFAST_ABI_MINOR, 0, argv[3], "smallest host",
      "1",         extension};
  if (entry->init(path, &err) != HOLDFAST_OK) return fail(&err);
  const holdfast_plugin* plugin = entry->create(&host, text(argv[2]), &err);
  if (!plugin || plugin->activate(plugin, &err) != HOLDFAST_OK) return fail(&err);

  const holdfast_plugin_web* web = plugin->get_extension(plugin, HOLDFAST_PLUGIN_WEB);
  const holdfast_web_request request = {.size = sizeof request,
                                        .method = text("GET"),
                                        .script_name = text("/holdfast"),
                                        .path_info = text(argv[4])};
  const holdfast_web_response response = {sizeof response, 0, NULL, start, body};
  const holdfast_status status =
      web ? web->handle(plugin, &request, &response, &err) : HOLDFAST_E_UNSUPPORTED;
  plugin->deactivate(plugin);
  plugin->destroy(plugin);
  entry->deinit();
  free(path);
  return status == HOLDFAST_OK ? 0 : fail(&err);
}
