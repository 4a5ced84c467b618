// SPDX-License-Identifier: MIT
#include "adapter_gateway.hpp"

#include <holdfast/cpp/guard.hpp>

#include "adapter_choice.hpp"
#include "web_exchange.hpp"

namespace holdfast::host {

std::unique_ptr<AdapterGateway> AdapterGateway::open(const Settings& settings, const BaseHost& base,
                                                     const MountedPlugin& plugin) {
  // The switch (ext/adapter_gateway.h): without it no second instance of the adapter is made.
  const auto config = settings.adapter.value("config", nlohmann::json::object());
  if (!config.contains("gateway")) return nullptr;
  const std::string name = settings.adapter.value("name", "");
  const std::string file = settings.adapter.value("file", "");
  const LoadedAdapter::Choice choice{
      name.empty() ? std::filesystem::path(file) : adapter_named(name, settings), config.dump()};
  auto adapter =
      std::make_unique<LoadedAdapter>(name.empty() ? file : name, choice, settings, base);
  const auto* table =
      extension_of<holdfast_adapter_gateway>(adapter->host(), HOLDFAST_ADAPTER_GATEWAY);
  if (!table || !HOLDFAST_HAS(table, holdfast_adapter_gateway, handle) || !table->handle)
    return nullptr;
  return std::unique_ptr<AdapterGateway>(new AdapterGateway(std::move(adapter), *table, plugin));
}

Response AdapterGateway::answer(const PluginRequest& request) const {
  return exchange(request, [&](const auto& asked, const auto& out, auto& error) {
    return table_.handle(adapter_->host(), &plugin_.abi(), &asked, &out, &error);
  });
}

}  // namespace holdfast::host
