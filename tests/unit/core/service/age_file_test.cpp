// SPDX-License-Identifier: MIT
#include "service/age_file.hpp"

#include <catch2/catch.hpp>
#include <cstring>

#include "service/bech32.hpp"

using namespace holdfast::service;

namespace {

std::string sealed(const std::string& plain, const std::string& recipient) {
  std::string file;
  AgeWriter writer(recipient, [&](std::string_view bytes) { file += bytes; });
  for (std::size_t at = 0; at < plain.size(); at += 1000) writer.write(plain.substr(at, 1000));
  writer.finish();
  return file;
}

std::string opened(std::string file, const std::string& identity) {
  std::size_t at = 0;
  AgeReader reader(identity, [&](char* buffer, std::size_t capacity) {
    const auto size = std::min(capacity, file.size() - at);
    std::memcpy(buffer, file.data() + at, size);
    at += size;
    return size;
  });
  std::string plain;
  for (auto piece = reader.read(); !piece.empty(); piece = reader.read()) plain += piece;
  return plain;
}

}  // namespace

TEST_CASE("what was encrypted to a key is read by that key, whatever its length") {
  const auto keys = make_age_keys();
  CHECK(is_age_recipient(keys.recipient));
  CHECK_FALSE(is_age_recipient(keys.identity));
  for (const std::size_t size :
       std::initializer_list<std::size_t>{0, 1, 65535, 65536, 65537, 131072, 200000}) {
    std::string plain(size, 'x');
    for (std::size_t i = 0; i < size; i += 97) plain[i] = static_cast<char>(i % 251);
    const auto file = sealed(plain, keys.recipient);
    INFO(size);
    CHECK(is_age_file(file));
    CHECK(opened(file, keys.identity) == plain);
  }
}

TEST_CASE("a file that the program age wrote is read") {
  // age-keygen; printf 'written by age 1.1.1\n' | age -r age1…
  const std::string identity =
      "AGE-SECRET-KEY-17D2RXVA2EQN2LTVRM56MC3ULL5C4QL4ZMKJ2PNYWDN7GHUKR36KQG5WMQ3";
  const std::string file = std::string(
      "\x61\x67\x65\x2d\x65\x6e\x63\x72\x79\x70\x74\x69\x6f\x6e\x2e\x6f"
      "\x72\x67\x2f\x76\x31\x0a\x2d\x3e\x20\x58\x32\x35\x35\x31\x39\x20"
      "\x4b\x74\x72\x51\x4e\x65\x38\x66\x53\x4e\x70\x41\x6a\x46\x46\x6f"
      "\x6d\x44\x74\x51\x56\x6f\x36\x37\x50\x4a\x59\x77\x61\x74\x34\x6f"
      "\x4f\x43\x65\x6f\x65\x6e\x49\x64\x5a\x33\x45\x0a\x64\x5a\x50\x69"
      "\x34\x42\x31\x65\x48\x32\x37\x2b\x39\x6c\x47\x57\x6d\x46\x45\x72"
      "\x6a\x78\x42\x4e\x64\x78\x73\x67\x66\x52\x35\x6a\x4a\x39\x56\x6c"
      "\x38\x4a\x39\x4b\x34\x53\x63\x0a\x2d\x2d\x2d\x20\x43\x47\x39\x4f"
      "\x53\x55\x75\x50\x6b\x49\x53\x6e\x4c\x74\x79\x42\x49\x66\x4e\x6b"
      "\x48\x5a\x78\x6b\x36\x39\x59\x49\x6f\x62\x6c\x2b\x5a\x32\x73\x34"
      "\x37\x30\x6c\x78\x61\x43\x77\x0a\x03\x94\xf5\xcb\x92\x9e\xfe\xfe"
      "\x42\x28\x7c\xc6\x81\x98\x8a\xb8\xcd\x3a\xb8\xe9\xf3\x97\xee\x9a"
      "\x58\x40\x19\x5c\xa7\x70\x55\x95\xf2\x67\x66\x57\x78\xed\x04\x4f"
      "\xfb\x47\x79\xc3\x99\xca\xdd\x5e\xc8\xc7\xee\x4a\xf2",
      221);
  CHECK(opened(file, identity) == "written by age 1.1.1\n");
}

TEST_CASE("another key, a changed byte and a cut end are refused with a sentence") {
  const auto keys = make_age_keys(), other = make_age_keys();
  const auto file = sealed(std::string(150000, 'y'), keys.recipient);
  CHECK_THROWS_WITH(opened(file, other.identity), Catch::Contains("another key"));
  CHECK_THROWS_WITH(opened("something else\n", keys.identity), Catch::Contains("no age file"));
  CHECK_THROWS_WITH(opened(file, "no key"), Catch::Contains("no key"));
  for (const std::size_t at :
       {std::size_t{30}, std::size_t{180}, std::size_t{400}, file.size() - 1}) {
    auto changed = file;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    INFO(at);
    CHECK_THROWS(opened(changed, keys.identity));
  }
  CHECK_THROWS_WITH(opened(file.substr(0, file.size() - 20), keys.identity),
                    Catch::Contains("cut off"));
  // Cut exactly between two chunks: the one that is left does not say that it is the last.
  const auto header = file.size() - 150000 - 3 * 16;
  CHECK_THROWS_WITH(opened(file.substr(0, header + 65536 + 16), keys.identity),
                    Catch::Contains("cut off"));
}

TEST_CASE("a key that was copied wrongly is no key") {
  auto recipient = make_age_keys().recipient;
  recipient[10] = recipient[10] == 'q' ? 'p' : 'q';
  CHECK_FALSE(is_age_recipient(recipient));
  CHECK_FALSE(is_age_recipient(""));
  CHECK_FALSE(is_age_recipient("age1"));
  // BIP 173's own examples.
  CHECK(from_bech32("a", "A12UEL5L"));
  CHECK_FALSE(from_bech32("a", "A12uEL5L"));
  CHECK(from_bech32("split", "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w"));
}
