// SPDX-License-Identifier: MIT
// The program itself, as an operator runs it, over a core that does next to nothing.
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>
#include <thread>
#include <vector>

#include "place.hpp"

using namespace std::chrono_literals;
using holdfast::host::testing::contains;
using holdfast::host::testing::Place;

namespace {

const std::string plugin = std::string(HOLDFAST_HOUSE) + "/holdfast.so";

std::string text_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// One run of the program with its streams in files.
class Run {
 public:
  Run(const Place& place, std::vector<std::string> arguments, const std::string& input = "")
      : out_(place / "out"), err_(place / "err") {
    const auto in = place.write("in", input);
    arguments.insert(arguments.begin(), HOLDFAST_PROGRAM);
    std::vector<char*> argv;
    for (auto& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t streams;
    ::posix_spawn_file_actions_init(&streams);
    ::posix_spawn_file_actions_addopen(&streams, 0, in.c_str(), O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&streams, 1, out_.c_str(), O_WRONLY | O_CREAT | O_TRUNC,
                                       0600);
    ::posix_spawn_file_actions_addopen(&streams, 2, err_.c_str(), O_WRONLY | O_CREAT | O_TRUNC,
                                       0600);
    posix_spawnattr_t attributes;
    ::posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    if (::posix_spawn(&child_, HOLDFAST_PROGRAM, &streams, &attributes, argv.data(), environ) != 0)
      child_ = 0;
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&streams);
    REQUIRE(child_ > 0);
  }
  ~Run() {
    if (child_ <= 0) return;
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
  }

  void signal(int number) const { ::kill(child_, number); }
  int status() {
    int status = 0;
    ::waitpid(child_, &status, 0);
    child_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  bool has_said(const std::string& words) const {
    for (int i = 0; i < 3000; ++i) {
      if (contains(text_of(out_), words)) return true;
      std::this_thread::sleep_for(10ms);
    }
    return false;
  }
  std::string out() const { return text_of(out_); }
  std::string err() const { return text_of(err_); }

 private:
  std::filesystem::path out_, err_;
  pid_t child_ = 0;
};

}  // namespace

TEST_CASE("serve says where it is, and SIGTERM stops it cleanly") {
  const Place place;
  Run run(place, {"serve", "--listen", "127.0.0.1:0", "--data", (place / "data").string(),
                  "--plugin", plugin});
  REQUIRE(run.has_said("Holdfast is at http://127.0.0.1:"));
  run.signal(SIGTERM);
  CHECK(run.status() == 0);
  CHECK(std::filesystem::exists(place / "data/deactivated"));
}

TEST_CASE("the demo prints its address and logins, and takes its temporary folder away") {
  const Place place;
  Run run(place, {"serve", "--demo", "--listen", "127.0.0.1:0", "--plugin", plugin});
  REQUIRE(run.has_said("Ctrl-C"));
  CHECK(contains(run.out(), "therapist-1   holdfast-demo"));
  run.signal(SIGINT);
  CHECK(run.status() == 0);
}

TEST_CASE("the demo refuses an address that others can reach, and a folder with other files") {
  const Place place;
  Run reachable(place, {"serve", "--demo", "--listen", "0.0.0.0:0", "--plugin", plugin});
  CHECK(reachable.status() == 3);
  CHECK(contains(reachable.err(), "the demo listens on this machine only"));
  Run folder(place, {"serve", "--demo", "--data", place.path().string(), "--plugin", plugin});
  CHECK(folder.status() == 3);
  CHECK(contains(folder.err(), "holds files that are not a demo's"));
}

TEST_CASE("a demo's folder serves a second time") {
  const Place place;
  const std::vector<std::string> arguments{"serve",       "--demo", "--listen",
                                           "127.0.0.1:0", "--data", (place / "demo").string(),
                                           "--plugin",    plugin};
  for (int round = 0; round < 2; ++round) {
    Run run(place, arguments);
    REQUIRE(run.has_said("Ctrl-C"));
    run.signal(SIGTERM);
    CHECK(run.status() == 0);
  }
}

TEST_CASE("what an operator has to put right is one sentence and code 3") {
  const Place place;
  const auto refused = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"serve", "--listen", "127.0.0.1:0"});
    if (std::find(more.begin(), more.end(), "--plugin") == more.end())
      more.insert(more.end(), {"--plugin", plugin});
    if (std::find(more.begin(), more.end(), "--data") == more.end())
      more.insert(more.end(), {"--data", (place / "data").string()});
    Run run(place, more);
    const auto status = run.status();
    return std::to_string(status) + " " + run.err();
  };
  const auto bad = place.write("bad.toml", "[serve]\nlisten = \n");
  CHECK(contains(refused({"--config", bad}), "3 holdfast: " + bad + ":2: "));
  const auto unknown = place.write("unknown.toml", "[plugin]\n\ncolour = \"green\"\n");
  CHECK(contains(refused({"--config", unknown}),
                 "3 holdfast: " + unknown + ":3: configuration: colour: is not a setting"));
  const auto future = place.write("future.toml", "[adapter]\nname = \"future\"\n");
  CHECK(contains(refused({"--config", future}), "expected ABI major 1"));
  CHECK(contains(refused({"--plugin", "/nowhere.so"}), "3 holdfast: /nowhere.so: expected a file"));
  CHECK(contains(refused({"--data", "/proc/nowhere/data"}),
                 "3 holdfast: /proc/nowhere/data cannot be made"));
  std::filesystem::create_directory(place / "open");
  std::filesystem::permissions(place / "open", static_cast<std::filesystem::perms>(0755));
  CHECK(contains(refused({"--data", (place / "open").string()}), "run: chmod 700"));
  std::filesystem::create_directory(place / "logins");
  std::filesystem::permissions(place / "logins", std::filesystem::perms::owner_all);
  place.write("logins/users.json", "{");
  CHECK(contains(refused({"--data", (place / "logins").string()}), "is not a file of logins"));
}

