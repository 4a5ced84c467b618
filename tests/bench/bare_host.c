/* SPDX-License-Identifier: MIT */
/* A bare host in C, for the section `plugin`: loads the plugin, activates it, asks for a page in
 * each language, and prints what that took.
 *   bare_host PLUGIN DATA_FOLDER LANGUAGE...
 *   scan_ms activate_ms added_mib_after_activate libpq catalogue icu added_mib_after_pages status
 */
#define _XOPEN_SOURCE 700
#include <dlfcn.h>
#include <holdfast/holdfast.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static holdfast_str text(const char* s) { return (holdfast_str){s, strlen(s)}; }

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double resident_mib(void) {
  long pages = 0, resident = 0;
  FILE* statm = fopen("/proc/self/statm", "r");
  if (!statm || fscanf(statm, "%ld %ld", &pages, &resident) != 2) return -1;
  fclose(statm);
  return (double)resident * (double)sysconf(_SC_PAGESIZE) / (1024 * 1024);
}

static int is_mapped(const char* part) {
  char line[4096];
  int found = 0;
  FILE* maps = fopen("/proc/self/maps", "r");
  while (maps && fgets(line, sizeof line, maps)) found |= strstr(line, part) != NULL;
  if (maps) fclose(maps);
  return found;
}

static void say(const holdfast_host* host, int32_t severity, holdfast_str line) {
  (void)host;
  if (severity <= HOLDFAST_LOG_ERROR) fprintf(stderr, "%.*s\n", (int)line.len, line.ptr);
}
static int64_t now_ms(const holdfast_host* host) {
  (void)host;
  return (int64_t)time(NULL) * 1000;
}
static const char* zone(const holdfast_host* host) {
  (void)host;
  return "Europe/Berlin";
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

static holdfast_status start(void* ctx, int32_t status, const holdfast_header* headers,
                             uint32_t count) {
  (void)headers, (void)count;
  if (status > *(int*)ctx) *(int*)ctx = status;
  return HOLDFAST_OK;
}
static holdfast_status body(void* ctx, const void* data, size_t len) {
  (void)ctx, (void)data, (void)len;
  return HOLDFAST_OK;
}

static int fail(const char* why) { return fprintf(stderr, "%s\n", why), 1; }

int main(int argc, char** argv) {
  if (argc < 4) return fail("usage: bare_host PLUGIN DATA_FOLDER LANGUAGE...");
  const double bare = resident_mib();
  double begin = now();
  void* library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  if (!library) return fail(dlerror());
  const holdfast_entry* (*entry_of)(uint32_t) = NULL;
  *(void**)&entry_of = dlsym(library, "holdfast_plugin_entry");
  const holdfast_entry* entry = entry_of ? entry_of(HOLDFAST_ABI_MAJOR) : NULL;
  if (!entry) return fail("no entry");
  const double scan = now() - begin;

  holdfast_error err = {.size = sizeof err};
  const holdfast_host host = {
      sizeof host, HOLDFAST_ABI_MAJOR, HOLDFAST_ABI_MINOR, 0, argv[2], "bare host", "1", extension};
  if (entry->init(argv[1], &err) != HOLDFAST_OK) return fail(err.message);
  const holdfast_plugin* plugin = entry->create(&host, text("{}"), &err);
  if (!plugin) return fail(err.message);
  begin = now();
  if (plugin->activate(plugin, &err) != HOLDFAST_OK) return fail(err.message);
  const double activate = now() - begin;
  const double activated = resident_mib() - bare;
  const int libpq = is_mapped("libpq"), catalogue = is_mapped(".mo"), icu = is_mapped("libicu");

  int worst = 0;
  const holdfast_plugin_web* web = plugin->get_extension(plugin, HOLDFAST_PLUGIN_WEB);
  for (int i = 3; i < argc; ++i) {
    char query[64];
    snprintf(query, sizeof query, "lang=%s", argv[i]);
    const holdfast_web_request request = {.size = sizeof request,
                                          .method = text("GET"),
                                          .path_info = text("/about"),
                                          .query_string = text(query)};
    const holdfast_web_response response = {sizeof response, 0, &worst, start, body};
    if (web->handle(plugin, &request, &response, &err) != HOLDFAST_OK) return fail(err.message);
  }
  printf("%.4f %.4f %.4f %d %d %d %.4f %d\n", scan, activate, activated, libpq, catalogue, icu,
         resident_mib() - bare, worst);
  fflush(stdout);
  plugin->deactivate(plugin);
  plugin->destroy(plugin);
  entry->deinit();
  return 0;
}
