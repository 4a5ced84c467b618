// SPDX-License-Identifier: MIT
// The factory that an adapter's library exports.
#include <fstream>
#include <iterator>

#include "adapter_bench.hpp"
#include "entry_text.hpp"
#include "process_state.hpp"
#include "schemas.hpp"

namespace holdfast::conform {
namespace {

using Entry = holdfast_adapter_entry;

// What each kind of extension lets a plugin do, in the words of a manifest's scopes.
constexpr std::pair<const char*, const char*> scopes[] = {
    {HOLDFAST_HOST_CLIENTS, "clients.read"},  {HOLDFAST_HOST_SESSIONS, "sessions.read"},
    {HOLDFAST_HOST_CHANGES, "changes.read"},  {HOLDFAST_HOST_IDENTITY, "identity.read"},
    {HOLDFAST_HOST_RECORDS, "records.write"}, {HOLDFAST_HOST_NOTIFY, "notify.write"}};

std::vector<std::string> manifest_scopes(const std::string& library) {
  std::filesystem::path path = library;
  path.replace_extension(".manifest.json");
  std::ifstream file(path);
  const auto json =
      Json::parse(std::string(std::istreambuf_iterator<char>(file), {}), nullptr, false);
  if (!json.is_object()) skip("no manifest");
  return json.value("scopes", std::vector<std::string>{});
}

}  // namespace

std::vector<AdapterCase> adapter_entry_cases() {
  return {
      {"entry.abi-major", "the entry speaks ABI major 1 and says so",
       [](AdapterBench& bench) {
         const auto& entry = bench.library().checked_entry<Entry>();
         must(entry.abi_major == HOLDFAST_ABI_MAJOR, "its entry names another ABI major");
       }},
      {"entry.unknown-major", "an ABI major that is not spoken is answered with NULL",
       [](AdapterBench& bench) {
         for (const std::uint32_t major : {0U, 2U, 99U, 0xffffffffU})
           must(!bench.library().entry<Entry>(major), "answers to an ABI major it does not know");
       }},
      {"entry.size", "the entry's size covers all of ABI 1.0, and no function is NULL",
       [](AdapterBench& bench) {
         const auto& entry = bench.library().checked_entry<Entry>();
         must(HOLDFAST_HAS(&entry, Entry, destroy), "size is less than ABI 1.0's");
         must(entry.init && entry.deinit && entry.create && entry.destroy, "a function is NULL");
       }},
      {"entry.names", "id, name and version are as manifests and people need them",
       [](AdapterBench& bench) { must_name_itself(bench.library().checked_entry<Entry>()); }},
      {"entry.config-schema", "config_schema is the JSON Schema of an object",
       [](AdapterBench& bench) {
         const auto& entry = bench.library().checked_entry<Entry>();
         must(entry.config_schema != nullptr, "no config_schema");
         must_be_schema(entry.config_schema);
       }},
      {"entry.config-follows-schema", "the configuration that create takes follows config_schema",
       [](AdapterBench& bench) {
         must(bench.create_with(bench.config()).ok(), "create refuses the given configuration");
         must(follows(Json::parse(bench.config()), bench.entry().config_schema),
              "create takes a configuration that its schema refuses");
       }},
      {"entry.init-counted", "init is counted: twice in, once out, and it still works",
       [](AdapterBench& bench) {
         const auto& entry = bench.entry();
         must(tell(entry.init, bench.library().path.c_str()).ok(), "init fails the second time");
         entry.deinit();
         bench.host();
       }},
      {"entry.bad-config", "a configuration that is no JSON object is refused with a reason",
       [](AdapterBench& bench) {
         for (const auto config : no_configurations) {
           const auto answer = bench.create_with(config);
           must(!answer.ok(), "takes a configuration that is none");
           must(!answer.why.empty(), "refuses a configuration without a reason");
         }
       }},
      {"entry.config-types", "a member of the wrong type is refused, and named",
       [](AdapterBench& bench) {
         const auto schema = Json::parse(bench.entry().config_schema);
         if (schema.value("properties", Json::object()).empty()) skip("takes no configuration");
         for (const auto& [member, rules] : schema["properties"].items()) {
           auto config = Json::parse(bench.config());
           config[member] = Json{{"an object", "is no setting"}};
           if (follows(config, bench.entry().config_schema)) continue;
           const auto answer = bench.create_with(config.dump());
           must(!answer.ok(), "takes any type for " + member);
           must(answer.why.find(member) != std::string::npos, "does not name " + member);
         }
       }},
      {"entry.twice", "two hosts live side by side, and the first outlives the second",
       [](AdapterBench& bench) {
         const auto& first = bench.host();
         must(bench.create_with(bench.config()).ok(), "a second host cannot be made");
         const Json query{{"schema", "holdfast.client-query/1"}, {"text", ""}, {"limit", 1}};
         must(Calls{first}.search(itself, query).ok(), "the end of the second harms the first");
       }},
      {"entry.again", "a host can be made, destroyed and made again, many times",
       [](AdapterBench& bench) {
         bench.host();
         bench.reopen();
         const auto before = process_state().descriptors.size();
         for (int turn = 0; turn < 10; ++turn) {
           bench.host();
           bench.reopen();
         }
         must(process_state().descriptors.size() <= before, "descriptors are left open");
       }},
      {"entry.leaves-process", "a host's whole life leaves the process as it was",
       [](AdapterBench& bench) {
         bench.library().load();
         const auto before = process_state();
         bench.practice();
         bench.reopen();
         const auto after = process_state();
         must(before.signal_mask == after.signal_mask, "changes the signal mask");
         must(before.signal_handlers == after.signal_handlers, "changes a signal handler");
         must(before.working_directory == after.working_directory, "changes the directory");
         must(before.locale == after.locale, "changes the locale");
         must(before.environment == after.environment, "changes the environment");
         must(before.umask == after.umask, "changes the umask");
         must(before.threads == after.threads, "leaves a thread behind");
         must(before.descriptors == after.descriptors, "leaves a descriptor open");
       }},
      {"entry.scopes", "the manifest names every scope that the host serves, and no other",
       [](AdapterBench& bench) {
         const auto named = manifest_scopes(bench.library().path);
         for (const auto& [id, scope] : scopes) {
           const bool serves = bench.host().get_extension(&bench.host(), id) != nullptr;
           const bool says = std::find(named.begin(), named.end(), scope) != named.end();
           must(serves == says, std::string("manifest and host differ about ") + scope);
         }
       }},
      {"entry.private-files", "files the adapter makes are for their owner alone",
       [](AdapterBench& bench) {
         bench.practice();
         for (const auto& file : std::filesystem::directory_iterator(bench.base().directory)) {
           const auto others =
               std::filesystem::perms::group_all | std::filesystem::perms::others_all;
           must((file.status().permissions() & others) == std::filesystem::perms::none,
                "others may read " + file.path().filename().string());
         }
       }},
  };
}

}  // namespace holdfast::conform
