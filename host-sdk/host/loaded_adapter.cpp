// SPDX-License-Identifier: MIT
#include "loaded_adapter.hpp"

#include <holdfast/cpp/guard.hpp>

#include "adapter_choice.hpp"
#include "exit.hpp"
#include "loader/library.hpp"

namespace holdfast::host {
namespace {

std::string said(const holdfast_error& error) {
  return error.message[0] != '\0' ? error.message : "it gave no reason";
}

}  // namespace

LoadedAdapter::LoadedAdapter(const std::string& name, const Choice& choice,
                             const Settings& settings, const BaseHost& base) {
  try {
    const auto loaded = loader::load_adapter(choice.file, trust_of(settings));
    if (!loaded.distrust.empty()) base.log().warning(loaded.distrust);
    holdfast_error error{sizeof error, 0, {}};
    if (loaded.entry->init(loaded.path.c_str(), &error) != HOLDFAST_OK)
      throw Failure(HOLDFAST_E_UNAVAILABLE, "adapter " + name + ": " + said(error));
    entry_ = loaded.entry;
    host_ = entry_->create(&base.abi(), str(choice.config), &error);
    if (!host_) throw Failure(HOLDFAST_E_UNAVAILABLE, "adapter " + name + ": " + said(error));
  } catch (const Failure& refusal) {
    throw Exit(ExitCode::environment, refusal.what());
  }
}

LoadedAdapter::~LoadedAdapter() { entry_->destroy(host_); }

}  // namespace holdfast::host
