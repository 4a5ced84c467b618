// SPDX-License-Identifier: MIT
// A plugin's entry and its extensions, before anything is activated.
#include "entry_text.hpp"
#include "plugin_cases.hpp"
#include "process_state.hpp"

namespace holdfast::conform {
namespace {

struct Known {
  const char* id;
  std::size_t bytes;
};
constexpr Known known[] = {{HOLDFAST_PLUGIN_WEB, sizeof(holdfast_plugin_web)},
                           {HOLDFAST_PLUGIN_LIFECYCLE, sizeof(holdfast_plugin_lifecycle)},
                           {HOLDFAST_PLUGIN_TOOLS, sizeof(holdfast_plugin_tools)}};

const void* table(const Instance& instance, const std::string& id) {
  return instance.abi()->get_extension(instance.abi(), id.c_str());
}

void must_refuse(PluginBench& bench, const holdfast_host* host, const char* otherwise) {
  const Instance made(bench.entry(), host, bench.native_config());
  must(!made.is_there(), otherwise);
  must(!made.refusal().empty(), "refuses a host without a reason");
}

}  // namespace

std::vector<PluginCase> plugin_entry_cases() {
  return {
      {"entry.abi-major", "the entry speaks ABI major 1 and says so",
       [](PluginBench& bench) {
         must(bench.library().checked_entry<holdfast_entry>().abi_major == HOLDFAST_ABI_MAJOR,
              "its entry names another ABI major");
       }},
      {"entry.unknown-major", "an ABI major that is not spoken is answered with NULL",
       [](PluginBench& bench) {
         for (const std::uint32_t major : {0U, 2U, 99U, 0xffffffffU})
           must(!bench.library().entry<holdfast_entry>(major),
                "answers to an ABI major it does not know");
       }},
      {"entry.size", "the entry's size covers all of ABI 1.0, and no function is NULL",
       [](PluginBench& bench) {
         const auto& entry = bench.library().checked_entry<holdfast_entry>();
         must(HOLDFAST_HAS(&entry, holdfast_entry, create), "size is less than ABI 1.0's");
         must(entry.init && entry.deinit && entry.create, "a function is NULL");
       }},
      {"entry.names", "id, name and version are as manifests and people need them",
       [](PluginBench& bench) {
         must_name_itself(bench.library().checked_entry<holdfast_entry>());
       }},
      {"entry.init-counted", "init is counted: twice in, once out, and it still works",
       [](PluginBench& bench) {
         const auto& entry = bench.entry();
         must(tell(entry.init, bench.library().path.c_str()).ok(), "init fails the second time");
         entry.deinit();
         bench.make();
       }},
      {"entry.bad-config", "a configuration that is no JSON object is refused with a reason",
       [](PluginBench& bench) {
         for (const auto config : no_configurations) {
           const Instance made(bench.entry(), bench.base().abi(), config);
           must(!made.is_there(), "takes a configuration that is none");
           must(!made.refusal().empty(), "refuses a configuration without a reason");
         }
       }},
      {"entry.create-is-quiet", "create does no I/O, starts no thread and asks the host nothing",
       [](PluginBench& bench) {
         bench.entry();
         const auto before = process_state();
         const auto made = bench.make();
         const auto after = process_state();
         must(before.descriptors == after.descriptors, "create opens something");
         must(before.threads == after.threads, "create starts a thread");
         must(bench.base().asked == 0, "create asks the host for extensions");
         must(std::filesystem::is_empty(bench.base().directory), "create makes a file");
       }},
      {"entry.other-host", "a host of another ABI major is refused with a reason",
       [](PluginBench& bench) {
         const InventedHost host(bench.base().directory, {Manner::other_major});
         must_refuse(bench, host.abi(), "takes a host of another ABI major");
       }},
      {"entry.small-host", "a host whose size is less than ABI 1.0's is refused with a reason",
       [](PluginBench& bench) {
         const InventedHost host(bench.base().directory, {Manner::small_host});
         must_refuse(bench, host.abi(), "takes a host that is smaller than it says");
       }},
      {"entry.two-instances", "two instances live side by side",
       [](PluginBench& bench) {
         const auto first = bench.make();
         {
           const auto second = bench.make();
           must(first->abi() != second->abi(), "the second instance is the first");
         }
         must(table(*first, HOLDFAST_PLUGIN_WEB) || table(*first, HOLDFAST_PLUGIN_TOOLS),
              "the end of the second harms the first");
       }},
      {"extension.unknown-id", "an unknown id is NULL",
       [](PluginBench& bench) {
         const auto made = bench.make();
         for (const auto* id : {"", "/", "holdfast", "holdfast.plugin.nonsense/1",
                                "holdfast.host.log/1", "com.example.other/1"})
           must(!table(*made, id), "answers to an id that nobody has defined");
       }},
      {"extension.near-miss", "an id is the whole id: no prefix, no other revision, no other case",
       [](PluginBench& bench) {
         const auto made = bench.make();
         for (const auto& [id, bytes] : known) {
           const std::string whole = id;
           auto loud = whole;
           loud[0] = 'H';
           for (const auto& wrong :
                {whole + "x", whole + " ", whole + "0", loud, whole.substr(0, whole.size() - 2),
                 whole.substr(0, whole.size() - 1) + "9"})
             must(!table(*made, wrong), "answers to an id that is only nearly " + whole);
         }
       }},
      {"extension.size", "a table is at least as large as ABI 1.0 defines it, without a hole",
       [](PluginBench& bench) {
         const auto made = bench.make();
         for (const auto& [id, bytes] : known) {
           const auto* found = table(*made, id);
           if (!found) continue;
           must(*static_cast<const std::uint32_t*>(found) >= bytes,
                std::string(id) + " has too small a size");
           for (std::size_t i = 1; i < bytes / sizeof(void*); ++i)
             must(static_cast<void* const*>(found)[i] != nullptr,
                  std::string(id) + " has a function that is NULL");
         }
       }},
      {"extension.same-table", "the same id gives the same table for the life of the plugin",
       [](PluginBench& bench) {
         const auto made = bench.make();
         for (const auto& [id, bytes] : known)
           must(table(*made, id) == table(*made, std::string(id)), "another table the second time");
       }},
  };
}

}  // namespace holdfast::conform
