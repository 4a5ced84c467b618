// SPDX-License-Identifier: MIT
// One adapter, or something that only looks like one, as the definitions say.
#include <holdfast/adapter.h>

#ifndef SAMPLE_SIZE
#define SAMPLE_SIZE sizeof(holdfast_adapter_entry)
#endif

namespace {
holdfast_status init(const char*, holdfast_error*) { return HOLDFAST_OK; }
void deinit() {}
const holdfast_host* create(const holdfast_host*, holdfast_str, holdfast_error*) { return nullptr; }
void destroy(const holdfast_host*) {}

[[maybe_unused]] constexpr holdfast_adapter_entry entry{
    SAMPLE_SIZE, SAMPLE_MAJOR, 0,      0,      "org.example.sample", "Sample", "1.0.0", "{}",
    init,        deinit,       create, destroy};
}  // namespace

#ifdef SAMPLE_SILENT
extern "C" HOLDFAST_EXPORT int something_else() { return 1; }
#else
const holdfast_adapter_entry* holdfast_adapter_entry_of(uint32_t abi_major) {
#ifdef SAMPLE_ANSWERS_ALL
  abi_major = SAMPLE_MAJOR;
#endif
  return abi_major == SAMPLE_MAJOR ? &entry : nullptr;
}
#endif
