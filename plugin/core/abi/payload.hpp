// SPDX-License-Identifier: MIT
// The host's JSON payloads (host-sdk/include/holdfast/schemas) as typed values. Unknown members are
// ignored; a missing or wrong required one is a problem that names it.
#pragma once
#include <string_view>

#include "alliance/result.hpp"
#include "practice/host.hpp"

namespace holdfast::abi {

Result<practice::Client> read_client(std::string_view json);
Result<practice::Clinician> read_clinician(std::string_view json);
Result<practice::Course> read_course(std::string_view json);
Result<practice::Session> read_session(std::string_view json);
Result<practice::Person> read_person(std::string_view json);
Result<practice::Changes> read_changes(std::string_view json);
Result<std::string> read_receipt(std::string_view json);  // the id of a put record

}  // namespace holdfast::abi
