// SPDX-License-Identifier: MIT
// Giving the device to the client and taking it back, and the ends of a one-time link.
#pragma once
#include <string>

#include "web/view/page.hpp"

namespace holdfast::web {

// "Hand over the tablet": says what will happen (you will be signed out here) and asks for a PIN.
struct HandOverView {
  std::string client;  // shown to the clinician only
  std::string form;    // title of the instrument
  std::string action;
  std::string cancel;               // path back
  std::string problem;              // e.g. "The PIN needs four digits or more."
  bool inside_host_window = false;  // then a hand-over on this device is not offered, a link is
  std::string other_device_link;    // whole address of a one-time link, when one was made
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

// A link that cannot be used, on a page that names nobody.
struct LinkEndView {
  enum class Why { used, expired, withdrawn, unknown } why = Why::expired;
  std::string crisis;
};
std::string render(const LinkEndView& view, const Page& page);

}  // namespace holdfast::web
