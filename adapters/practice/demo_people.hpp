// SPDX-License-Identifier: MIT
// Who is in the demo practice: its cast, as tables. Weeks are counted back from today.
#pragma once
#include <array>
#include <string_view>

namespace holdfast::adapters::practice::demo {

struct ClientRole {
  std::string_view name;
  int age;
};

// Client n of the list is "c-n", with the portal user "u-client-n".
inline constexpr std::array<ClientRole, 24> clients = {{
    {"Ada Sample", 34},   {"Bela Specimen", 41},  {"Cleo Example", 29},  {"Dario Mockup", 52},
    {"Edda Fictive", 38}, {"Finn Trial", 27},     {"Greta Pattern", 45}, {"Hugo Testcase", 63},
    {"Iris Sample", 31},  {"Jonas Specimen", 24}, {"Kira Example", 36},  {"Levi Mockup", 48},
    {"Mona Fictive", 33}, {"Nils Trial", 57},     {"Olga Pattern", 40},  {"Paul Testcase", 44},
    {"Quinn Sample", 30}, {"Rosa Specimen", 55},  {"Sami Example", 39},  {"Tara Example", 37},
    {"Umar Fictive", 66}, {"Vera Trial", 15},     {"Wim Pattern", 9},    {"Xenia Testcase", 28},
}};

inline constexpr std::array<std::string_view, 3> clinicians = {
    "Dr. Yara Invented", "Dr. Zeno Imaginary", "Anouk Madeup"};

struct CourseRole {
  std::string_view id;
  int client;               // n of "c-n"
  int clinician;            // n of "dr-n", who leads
  int started, every;       // weeks ago; weeks between sessions
  int ended;                // weeks ago; 0: still running
  std::string_view reason;  // why it ended
  std::string_view place = "room";
  std::string_view setting = "individual";
  int minutes = 50;
};

// In the order in which a clinician's courses get their places in the week.
inline constexpr std::array<CourseRole, 25> courses = {{
    {"co-1", 1, 1, 104, 1, 0, ""},
    {"co-2", 2, 1, 92, 1, 0, ""},
    {"co-3", 3, 1, 60, 1, 0, "", "video"},
    {"co-6", 6, 1, 3, 1, 0, ""},
    {"co-7", 7, 1, 30, 2, 0, ""},
    {"co-8", 8, 1, 22, 1, 0, "", "phone"},
    {"co-4", 4, 1, 100, 1, 48, "transferred"},
    {"co-5", 5, 1, 78, 1, 34, "completed"},
    {"co-9", 9, 2, 102, 1, 0, ""},
    {"co-11", 11, 2, 80, 2, 0, ""},
    {"co-12", 12, 2, 44, 1, 0, "", "video"},
    {"co-13", 13, 2, 26, 1, 0, ""},
    {"co-15", 15, 2, 70, 2, 0, ""},
    {"co-16", 16, 2, 12, 1, 0, ""},
    {"co-4-2", 4, 2, 46, 1, 0, ""},
    {"co-10", 10, 2, 50, 1, 29, "dropped_out"},
    {"co-14", 14, 2, 96, 1, 20, "completed"},
    {"co-17", 17, 3, 88, 1, 0, ""},
    {"co-18", 18, 3, 36, 2, 0, ""},
    {"co-couple", 19, 3, 40, 2, 0, "", "room", "couple", 80},
    {"co-21", 21, 3, 104, 2, 0, ""},
    {"co-22", 22, 3, 28, 1, 0, ""},
    {"co-23", 23, 3, 18, 1, 0, ""},
    {"co-24", 24, 3, 2, 1, 0, ""},
    {"co-group", 15, 3, 52, 1, 0, "", "room", "group", 90},
}};

struct StaffRole {
  std::string_view id, name;
  std::array<std::string_view, 2> roles;
};

inline constexpr std::array<StaffRole, 8> staff = {{
    {"u-therapist-1", clinicians[0], {"therapist", ""}},
    {"u-therapist-2", clinicians[1], {"therapist", ""}},
    {"u-therapist-3", clinicians[2], {"therapist", "supervisor"}},
    {"u-supervisor", "Bruno Synthetic", {"supervisor", ""}},
    {"u-frontdesk", "Lou Synthetic", {"front_desk", ""}},
    {"u-admin", "Noa Synthetic", {"admin", ""}},
    {"u-records", "Rae Synthetic", {"records_officer", ""}},
    {"u-external", "Pia Synthetic", {"external_supervisor", ""}},
}};

struct CarerRole {
  std::string_view id, name;
  int client;
};

// The child's carers are separated: two people, two logins.
inline constexpr std::array<CarerRole, 3> carers = {{
    {"u-carer-1", "Mara Pattern", 23},
    {"u-carer-2", "Theo Pattern", 23},
    {"u-carer-3", "Lena Trial", 22},
}};

}  // namespace holdfast::adapters::practice::demo
