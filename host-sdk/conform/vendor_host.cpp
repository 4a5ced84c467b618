// SPDX-License-Identifier: MIT
#include "vendor_host.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <thread>

#include "adapter_bench.hpp"
#include "probe/journal.hpp"

namespace holdfast::conform {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

std::string replaced(std::string text, const std::string& word, const std::string& with) {
  for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos; at += with.size())
    text.replace(at, word.size(), with);
  return text;
}

std::string contents(const std::string& path) {
  std::ifstream file(path);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// One line of the journal: its first word and its name=value pairs.
struct Note {
  std::string what;
  std::map<std::string, std::string> says;
  std::string value(const std::string& name) const {
    const auto found = says.find(name);
    return found == says.end() ? "" : found->second;
  }
  unsigned long number(const std::string& name) const {
    return std::strtoul(value(name).c_str(), nullptr, 10);
  }
};

struct Visit {
  int status = 0;           // the host's exit status, or minus the signal
  bool ended_alone = true;  // without being asked to
  std::string report;
  std::vector<Note> notes;

  std::vector<Note> all(std::string_view what) const {
    std::vector<Note> found;
    for (const auto& note : notes)
      if (note.what == what) found.push_back(note);
    return found;
  }
  const Note& first(std::string_view what) const {
    for (const auto& note : notes)
      if (note.what == what) return note;
    fail("the host never calls " + std::string(what));
  }
};

std::vector<Note> read_journal(const std::string& path) {
  std::vector<Note> notes;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    Note note;
    std::size_t at = line.find(' ');
    note.what = line.substr(0, at);
    while (at != std::string::npos) {
      const auto next = line.find(' ', ++at);
      const auto pair = line.substr(at, next == std::string::npos ? next : next - at);
      if (const auto equals = pair.find('='); equals != std::string::npos)
        note.says[pair.substr(0, equals)] = pair.substr(equals + 1);
      at = next;
    }
    notes.push_back(std::move(note));
  }
  return notes;
}

[[noreturn]] void become(const std::vector<std::string>& words) {
  const int nowhere = ::open("/dev/null", O_RDWR);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(nowhere, stream);
  std::vector<char*> arguments;
  for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  ::execvp(arguments[0], arguments.data());
  ::_exit(127);
}

