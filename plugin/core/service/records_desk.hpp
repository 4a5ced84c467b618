// SPDX-License-Identifier: MIT
// The records officer's desk: requests to see a file, holds that forbid erasing it, wishes that it
// be erased, what was taken out of it, and who looked in an emergency.
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "service/break_glass.hpp"
#include "service/client_file.hpp"

namespace holdfast::service {

struct DeskClient {
  store::ClientKey key;  // in addresses instead of the practice's id
  std::string name;
};

struct Desk {
  std::vector<DeskClient> found;  // by name; only when asked
  struct Request {
    DeskClient client;
    store::AccessRequest request;
  };
  std::vector<Request> waiting;
  struct ToErase {
    DeskClient client;
    store::ErasureRequest request;
  };
  std::vector<ToErase> to_erase;
  std::vector<EmergencyLook> emergencies;
};
// Refused: denied to everybody but a records officer.
Reply<Desk> read_desk(House& house, const access::Principal& principal, const std::string& text,
                      std::string_view from);

// A rating that was voided or moved: readable here and nowhere else.
struct EndedRating {
  store::Ratings::End end;
  store::StoredRating rating;
};

struct DeskFile {
  DeskClient client;
  std::vector<store::AccessRequest> requests;
  std::vector<store::LegalHold> holds;
  std::vector<EndedRating> ended;
  std::optional<Day> kept_until;
  std::optional<store::ErasureRequest> erasure;  // asked for, and not carried out
  std::string erasure_asked_by;                  // that person's name
};
// Refused: denied, not_found.
Reply<DeskFile> read_desk_file(House& house, const access::Principal& principal,
                               const store::ClientKey& client, std::string_view from);
Reply<ClientFile> read_whole_file(House& house, const access::Principal& principal,
                                  const store::ClientKey& client, std::string_view from,
                                  const text::Language& language);

struct RecordRequest {};  // the client asked today
struct AnswerRequest {
  std::string id;
};
struct PlaceHold {
  std::string reason;
};
struct LiftHold {
  std::string id;
};
struct AskErasure {
  std::string reason;
};
struct TakeBackErasure {};
using DeskAct =
    std::variant<RecordRequest, AnswerRequest, PlaceHold, LiftHold, AskErasure, TakeBackErasure>;

// Refused: denied, not_found, invalid (field "reason"), conflict when it is not open any more.
Reply<DeskFile> act_on_desk(House& house, const access::Principal& principal,
                            const store::ClientKey& client, std::string_view from,
                            const DeskAct& act);

}  // namespace holdfast::service
