// SPDX-License-Identifier: MIT
// practice::Host spoken over the C ABI: extensions are asked for once, payloads become typed
// values, and whatever a host answers wrongly becomes a failure with a reason, never an exception.
#pragma once
#include <holdfast/host.h>

#include <string>

#include "practice/host.hpp"

struct holdfast_host_changes;
struct holdfast_host_clients;
struct holdfast_host_clock;
struct holdfast_host_identity;
struct holdfast_host_log;
struct holdfast_host_notify;
struct holdfast_host_records;
struct holdfast_host_sessions;
struct holdfast_host_store;

namespace holdfast::abi {

class HostOverAbi final : public practice::Host {
 public:
  // `host` outlives this. Asks for nothing before attach().
  explicit HostOverAbi(const holdfast_host& host) : host_(host) {}
  void attach();  // at activate(): extensions may be asked for from then on

  std::string name() const override;
  Instant now() const override;
  std::string zone() const override;
  std::string directory() const override;
  void log(int severity, std::string_view text) const override;
  practice::Answer<practice::Person> describe(std::string_view actor) const override;
  practice::Answer<practice::Client> client(std::string_view actor,
                                            const ClientId& id) const override;
  practice::Answer<practice::Course> course(std::string_view actor,
                                            const CourseId& id) const override;
  practice::Answer<practice::Clinician> clinician(std::string_view actor,
                                                  const ClinicianId& id) const override;
  practice::Answer<practice::Session> session(std::string_view actor,
                                              const SessionId& id) const override;
  practice::Answer<practice::Changes> changes(std::string_view cursor,
                                              std::uint32_t limit) const override;
  practice::Answer<std::string> put(std::string_view key,
                                    std::string_view record_json) const override;
  practice::Answer<std::monostate> retract(std::string_view key,
                                           std::string_view reason) const override;
  practice::Answer<std::monostate> post(std::string_view key,
                                        std::string_view notice_json) const override;
  practice::Answer<std::monostate> withdraw(std::string_view key) const override;

 private:
  const holdfast_host& host_;
  const holdfast_host_log* log_ = nullptr;
  const holdfast_host_clock* clock_ = nullptr;
  const holdfast_host_store* store_ = nullptr;
  const holdfast_host_identity* identity_ = nullptr;
  const holdfast_host_clients* clients_ = nullptr;
  const holdfast_host_sessions* sessions_ = nullptr;
  const holdfast_host_changes* changes_ = nullptr;
  const holdfast_host_records* records_ = nullptr;
  const holdfast_host_notify* notify_ = nullptr;
};

}  // namespace holdfast::abi
