// SPDX-License-Identifier: MIT
// What a unit of work may do, and what a reader may see: the repositories, bound to one connection.
#pragma once
#include "store/alerts.hpp"
#include "store/audit.hpp"
#include "store/consents.hpp"
#include "store/emergencies.hpp"
#include "store/erasures.hpp"
#include "store/forms.hpp"
#include "store/keys.hpp"
#include "store/mirror.hpp"
#include "store/outbox.hpp"
#include "store/pages.hpp"
#include "store/people.hpp"
#include "store/ratings.hpp"
#include "store/records.hpp"
#include "store/repairs.hpp"
#include "store/reports.hpp"
#include "store/requests.hpp"
#include "store/risks.hpp"
#include "store/settings.hpp"
#include "store/states.hpp"
#include "store/team.hpp"

namespace holdfast::store {

// One transaction's view of the store. Of a Unit, reading functions see what this unit and those
// committed before it wrote. A `const Repositories&` (a Reader) offers the reading functions only.
struct Repositories {
  Repositories(Connection& connection, Identifiers& identifiers);
  Repositories(const Repositories&) = delete;
  Repositories& operator=(const Repositories&) = delete;

  Ratings ratings;
  States states;
  Alerts alerts;
  Repairs repairs;
  Forms forms;
  Invitations invitations;
  Keys keys;
  Consents consents;
  Outbox outbox;
  Mirror mirror;
  People people;
  Risks risks;
  Requests requests;
  Audit audit;
  PracticeSettings settings;
  Pages pages;
  Reports reports;
  Team team;
  Emergencies emergencies;
  Records records;
  Erasures erasures;
  Identifiers& ids;
};

using Unit = Repositories;
using Reader = const Repositories;

}  // namespace holdfast::store