TEST_CASE("a wrong command line is code 2, help and version are 0") {
  const Place place;
  CHECK(Run(place, {}).status() == 2);
  CHECK(Run(place, {"nonsense"}).status() == 2);
  CHECK(Run(place, {"score"}).status() == 2);
  CHECK(Run(place, {"serve", "--prefix", "bad"}).status() == 2);
  CHECK(Run(place, {"--help"}).status() == 0);
  Run version(place, {"version", "--plugin", plugin});
  CHECK(version.status() == 0);
  CHECK(contains(version.out(), "(ABI 1.0)"));
  CHECK(contains(version.out(), plugin));
}

TEST_CASE("a tool reads its file and prints, with the options as they were given") {
  const Place place;
  const auto file = place.write("form.json", "{\"items\":[]}");
  Run run(place, {"score", "--instrument", "x", file, "--plugin", plugin});
  CHECK(run.status() == 0);
  CHECK(run.out() ==
        "score {\"channels\":[\"problems\",\"in\",\"out\"],\"instrument\":\"x\"}\n{\"items\":[]}");
  Run piped(place, {"score", "--instrument", "x", "-", "--plugin", plugin}, "from a pipe");
  CHECK(piped.status() == 0);
  CHECK(contains(piped.out(), "from a pipe"));
}

TEST_CASE("a tool's channels go to the files that were named") {
  const Place place;
  const auto file = place.write("ratings.csv", "a,b\n");
  const auto alerts = (place / "alerts.csv").string();
  Run run(place,
          {"replay", "--instrument", "x", file, "--alerts", alerts, "--full", "--plugin", plugin});
  CHECK(run.status() == 0);
  CHECK(
      text_of(alerts) ==
      "replay "
      "{\"channels\":[\"problems\",\"in\",\"alerts\"],\"full\":true,\"instrument\":\"x\"}\na,b\n");
}

