// SPDX-License-Identifier: MIT
#include "loader/library.hpp"

#include <atomic>
#include <boost/dll/shared_library.hpp>
#include <holdfast/cpp/guard.hpp>

#include "loader/checked_file.hpp"
#include "loader/whole_library.hpp"

namespace holdfast::loader {
namespace {

// Boost.DLL adds a ": Bad file descriptor" that means nothing, and dlerror names the descriptor
// instead of the file.
std::string plain_reason(std::string text, const CheckedFile& file) {
  constexpr std::string_view opening = "(dlerror system message: ";
  if (const auto at = text.find(opening); at != std::string::npos) {
    text.erase(0, at + opening.size());
    if (const auto end = text.rfind(')'); end != std::string::npos) text.erase(end);
  }
  const auto name = file.descriptor_path();
  if (text.rfind(name + ": ", 0) == 0) text.erase(0, name.size() + 2);
  for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at))
    text.replace(at, name.size(), file.path().string());
  return text;
}

void refuse_other_file(const CheckedFile& file, const std::optional<Manifest>& manifest,
                       Kind kind) {
  if (!manifest) return;
  const auto where = file.path().string();
  if (manifest->kind != kind)
    throw Failure(HOLDFAST_E_INVALID, where + ": expected kind " + std::string(word_of(kind)) +
                                          ", found " + std::string(word_of(manifest->kind)) +
                                          " in its manifest; name another file");
  if (manifest->file != file.path().filename())
    throw Failure(HOLDFAST_E_INVALID, where +
                                          ": expected a manifest for this file, found one for " +
                                          manifest->file + "; reinstall the package");
  if (manifest->sha256.empty()) return;
  if (const auto found = file.sha256(); found != manifest->sha256)
    throw Failure(HOLDFAST_E_DENIED, where + ": expected sha256 " + manifest->sha256 + ", found " +
                                         found + "; the file was changed, reinstall it");
}

// A loaded library is kept for the life of the process: its destructor is dlclose, and code of it
// may still be on some thread's stack. The list has no destructor, and keeps what is kept within
// reach.
struct Kept {
  CheckedFile::Identity file;
  boost::dll::shared_library library;
  Kept* next = nullptr;
};
constinit std::atomic<Kept*> all_kept{nullptr};

const boost::dll::shared_library& keep_for_ever(const CheckedFile& file,
                                                boost::dll::shared_library library) {
  auto* kept = new Kept{file.identity(), std::move(library), all_kept.load()};
  while (!all_kept.compare_exchange_weak(kept->next, kept)) {
  }
  return kept->library;
}

const boost::dll::shared_library& load_for_ever(CheckedFile& file) {
  using boost::dll::load_mode::rtld_local;
  using boost::dll::load_mode::rtld_now;
  // Loaded before: its first descriptor stays open, this one need not.
  for (const auto* one = all_kept.load(); one; one = one->next)
    if (one->file == file.identity()) return one->library;
  refuse_if_cut_off(file);
  try {
    boost::dll::shared_library library(file.descriptor_path(), rtld_now | rtld_local);
    file.keep_open();
    return keep_for_ever(file, std::move(library));
  } catch (const boost::dll::fs::system_error& error) {
    throw Failure(HOLDFAST_E_INVALID, file.path().string() +
                                          ": expected a shared library for this "
                                          "machine, found: " +
                                          plain_reason(error.what(), file));
  }
}

// Empty when the policy is content; throws when it is not to be loaded at all.
std::string check_trust(const CheckedFile& file, const std::optional<ReadManifest>& read,
                        const Trust& trust) {
  if (trust.policy == SignaturePolicy::off) return {};
  auto trouble = read ? distrust(read->manifest, read->bytes, trust, manifest_path_of(file.path()))
                      : file.path().string() + ": expected a signed manifest beside it, found none";
  if (!trouble.empty() && trust.policy == SignaturePolicy::require)
    throw Failure(HOLDFAST_E_DENIED, trouble);
  return trouble;
}

struct Wanted {
  Kind kind;
  const char* symbol;
  Trust trust = {};
};

template <class Entry>
Loaded<Entry> load(const std::filesystem::path& path, const Wanted& wanted) {
  const auto kind = wanted.kind;
  const auto* symbol = wanted.symbol;
  auto file = CheckedFile::open(path);
  Loaded<Entry> loaded;
  loaded.path = file.path();
  auto read = read_manifest_of(file.path());
  loaded.distrust = check_trust(file, read, wanted.trust);
  if (read) loaded.manifest = std::move(read->manifest);
  refuse_other_file(file, loaded.manifest, kind);
  const auto where = file.path().string();
  const auto& library = load_for_ever(file);
  if (!library.has(symbol))
    throw Failure(HOLDFAST_E_INVALID, where + ": expected a Holdfast " +
                                          std::string(word_of(kind)) + " that exports " + symbol +
                                          ", found no such symbol");
  const auto entry_of = library.get<const Entry*(std::uint32_t)>(symbol);
  loaded.entry = entry_of(HOLDFAST_ABI_MAJOR);
  const auto major = std::to_string(HOLDFAST_ABI_MAJOR);
  if (!loaded.entry)
    throw Failure(HOLDFAST_E_UNSUPPORTED, where + ": expected ABI major " + major +
                                              ", found that it does not speak it; install a " +
                                              std::string(word_of(kind)) +
                                              " built for Holdfast ABI " + major);
  if (loaded.entry->abi_major != HOLDFAST_ABI_MAJOR)
    throw Failure(HOLDFAST_E_UNSUPPORTED, where + ": expected ABI major " + major + ", found " +
                                              std::to_string(loaded.entry->abi_major) +
                                              "; install a " + std::string(word_of(kind)) +
                                              " built for Holdfast ABI " + major);
  return loaded;
}

// The last function that ABI 1.0 defines must lie inside what the library was built with.
[[noreturn]] void refuse_size(const std::filesystem::path& path, std::size_t expected,
                              std::size_t found) {
  throw Failure(HOLDFAST_E_UNSUPPORTED, path.string() + ": expected an entry of at least " +
                                            std::to_string(expected) + " bytes, found " +
                                            std::to_string(found) + "; rebuild it with this SDK");
}

LoadedPlugin load_entry(const std::filesystem::path& file, Kind kind, const char* symbol) {
  auto loaded = load<holdfast_entry>(file, {kind, symbol});
  if (!HOLDFAST_HAS(loaded.entry, holdfast_entry, create))
    refuse_size(loaded.path, sizeof(holdfast_entry), loaded.entry->size);
  return loaded;
}

}  // namespace

LoadedPlugin load_plugin(const std::filesystem::path& file) {
  return load_entry(file, Kind::plugin, "holdfast_plugin_entry");
}

LoadedPlugin load_core(const std::filesystem::path& file) {
  return load_entry(file, Kind::core, "holdfast_core_entry");
}

LoadedAdapter load_adapter(const std::filesystem::path& file, const Trust& trust) {
  auto loaded =
      load<holdfast_adapter_entry>(file, {Kind::adapter, "holdfast_adapter_entry_of", trust});
  if (!HOLDFAST_HAS(loaded.entry, holdfast_adapter_entry, destroy))
    refuse_size(loaded.path, sizeof(holdfast_adapter_entry), loaded.entry->size);
  return loaded;
}

}  // namespace holdfast::loader
