// SPDX-License-Identifier: MIT
// Files encrypted to a public key in the age format, version 1 (age-encryption.org/v1): X25519,
// HKDF-SHA-256, ChaCha20-Poly1305 in chunks of 64 KiB. What is written here the program `age`
// reads, so a practice is never locked in.
#pragma once
#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::service {

struct AgeKeys {
  std::string identity;   // AGE-SECRET-KEY-1…: reads; kept by people, never by the store
  std::string recipient;  // age1…: writes
};
AgeKeys make_age_keys();
bool is_age_recipient(std::string_view text);
bool is_age_file(std::string_view beginning);

class AgeWriter {
 public:
  using Out = std::function<void(std::string_view)>;
  // Throws std::invalid_argument when `recipient` is none.
  AgeWriter(std::string_view recipient, Out out);
  ~AgeWriter();
  void write(std::string_view bytes);
  void finish();  // the last chunk; without it the file is refused as cut off

 private:
  struct Sealing;
  std::unique_ptr<Sealing> sealing_;
};

class AgeReader {
 public:
  using In = std::function<std::size_t(char*, std::size_t)>;  // 0: end
  // Throws std::runtime_error with a sentence: another key, no age file, damaged or cut off.
  AgeReader(std::string_view identity, In in);
  ~AgeReader();
  // The next piece; empty: the whole file was read and is whole.
  std::string read();

 private:
  struct Opening;
  std::unique_ptr<Opening> opening_;
};

}  // namespace holdfast::service
