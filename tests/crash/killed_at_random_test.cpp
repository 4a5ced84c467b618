// SPDX-License-Identifier: MIT
// Several processes submit and deliver at once, and each is killed again and again at random
// moments. What was acknowledged is there, the practice has it exactly once, and nothing is
// damaged.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <random>
#include <set>
#include <thread>

#include "unit/core/delivery/real_practice.hpp"

using namespace holdfast;
using namespace holdfast::tests;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t id_length = 36;

std::vector<std::string> names(int count) {
  std::vector<std::string> all;
  for (int i = 0; i < count; ++i) all.push_back("k" + std::to_string(100 + i));
  return all;
}

struct Plan {
  int submitters, clients_each, weeks;  // every submitter has clients of its own
  std::size_t submits_between_kills;    // at most
  int total() const { return submitters * clients_each * weeks; }
};

class Trial {
 public:
  explicit Trial(const Plan& plan)
      : plan_(plan),
        practice_({"client_total", "alert"},
                  practice_with(names(plan.submitters * plan.clients_each), plan.weeks)) {
    practice_.close();
    told_.resize(static_cast<std::size_t>(plan.submitters));
    children_.resize(told_.size() + 1, -1);  // the last one delivers
    pipes_.resize(told_.size(), -1);
    for (std::size_t i = 0; i < children_.size(); ++i) spawn(i);
  }

  // Until every submit was acknowledged. A kill follows on some acknowledgements rather than on
  // some time: a fast machine is done before many moments have passed, and on a busy one a process
  // may need longer to start than it would be given to live.
  void run(unsigned seed) {
    std::mt19937 random(seed);
    std::uniform_int_distribution<std::size_t> more(1, plan_.submits_between_kills);
    std::uniform_int_distribution<int> pause(0, 5000);
    std::uniform_int_distribution<std::size_t> victim(0, children_.size() - 1);
    auto next = more(random);
    const auto latest = std::chrono::steady_clock::now() + 25min;
    while (acknowledged() < static_cast<std::size_t>(plan_.total())) {
      REQUIRE(std::chrono::steady_clock::now() < latest);
      listen();
      if (acknowledged() < next) continue;
      std::this_thread::sleep_for(std::chrono::microseconds{pause(random)});
      kill(victim(random));
      ++kills;
      next = acknowledged() + more(random);
    }
    for (std::size_t i = 0; i < children_.size(); ++i) end(i);
  }

  std::vector<std::string> all_told() const {
    std::vector<std::string> all;
    for (const auto& told : told_) all.insert(all.end(), told.begin(), told.end());
    return all;
  }
  RealPractice& practice() { return practice_; }
  int kills = 0;

 private:
  std::size_t acknowledged() const {
    std::size_t sum = 0;
    for (const auto& told : told_) sum += told.size();
    return sum;
  }

  void spawn(std::size_t which) {
    int ends[2] = {-1, -1};
    const bool submits = which < told_.size();
    if (submits) REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      try {
        practice_.open();
        if (submits) submit_all(which, ends[1]);
        for (;;) {
          practice_.tick();
          ::usleep(2000);
        }
      } catch (const std::exception& error) {
        ::fprintf(stderr, "child: %s\n", error.what());
        ::_exit(7);
      } catch (...) {  // a REQUIRE that failed has said so
        ::_exit(8);
      }
    }
    children_[which] = child;
    if (!submits) return;
    ::close(ends[1]);
    pipes_[which] = ends[0];
  }

  // Goes on where the one before it was heard of last; what it did unheard is sent once more, under
  // the same key.
  [[noreturn]] void submit_all(std::size_t which, int told) {
    const auto first = static_cast<int>(told_[which].size());
    const auto clients = names(plan_.submitters * plan_.clients_each);
    for (int i = first; i < plan_.clients_each * plan_.weeks; ++i) {
      const auto client = static_cast<std::size_t>(i / plan_.weeks) +
                          which * static_cast<std::size_t>(plan_.clients_each);
      const int week = i % plan_.weeks + 1;
      const auto submitted = practice_.rate(clients[client], week, week % 9 == 8 ? 35 : 80);
      if (::write(told, submitted.rating.value.data(), id_length) != id_length) ::_exit(9);
    }
    ::pause();
    ::_exit(0);
  }

  void listen() {
    std::vector<pollfd> waiting;
    for (const int pipe : pipes_) waiting.push_back({pipe, POLLIN, 0});
    if (::poll(waiting.data(), waiting.size(), 5) <= 0) return;
    for (std::size_t i = 0; i < waiting.size(); ++i)
      if ((waiting[i].revents & POLLIN) != 0) hear(i, 1);
  }
  // 36 bytes go into a pipe whole.
  bool hear(std::size_t which, int times) {
    std::string id(id_length, ' ');
    for (int i = 0; i < times; ++i) {
      if (::read(pipes_[which], id.data(), id_length) != id_length) return false;
      told_[which].push_back(id);
    }
    return true;
  }

  void end(std::size_t which) {
    ::kill(children_[which], SIGKILL);
    int status = 0;
    ::waitpid(children_[which], &status, 0);
    // Anything but our own kill is a fault of the child.
    CHECK(WIFSIGNALED(status));
    if (which >= told_.size()) return;
    while (hear(which, 1)) {
    }
    ::close(pipes_[which]);
  }
  void kill(std::size_t which) {
    end(which);
    spawn(which);
  }

  const Plan plan_;
  RealPractice practice_;
  std::vector<std::vector<std::string>> told_;  // ids that were acknowledged, by submitter
  std::vector<pid_t> children_;
  std::vector<int> pipes_;
};

void check_everything(Trial& trial, const Plan& plan) {
  auto& practice = trial.practice();
  practice.open();
  const auto told = trial.all_told();
  CHECK(std::set(told.begin(), told.end()).size() == static_cast<std::size_t>(plan.total()));
  // What was claimed by those who were killed is free again in a few minutes.
  for (int i = 0; i < 40 && !practice.waiting().empty(); ++i) {
    practice.wait(6min);
    practice.tick();
  }
  CHECK(practice.waiting().empty());
  auto& store = practice.house->store();
  store.check();
  store.read([&](store::Reader& reader) {
    CHECK_FALSE(reader.audit.verify().finding);
    for (const auto& id : told) {
      REQUIRE(reader.ratings.find(RatingId{id}).has_value());
      REQUIRE(reader.ratings.answers(RatingId{id}).size() == 4);
    }
  });
  CHECK(practice.in_store("SELECT count(*) FROM rating") == plan.total());
  CHECK(practice.in_practice("SELECT count(*) FROM record") == plan.total());
  CHECK(practice.in_practice("SELECT count(DISTINCT json_extract(payload, '$.rating')) FROM"
                             " record") == plan.total());
  CHECK(practice.in_practice("PRAGMA quick_check") == 0);  // "ok" is no number
  INFO(trial.kills << " kills");
  CHECK(trial.kills > 3);
}

}  // namespace

TEST_CASE("killed at random amid submits and deliveries, nothing is lost and nothing comes twice") {
  const Plan plan{3, 2, 30, 12};
  Trial trial(plan);
  trial.run(20261123);
  check_everything(trial, plan);
}

TEST_CASE("ten thousand submits with processes killed all the while", "[.long]") {
  const Plan plan{4, 25, 100, 60};
  Trial trial(plan);
  trial.run(4711);
  check_everything(trial, plan);
}
