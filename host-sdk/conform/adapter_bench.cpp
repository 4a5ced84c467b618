// SPDX-License-Identifier: MIT
#include "adapter_bench.hpp"

#include <stdlib.h>
#include <unistd.h>

namespace holdfast::conform {

std::string make_folder() {
  auto name = (std::filesystem::temp_directory_path() / "holdfast-conform-XXXXXX").string();
  must(::mkdtemp(name.data()) != nullptr, "no temporary folder to be had");
  return name;
}

AdapterBench::AdapterBench(LibraryBench library, std::string config)
    : library_(std::move(library)),
      config_(std::move(config)),
      base_(make_folder()),
      folder_of_(::getpid()) {}

AdapterBench::~AdapterBench() {
  if (folder_of_ != ::getpid()) return;
  destroy_host();
  if (entry_) entry_->deinit();
  std::error_code ignored;
  std::filesystem::remove_all(base_.directory, ignored);
}

const holdfast_adapter_entry& AdapterBench::entry() {
  if (entry_) return *entry_;
  const auto& found = library_.checked_entry<holdfast_adapter_entry>();
  const auto answer = tell(found.init, library_.path.c_str());
  must(answer.ok(), "init fails: " + answer.why);
  entry_ = &found;
  return *entry_;
}

const holdfast_host& AdapterBench::host() {
  if (host_) return *host_;
  auto error = fresh_error();
  host_ = entry().create(base_.abi(), str(config_), &error);
  if (!host_) fail(std::string("create fails: ") + error.message);
  return *host_;
}

void AdapterBench::destroy_host() {
  if (host_) entry_->destroy(host_);
  host_ = nullptr;
}

void AdapterBench::reopen() { destroy_host(); }

Answer AdapterBench::create_with(std::string_view config) {
  auto error = fresh_error();
  const auto& factory = entry();
  const auto* made = factory.create(base_.abi(), str(config), &error);
  if (!made)
    return finished({error.code == HOLDFAST_OK ? HOLDFAST_E_INTERNAL : error.code, {}, {}}, error);
  factory.destroy(made);
  return {};
}

}  // namespace holdfast::conform
