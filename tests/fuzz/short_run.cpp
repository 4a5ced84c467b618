// SPDX-License-Identifier: MIT
// Runs a fuzzer's entry over its seeds and over changes of them, the same ones every time, with any
// compiler: the short run of the tests. The long one is libFuzzer's.
//
//   fuzz-short-csv ROUNDS SEED_FILE...
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

namespace {

constexpr std::string_view pieces[] = {"\"",
                                       "\"\"",
                                       ",",
                                       "\n",
                                       "\r\n",
                                       "\xEF\xBB\xBF",
                                       "1e308",
                                       "-0",
                                       "nan",
                                       "inf",
                                       "{",
                                       "}",
                                       "[",
                                       "]",
                                       ":",
                                       "\\u0000",
                                       "\\",
                                       "null",
                                       "1e-400",
                                       "%",
                                       "%00",
                                       "%C3",
                                       "&",
                                       "=",
                                       "+",
                                       "\xC3",
                                       "\x80",
                                       "\xF0\x9F\x98\x80",
                                       "[[[[[[[[",
                                       "true",
                                       "2024-02-30",
                                       "-1",
                                       "999999999999999999999",
                                       ".",
                                       "\t",
                                       "  ",
                                       "declined",
                                       "no_show"};

class Changer {
 public:
  explicit Changer(std::uint64_t seed) : random_(seed) {}

  std::string changed(std::string text, const std::string& other) {
    for (std::size_t i = 0, times = 1 + upto(4); i < times; ++i) change(text, other);
    return text;
  }
  std::size_t upto(std::size_t most) { return static_cast<std::size_t>(random_() % (most + 1)); }

 private:
  void change(std::string& text, const std::string& other) {
    const std::size_t at = upto(text.size());
    const std::size_t length = upto(std::min<std::size_t>(text.size() - at, 24));
    switch (upto(6)) {
      case 0:
        if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << upto(7)));
        break;
      case 1:
        if (at < text.size()) text[at] = static_cast<char>(upto(255));
        break;
      case 2:
        text.erase(at, length);
        break;
      case 3:
        text.insert(at, pieces[upto(std::size(pieces) - 1)]);
        break;
      case 4:
        text.insert(upto(text.size()), text.substr(at, length));
        break;
      case 5:
        text = text.substr(0, at) + other.substr(upto(other.size()));
        break;
      default:
        text.insert(at, upto(300), static_cast<char>(upto(255)));
    }
  }

  std::mt19937_64 random_;
};

// What is being tried, for the report when it goes wrong.
std::string_view tried;

void report(int) {
  std::fputs("this input went wrong, in hexadecimal:\n", stderr);
  for (const char byte : tried) std::fprintf(stderr, "%02x", static_cast<unsigned char>(byte));
  std::fputc('\n', stderr);
}

void run(const std::string& text) {
  tried = text;
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

}  // namespace

int main(int count, char** words) {
  std::vector<std::string> seeds{""};
  for (int i = 2; i < count; ++i) {
    std::ifstream file(words[i], std::ios::binary);
    if (!file) return std::fprintf(stderr, "%s cannot be read\n", words[i]), 2;
    seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  if (count < 3) return std::fprintf(stderr, "usage: %s ROUNDS SEED_FILE...\n", words[0]), 2;
  std::signal(SIGABRT, report);
  for (const std::string& seed : seeds) run(seed);
  const long rounds = std::atol(words[1]);
  Changer changer(20261123);
  for (long round = 0; round < rounds; ++round) {
    const auto& seed = seeds[changer.upto(seeds.size() - 1)];
    run(changer.changed(seed, seeds[changer.upto(seeds.size() - 1)]));
  }
  std::printf("%ld changed inputs from %zu seeds\n", rounds, seeds.size());
  return 0;
}
