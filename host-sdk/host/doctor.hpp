// SPDX-License-Identifier: MIT
// `holdfast doctor`: every part of an installation, one line each, and what to do about it. Looks
// and changes nothing, except that opening a store brings its schema up to date as every start
// does.
#pragma once
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "settings.hpp"

namespace holdfast::host {

enum class Health { ok = 0, warn = 1, fail = 2, unknown = 3 };  // a monitoring plugin's exit codes

struct Finding {
  std::string part;  // "disk"
  Health health = Health::ok;
  std::string text;    // what was found
  std::string advice;  // what to do; empty when all is well
};

class Diagnosis {
 public:
  void ok(std::string part, std::string text) {
    add({std::move(part), Health::ok, std::move(text), {}});
  }
  void warn(std::string part, std::string text, std::string advice) {
    add({std::move(part), Health::warn, std::move(text), std::move(advice)});
  }
  // This user or this moment does not allow to look; says nothing about the part itself.
  void unknown(std::string part, std::string text, std::string advice) {
    add({std::move(part), Health::unknown, std::move(text), std::move(advice)});
  }
  void fail(std::string part, std::string text, std::string advice) {
    add({std::move(part), Health::fail, std::move(text), std::move(advice)});
  }
  void add(Finding finding) { findings_.push_back(std::move(finding)); }

  const std::vector<Finding>& findings() const { return findings_; }
  Health worst() const;  // what is known to be broken stands above what is not known
  std::string as_text() const;
  std::string as_json() const;  // "schema":"holdfast.doctor/1"

 private:
  std::vector<Finding> findings_;
};

// Each looks at one side and never throws for what is ill.
void look_at_machine(const Settings& settings, Diagnosis& diagnosis);
void look_at_libraries(const Settings& settings, Diagnosis& diagnosis);
void look_inside(const Settings& settings, Diagnosis& diagnosis);

Diagnosis diagnose(const Arguments& arguments);

}  // namespace holdfast::host
