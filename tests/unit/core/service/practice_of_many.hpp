// SPDX-License-Identifier: MIT
// Many clients of two clinicians with made-up totals, stored by the import that a practice uses,
// and the same totals as the file that `replay` reads.
#pragma once
#include <random>

#include "practice_of_one.hpp"
#include "service/import_ratings.hpp"
#include "strings_io.hpp"

namespace holdfast::service::testing {

struct Size {
  int clients = 24;
  int ratings = 30;  // of each
};

struct PracticeOfMany {
  store::testing::Folder folder;
  RecordingHost host;
  std::unique_ptr<House> house;
  std::string replay_file = "client,session,date,score\n";

  explicit PracticeOfMany(Size size = {}, Config config = {}) {
    host.folder = folder.path().string();
    host.clock = Instant{first_day + size.ratings * week} + std::chrono::hours{12};
    for (const char* id : {"clinician-1", "clinician-2"}) {
      practice::Clinician one;
      one.id = ClinicianId{id};
      one.name = id;
      host.clinicians[id] = one;
    }
    std::string csv = "course,date,instrument,total\n";
    std::mt19937 random(7);
    for (int i = 0; i < size.clients; ++i) add_client(i, size.ratings, random, csv);
    add_people();
    config.open = Open::store;
    house = House::open(config, host);
    mirror_host(*house, std::chrono::seconds{20});
    StringsIo io;
    io.in["in"] = csv;
    const auto imported = import_ratings(*house, {}, io);
    if (!imported.problems.empty()) throw std::runtime_error(imported.problems.front().message);
  }

  access::Principal as(const std::string& actor) const {
    return access::principal_of(host.people.find(actor)->second);
  }

 private:
  // Steady with dips that mostly come back; odd clients are the second clinician's.
  void add_client(int number, int ratings, std::mt19937& random, std::string& csv) {
    const auto id = std::to_string(100 + number);
    practice::Client someone;
    someone.id = ClientId{"client-" + id};
    someone.name = "Client " + id;
    host.clients[someone.id.value] = someone;
    practice::Course one;
    one.id = CourseId{"course-" + id};
    one.client = someone.id;
    one.clinicians = {ClinicianId{number % 2 ? "clinician-2" : "clinician-1"}};
    host.courses[one.id.value] = one;
    int low = 0;
    for (int i = 1; i <= ratings; ++i) {
      const auto below = [&](std::uint32_t limit) { return static_cast<int>(random() % limit); };
      low = low > 0 ? low - 1 : below(9) == 0 ? 1 + below(3) : 0;
      const int total = std::clamp(44 + number % 12 + below(7) - (low > 0 ? 16 : 0), 12, 60);
      const auto day = to_text(first_day + (i - 1) * week);
      csv += one.id.value + "," + day + ",wai-sr," + std::to_string(total) + "\n";
      replay_file +=
          one.id.value + "," + std::to_string(i) + "," + day + "," + std::to_string(total) + "\n";
    }
  }

  void add_people() {
    const auto person = [&](const std::string& id, std::vector<Role> roles) -> practice::Person& {
      auto& one = host.people[id];
      one.id = PersonId{"person-" + id};
      one.roles = std::move(roles);
      return one;
    };
    person("one", {Role::therapist}).clinician = ClinicianId{"clinician-1"};
    person("two", {Role::therapist}).clinician = ClinicianId{"clinician-2"};
    person("supervisor", {Role::supervisor}).supervises = {ClinicianId{"clinician-1"}};
    person("head", {Role::supervisor}).supervises = {ClinicianId{"clinician-1"},
                                                     ClinicianId{"clinician-2"}};
    person("admin", {Role::admin});
    person("desk", {Role::front_desk});
  }
};

}  // namespace holdfast::service::testing