// Waits for the end; a host that serves is asked to end once the probe has reported.
void wait_for_end(pid_t child, const VendorHost& host, Visit& visit, const std::string& report) {
  const auto until = steady_clock::now() + host.patience;
  auto asked = steady_clock::time_point::max();
  int status = 0;
  while (::waitpid(child, &status, WNOHANG) == 0) {
    const auto now = steady_clock::now();
    if (asked == steady_clock::time_point::max() && ::access(report.c_str(), R_OK) == 0 &&
        now + host.patience / 2 > until) {
      ::kill(child, SIGTERM);
      asked = now;
      visit.ended_alone = false;
    }
    if (now > until) {
      ::kill(child, SIGKILL);
      ::waitpid(child, &status, 0);
      throw Ending{Outcome::timeout, "the host does not end"};
    }
    std::this_thread::sleep_for(milliseconds{5});
  }
  visit.status = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

Visit visit(const VendorHost& host, std::string_view name) {
  const auto folder = make_folder(), data = make_folder();
  const Errand errand{folder, std::string(name), host.facts_json, host.seed};
  const auto config_file = folder + "/config.json";
  std::ofstream(config_file) << as_config(errand);
  std::vector<std::string> words;
  for (auto word : host.command) {
    word = replaced(std::move(word), "{plugin}", host.probe);
    word = replaced(std::move(word), "{config_file}", config_file);
    word = replaced(std::move(word), "{config}", as_config(errand));
    words.push_back(replaced(std::move(word), "{data}", data));
  }
  const pid_t child = ::fork();
  if (child < 0) fail("no process to be had");
  if (child == 0) become(words);
  Visit visit;
  wait_for_end(child, host, visit, errand.report());
  visit.report = contents(errand.report());
  visit.notes = read_journal(errand.journal());
  return visit;
}

void must_not_crash(const Visit& visit) {
  must(visit.status != 127, "the host's command cannot be run");
  if (visit.status < 0 && visit.ended_alone)
    throw Ending{Outcome::crash, std::string("the host ends by ") + ::strsignal(-visit.status)};
}

void run_host_case(const VendorHost& host, const char* name) {
  const auto visited = visit(host, name);
  must_not_crash(visited);
  must(!visited.report.empty(), "the host never activates the plugin");
  const auto outcome = static_cast<Outcome>(visited.report[0] - '0');
  if (outcome != Outcome::pass) throw Ending{outcome, visited.report.substr(1)};
}

void must_say_size(const Visit& visit, const char* what, std::size_t least) {
  for (const auto& note : visit.all(what))
    must(note.number("error") >= least, std::string(what) + " gets an error without its size");
}

struct LifeCase {
  const char* name;
  const char* promise;
  void (*run)(const VendorHost&);
};

constexpr LifeCase life_cases[] = {
    {"life.order", "init, create, activate, then work, then deactivate, destroy",
     [](const VendorHost& host) {
       const auto visited = visit(host, errands::look);
       must_not_crash(visited);
       std::string order;
       for (const auto& note : visited.notes)
         if (note.what != "tick" && note.what != "request" && note.what != "response" &&
             note.what != "header")
           order += note.what + " ";
       must(order.starts_with("init "), "create before init");
       must(order.find("init create activate ") != std::string::npos,
            "not in this order: " + order);
       must(order.ends_with("deactivate destroy "),
            "does not end with deactivate, destroy: " + order);
     }},
    {"life.own-path", "init is told the library's absolute path",
     [](const VendorHost& host) {
       const auto visited = visit(host, errands::look);
       must(visited.first("init").value("path") == host.probe, "another path than the library's");
     }},
    {"life.host-struct", "create is given a host of full size that speaks ABI major 1",
     [](const VendorHost& host) {
       const auto visited = visit(host, errands::look);
       const auto& created = visited.first("create");
       must(created.number("size") >= sizeof(holdfast_host), "the host's size is too small");
       must(created.number("major") == HOLDFAST_ABI_MAJOR, "the host speaks another ABI major");
       must(created.value("extension") == "1", "get_extension is NULL");
     }},
    {"life.error-size", "every error says its size",
     [](const VendorHost& host) {
       const auto visited = visit(host, errands::look);
       must_say_size(visited, "create", sizeof(holdfast_error));
       must_say_size(visited, "activate", sizeof(holdfast_error));
       must_say_size(visited, "response", sizeof(holdfast_error));
     }},
    {"life.main-thread", "create, activate, deactivate and destroy are called on one thread",
     [](const VendorHost& host) {
       const auto visited = visit(host, errands::look);
       const auto thread = visited.first("create").value("thread");
       for (const auto* what : {"activate", "deactivate", "destroy"})
         must(visited.first(what).value("thread") == thread,
              std::string(what) + " on another thread");
     }},
    {"life.ends-well", "the host ends by itself or when asked, with status 0",
     [](const VendorHost& host) {
       const auto visited = visit(host, errands::look);
       must_not_crash(visited);
       must(visited.status == 0, "the host ends with status " + std::to_string(visited.status));
     }},
    {"web.request", "a request says its size; prefix and path are split as CGI does",
     [](const VendorHost& host) {
       const auto visited = visit(host, errands::look);
       if (visited.all("request").empty()) skip("the command asks for no page");
       for (const auto& request : visited.all("request")) {
         must(request.number("size") >= sizeof(holdfast_web_request), "too small a request");
         const auto prefix = request.value("prefix"), path = request.value("path");
         must(prefix.empty() || (prefix.starts_with("/") && !prefix.ends_with("/")),
              "a prefix is empty or begins with a slash and ends without one");
         must(path.starts_with("/"), "a path begins with a slash");
         must(!request.value("method").empty(), "a request without a method");
       }
       for (const auto& response : visited.all("response"))
         must(response.number("size") >= sizeof(holdfast_web_response), "too small a response");
     }},
    {"web.header-names", "names of request headers are in lower case",
     [](const VendorHost& host) {
       const auto visited = visit(host, errands::look);
       if (visited.all("header").empty()) skip("the command sends no header");
       for (const auto& header : visited.all("header"))
         for (const char c : header.value("name"))
           must(c < 'A' || c > 'Z', "a header's name is not in lower case");
     }},
    {"web.many-pieces", "an answer in three thousand pieces is taken",
     [](const VendorHost& host) {
       const auto visited = visit(host, errands::many_pieces);
       if (visited.all("request").empty()) skip("the command asks for no page");
       must_not_crash(visited);
       must(visited.status == 0, "an answer in many pieces is not taken");
     }},
    {"refusal.create", "a plugin that refuses to be made is not called again",
     [](const VendorHost& host) {
       const auto visited = visit(host, errands::refuse_create);
       must_not_crash(visited);
       visited.first("create");
       must(visited.all("activate").empty(), "the host goes on without a plugin");
     }},
    {"refusal.activate", "a plugin that cannot be activated is asked for no page",
     [](const VendorHost& host) {
       const auto visited = visit(host, errands::refuse_activate);
       must_not_crash(visited);
       visited.first("activate");
       must(visited.all("request").empty() && visited.all("tick").empty(),
            "the host asks a plugin that is not active");
       must(!visited.ended_alone || visited.status != 0, "the host ends as if all were well");
     }},
    {"refusal.long-message", "a message that fills its 248 bytes is read no further",
     [](const VendorHost& host) { must_not_crash(visit(host, errands::long_message)); }},
    {"refusal.handle", "a request without an answer does not end the host by a signal",
     [](const VendorHost& host) { must_not_crash(visit(host, errands::fail_handle)); }},
    {"refusal.no-web", "a plugin without web/1 does not end the host by a signal",
     [](const VendorHost& host) { must_not_crash(visit(host, errands::no_web)); }},
};

}  // namespace

std::vector<Case> vendor_host_suite(const VendorHost& host) {
  std::vector<Case> all;
  for (const auto& one : life_cases)
    all.push_back({one.name, one.promise, [host, run = one.run] { run(host); }});
  for (const auto& one : all_host_cases())
    all.push_back({one.name, one.promise, [host, name = one.name] { run_host_case(host, name); }});
  return all;
}

}  // namespace holdfast::conform