TEST_CASE("findings go to standard output unless a file takes them or a summary does") {
  const Place place;
  const auto file = place.write("ratings.csv", "a,b\n");
  const auto trace = (place / "trace.csv").string();
  Run beside(place, {"replay", "--instrument", "x", file, "--trace", trace, "--plugin", plugin});
  CHECK(beside.status() == 0);
  CHECK(contains(beside.out(), R"(["problems","in","trace","alerts"])"));
  // The stand-in writes nothing but findings.
  for (const auto& further : {std::vector<std::string>{"--summary"}, {"--trace", "-"}}) {
    std::vector<std::string> words{"replay", "--instrument", "x", file, "--plugin", plugin};
    words.insert(words.end(), further.begin(), further.end());
    Run run(place, words);
    CHECK(run.status() == 0);
    CHECK(run.out().empty());
  }
}

TEST_CASE("wrong input is code 1, what is missing around it is code 3") {
  const Place place;
  std::filesystem::create_directory(place / "data");
  std::filesystem::permissions(place / "data", std::filesystem::perms::owner_all);
  Run wrong(place, {"verify", "--data", (place / "data").string(), "--plugin", plugin});
  CHECK(wrong.status() == 1);
  CHECK(wrong.err() == "holdfast: line 3, client: nobody of that name\n");
  Run absent(place, {"score", "--instrument", "x", "/nowhere.json", "--plugin", plugin});
  CHECK(absent.status() == 1);
  Run folder(place, {"score", "--instrument", "x", (place / "data").string(), "--plugin", plugin});
  CHECK(folder.status() == 1);
  CHECK(contains(folder.err(), (place / "data").string() + " is a folder; name a file in it"));
  Run no_data(place, {"verify", "--data", (place / "none").string(), "--plugin", plugin});
  CHECK(no_data.status() == 3);
  const auto file = place.write("ratings.csv", "a,b\n");
  Run full(place,
           {"replay", "--instrument", "x", file, "--alerts", "/dev/full", "--plugin", plugin});
  CHECK(full.status() == 3);
  CHECK(contains(full.err(), "/dev/full cannot be written"));
}

TEST_CASE("logins are kept by command, with the password from standard input") {
  const Place place;
  const auto data = (place / "data").string();
  CHECK(Run(place, {"user", "add", "anna", "--person", "u-1", "--data", data}, "correct horse\n")
            .status() == 0);
  Run again(place, {"user", "add", "Anna", "--person", "u-1", "--data", data}, "correct horse\n");
  CHECK(again.status() == 1);
  Run shorter(place, {"user", "add", "bert", "--person", "u-2", "--data", data}, "short\n");
  CHECK(shorter.status() == 1);
  CHECK(contains(shorter.err(), "10 to 1024"));
  CHECK(Run(place, {"user", "passwd", "anna", "--data", data}, "another horse\n").status() == 0);
  Run list(place, {"user", "list", "--data", data});
  CHECK(list.status() == 0);
  CHECK(list.out() == "anna\tu-1\tpassword\n");
  Run code(place, {"user", "code", "ANNA", "--data", data});
  CHECK(code.status() == 0);
  CHECK(contains(code.out(), "otpauth://totp/Holdfast:"));
  Run with_code(place, {"user", "list", "--data", data});
  CHECK(with_code.status() == 0);
  CHECK(with_code.out() == "anna\tu-1\tpassword and code\n");
  CHECK(Run(place, {"user", "no-code", "anna", "--data", data}).status() == 0);
  Run without(place, {"user", "list", "--data", data});
  CHECK(without.status() == 0);
  CHECK(without.out() == "anna\tu-1\tpassword\n");
  CHECK(Run(place, {"user", "code", "otto", "--data", data}).status() == 1);
  CHECK(Run(place, {"user", "remove", "anna", "--data", data}).status() == 0);
  CHECK(Run(place, {"user", "remove", "anna", "--data", data}).status() == 1);
}
