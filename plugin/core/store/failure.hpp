// SPDX-License-Identifier: MIT
// What the store throws when it cannot keep its promise: the disk, the file or the process is
// wrong, not the input. Nothing of the unit of work that met it is stored.
#pragma once
#include <stdexcept>
#include <string>

namespace holdfast::store {

enum class Fault {
  wrong_process,  // opened before fork: open again in the worker
  full,           // the disk is full
  read_only,      // the file or its folder cannot be written
  io,             // the disk refused a read or a write
  corrupt,        // the file is damaged, or is no database
  busy,           // another process kept the database locked for too long
  newer_schema,   // written by a newer Holdfast
  unreachable,    // the server does not answer
  conflict,       // others were in the way; nothing is stored, the same work may succeed again
  unsupported,    // this kind of store cannot do it
  constraint,     // a row contradicts the schema: a mistake in the caller
  other,
};

// what(): one sentence for the operator, naming the file and what to do, without client data.
class Failure : public std::runtime_error {
 public:
  Failure(Fault fault, const std::string& sentence) : std::runtime_error(sentence), fault_(fault) {}
  Fault fault() const { return fault_; }

 private:
  Fault fault_;
};

}  // namespace holdfast::store
