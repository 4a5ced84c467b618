// SPDX-License-Identifier: MIT
// Giving the device to the client and taking it back, and the ends of a one-time link.
#pragma once
#include <string>
#include <vector>

#include "web/view/page.hpp"

namespace holdfast::web {

// The ways to give a form: this device, a link with a QR code, a code to say, a message, paper.
struct HandOverView {
  struct Form {
    std::string id;
    std::string title;
  };
  // What was just made, shown once.
  struct Made {
    enum class What { nothing, link, code, message } what = What::nothing;
    std::string address;            // of the link, or of the page where the code is typed
    std::string code;               // "123 456 789"
    std::string until;              // "23 November, 14:00"; already translated
    bool replaces_another = false;  // which no longer opens the form
  };
  std::string client;        // shown to the clinician only
  std::vector<Form> forms;   // the first is given when no other is chosen
  std::vector<Form> people;  // who takes part, by id and name; fewer than two: no choice
  std::string action;
  std::string cancel;               // path back
  std::string problem;              // e.g. "The PIN needs four digits or more."
  bool inside_host_window = false;  // then a hand-over on this device is not offered, a link is
  bool may_send = false;            // the practice system passes messages on
  std::string paper, paper_entry;   // paths; empty: not offered
  bool has_session = true;          // else it is given without an appointment
  std::string without;              // path of the same without an appointment
  std::string consents;             // path of what the client agreed to; empty: not offered
  Made made;
};
std::string render(const HandOverView& view, const Page& page);

// Leaving the form on a handed-over device. Five tries.
struct PinView {
  std::string action;
  std::string back;  // path of the form
  int tries_left = 5;
  std::string problem;
};
std::string render(const PinView& view, const Page& page);

// Where a code is typed that was said on the phone or by video. Names nobody.
struct CodeView {
  std::string action;
  std::string typed;
  std::string problem;
  std::string crisis;
};
std::string render(const CodeView& view, const Page& page);

// A link that cannot be used, or that no form waits, on a page that names nobody.
struct LinkEndView {
  enum class Why { used, expired, withdrawn, replaced, unknown, none_waits } why = Why::expired;
  std::string crisis;
  std::string leave = {};  // path of the PIN on a device that was handed over; empty: another's
};
std::string render(const LinkEndView& view, const Page& page);

}  // namespace holdfast::web
