// SPDX-License-Identifier: MIT
#include "store/alerts.hpp"

#include <algorithm>
#include <map>
#include <variant>

#include "store/alert_numbers.hpp"
#include "store/columns.hpp"
#include "store/words.hpp"

namespace holdfast::store {
namespace {

constexpr Sql insert_alert(
    "INSERT INTO alert (practice_id, id, kind, rule, cause, joins, rating_id, session_id, "
    "course_id,"
    " subject_key, clinician_id, instrument, version, day, found_at, strong, raw, score, expected, "
    "sd,"
    " z, low, high, highest, earlier, evidence, tension, area, parameter_version, tension_points,"
    " evidence_threshold, said_directly, previous_score, previous_z, before_third_session)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,"
    " $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35)");
constexpr Sql insert_now(
    "INSERT INTO alert_now (practice_id, alert_id, course_id, subject_key, clinician_id, cause,"
    " status, findings, last_day, changed_at, joins)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9, $10)");
constexpr Sql change_count(
    "UPDATE alert_now SET findings = $2, last_day = $3, changed_at = $4"
    " WHERE practice_id = $1 AND alert_id = $5");
constexpr Sql change_joins(
    "UPDATE alert_now SET joins = $2 WHERE practice_id = $1 AND alert_id = $3");
constexpr Sql change_numbers(
    "UPDATE alert_now SET numbers = $2, changed_at = $3 WHERE practice_id = $1 AND alert_id = $4");
constexpr Sql insert_event(
    "INSERT INTO alert_event (practice_id, alert_id, id, kind, reason, until, strain, tried, words,"
    " handed_to, made_by, made_at, numbers)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)");
constexpr Sql change_status(
    "UPDATE alert_now SET status = $2, snoozed_until = $3, changed_at = $4"
    " WHERE practice_id = $1 AND alert_id = $5");
constexpr Sql change_clinician(
    "UPDATE alert_now SET clinician_id = $2, changed_at = $3"
    " WHERE practice_id = $1 AND alert_id = $4");

#define HOLDFAST_ALERT                                                                           \
  "SELECT a.id, a.kind, a.rule, a.cause, a.joins, a.rating_id, a.session_id, a.course_id,"       \
  " a.subject_key, a.clinician_id, a.instrument, a.version, a.day, a.found_at, a.strong, a.raw," \
  " a.score, a.expected, a.sd, a.z, a.low, a.high, a.highest, a.earlier, a.evidence, a.tension," \
  " a.area, a.parameter_version, a.tension_points, a.evidence_threshold, a.said_directly,"       \
  " a.previous_score, a.previous_z, a.before_third_session"
#define HOLDFAST_ALERT_NOW                                                             \
  HOLDFAST_ALERT                                                                       \
  ", n.status, n.findings, n.last_day, n.snoozed_until, n.changed_at, n.clinician_id," \
  " n.joins, n.numbers"                                                                \
  " FROM alert_now n JOIN alert a ON a.practice_id = n.practice_id AND a.id = n.alert_id"

constexpr Sql select_now(HOLDFAST_ALERT_NOW " WHERE n.practice_id = $1 AND n.alert_id = $2");
constexpr Sql select_now_of_course(
    HOLDFAST_ALERT_NOW
    " WHERE n.practice_id = $1 AND n.course_id = $2"
    " AND (n.joins IS NULL OR n.status = 'withdrawn') ORDER BY a.day, a.id");
constexpr Sql select_everything_of_course(
    HOLDFAST_ALERT_NOW " WHERE n.practice_id = $1 AND n.course_id = $2 ORDER BY a.day, a.id");
constexpr Sql select_members(
    HOLDFAST_ALERT_NOW
    " WHERE n.practice_id = $1 AND n.course_id = $2 AND n.joins = $3 ORDER BY a.day, a.id");
constexpr Sql select_open_of_clinician(
    HOLDFAST_ALERT_NOW
    " WHERE n.practice_id = $1 AND n.clinician_id = $2"
    " AND n.status IN ('open', 'acknowledged', 'snoozed') AND n.joins IS NULL"
    " AND (n.status <> 'snoozed' OR n.snoozed_until <= $3) ORDER BY n.last_day DESC, a.id DESC");
constexpr Sql select_open_of_cause(
    HOLDFAST_ALERT_NOW
    " WHERE n.practice_id = $1 AND n.course_id = $2 AND n.status IN ('open', 'acknowledged', "
    "'snoozed')"
    " AND n.subject_key = $3 AND n.cause = $4 AND n.joins IS NULL ORDER BY a.id LIMIT 1");
constexpr Sql select_of_course(
    HOLDFAST_ALERT
    " FROM alert a WHERE a.practice_id = $1 AND a.course_id = $2 ORDER BY a.day, a.id");
constexpr Sql select_of_rating(
    HOLDFAST_ALERT " FROM alert a WHERE a.practice_id = $1 AND a.rating_id = $2 ORDER BY a.id");
constexpr Sql select_joined(
    HOLDFAST_ALERT
    " FROM alert_now n JOIN alert a ON a.practice_id = n.practice_id AND a.id = n.alert_id"
    " WHERE n.practice_id = $1 AND n.course_id = (SELECT course_id FROM alert_now"
    " WHERE practice_id = $1 AND alert_id = $2) AND n.joins = $2 AND n.status <> 'withdrawn'"
    " ORDER BY a.id");
constexpr Sql select_all(HOLDFAST_ALERT " FROM alert a WHERE a.practice_id = $1 ORDER BY a.id");
constexpr Sql select_events(
    "SELECT id, alert_id, kind, reason, until, strain, tried, words, handed_to, made_by, made_at,"
    " numbers"
    " FROM alert_event WHERE practice_id = $1 AND alert_id = $2 ORDER BY id");
constexpr Sql select_closings(
    "SELECT v.id, v.made_at, a.subject_key, a.cause FROM alert_now n JOIN alert a"
    " ON a.practice_id = n.practice_id AND a.id = n.alert_id JOIN alert_event v"
    " ON v.practice_id = n.practice_id AND v.alert_id = n.alert_id"
    " AND v.kind IN ('not_a_dip', 'closed') WHERE n.practice_id = $1 AND n.course_id = $2"
    " AND NOT EXISTS (SELECT 1 FROM alert_event o WHERE o.practice_id = v.practice_id"
    " AND o.alert_id = v.alert_id AND o.kind = 'reopened' AND o.id > v.id)"
    " ORDER BY v.id");
constexpr Sql count_alerts(
    "SELECT COUNT(*) FROM alert a JOIN alert_now n ON n.practice_id = a.practice_id"
    " AND n.alert_id = a.id AND n.status <> 'withdrawn' WHERE a.practice_id = $1"
    " AND a.clinician_id = $2 AND a.day >= $3 AND a.day <= $4 AND a.kind = 'check_in'"
    " AND a.rule IN ('A', 'B', 'E')");
constexpr Sql count_ratings(
    "SELECT COUNT(*) FROM mirror_course_clinician c JOIN rating r"
    " ON r.practice_id = c.practice_id AND r.course_id = c.course_id AND r.rater = 'client'"
    " AND r.scored = 1 WHERE c.practice_id = $1 AND c.clinician_id = $2 AND r.day >= $3"
    " AND r.day <= $4 AND r.clinician_id = c.clinician_id");
constexpr Sql delete_now("DELETE FROM alert_now WHERE practice_id = $1");

StoredAlert alert_of(const Row& row) {
  StoredAlert alert;
  alert.id.value = row.text(0);
  alert.kind = word_of<AlertKind>(row, 1);
  alert.rule = row.text(2);
  alert.cause = row.text(3);
  alert.joins.value = row.text(4);
  alert.rating.value = row.text(5);
  alert.session.value = row.text(6);
  alert.course.value = row.text(7);
  alert.subject.value = row.text(8);
  alert.clinician.value = row.text(9);
  alert.instrument = row.text(10);
  alert.version = row.text(11);
  alert.day = day_of(row, 12);
  alert.found_at = instant_of(row, 13);
  alert.strong = truth_of(row, 14);
  alert.raw = row.text(15);
  alert.score = row.real(16);
  alert.expected = row.real(17);
  alert.sd = row.real(18);
  alert.z = row.real(19);
  alert.low = row.real(20);
  alert.high = row.real(21);
  alert.highest = row.real(22);
  alert.earlier = integer_of(row, 23);
  alert.evidence = row.real(24);
  alert.tension = optional_integer_of(row, 25);
  alert.area = row.text(26);
  alert.parameter_version = integer_of(row, 27);
  alert.tension_points = row.real(28);
  alert.evidence_threshold = row.real(29);
  alert.said_directly = truth_of(row, 30);
  alert.previous_score = optional_real_of(row, 31);
  alert.previous_z = optional_real_of(row, 32);
  alert.before_third_session = truth_of(row, 33);
  return alert;
}

AlertNow now_of(const Row& row) {
  AlertNow now;
  now.alert = alert_of(row);
  now.status = word_of<AlertStatus>(row, 34);
  now.findings = integer_of(row, 35);
  now.last_day = day_of(row, 36);
  now.snoozed_until = optional_day_of(row, 37);
  now.changed_at = instant_of(row, 38);
  now.clinician.value = row.text(39);
  now.joins.value = row.text(40);
  if (const auto numbers = row.text(41); !numbers.empty()) {
    now.found = now.alert;
    put_numbers(numbers, now.alert);
    if (numbers_of(*now.found) == numbers) now.found.reset();  // they came back
  }
  return now;
}

// What an event makes of an alert; none: it stays as it is.
std::optional<AlertStatus> status_after(std::string_view kind) {
  if (kind == "acknowledged" || kind == "logged") return AlertStatus::acknowledged;
  if (kind == "snoozed") return AlertStatus::snoozed;
  if (kind == "not_a_dip" || kind == "closed") return AlertStatus::closed;
  if (kind == "reopened") return AlertStatus::open;
  if (kind == "withdrawn") return AlertStatus::withdrawn;
  return std::nullopt;
}

std::vector<AlertNow> all_now(Connection& connection, Sql sql,
                              std::initializer_list<Value> values) {
  std::vector<AlertNow> alerts;
  connection.select(sql, values, [&](const Row& row) { alerts.push_back(now_of(row)); });
  return alerts;
}

std::vector<StoredAlert> all_facts(Connection& connection, Sql sql,
                                   std::initializer_list<Value> values) {
  std::vector<StoredAlert> alerts;
  connection.select(sql, values, [&](const Row& row) { alerts.push_back(alert_of(row)); });
  return alerts;
}

// The projection of one practice's alerts, fact by fact and event by event.
class Projection {
 public:
  explicit Projection(Connection& connection) : connection_(connection) {}

  void found(const StoredAlert& alert) {
    const std::string day = to_text(alert.day);
    const bool is_note = alert.kind == AlertKind::note;
    connection_.run(
        insert_now,
        {in(alert.id), in(alert.course), in(alert.subject), std::string_view{alert.clinician.value},
         std::string_view{alert.cause}, to_word(is_note ? AlertStatus::closed : AlertStatus::open),
         std::string_view{day}, in(alert.found_at), in(alert.joins)});
    if (!alert.joins.empty()) count(alert.joins, alert.found_at);
  }

  void happened(const AlertEvent& event) {
    if (event.kind == "handed_over" && !event.handed_to.empty())
      connection_.run(change_clinician, {in(event.handed_to), in(event.at), in(event.alert)});
    if (event.kind == "recalculated")
      connection_.run(change_numbers,
                      {std::string_view{event.numbers}, in(event.at), in(event.alert)});
    if (event.kind == "promoted") promote(event);
    auto status = status_after(event.kind);
    if (!status) return;
    const auto before = find(event.alert);
    if (!before) return;
    const bool comes_back =
        before->status == AlertStatus::withdrawn && *status == AlertStatus::open;
    if (comes_back && before->alert.kind == AlertKind::note) status = AlertStatus::closed;
    const auto head = comes_back ? other_open(*before) : std::nullopt;
    put_status(*status, event.until, event.at, event.alert);
    if (head) gather(event.alert, *before, head->alert.id);
    const auto counts_for = head ? head->alert.id : before->joins;
    if (!counts_for.empty()) count(counts_for, event.at);
  }

 private:
  std::optional<AlertNow> find(const AlertId& id) const {
    auto found = all_now(connection_, select_now, {in(id)});
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  }
  void put_status(AlertStatus status, const std::optional<Day>& until, Instant at,
                  const AlertId& id) {
    const std::string text = optional_day_text(until);
    connection_.run(change_status, {to_word(status), optional_text(text), in(at), in(id)});
  }

  // One open check-in per course and cause, also where a withdrawn one comes back.
  std::optional<AlertNow> other_open(const AlertNow& alert) const {
    if (!alert.joins.empty() || alert.alert.kind != AlertKind::check_in) return std::nullopt;
    auto open = all_now(
        connection_, select_open_of_cause,
        {in(alert.alert.course), in(alert.alert.subject), std::string_view{alert.alert.cause}});
    if (open.empty()) return std::nullopt;
    return std::move(open.front());
  }

  // `id` and what joined it count for `head` from now on.
  void gather(const AlertId& id, const AlertNow& alert, const AlertId& head) {
    for (const auto& member :
         all_now(connection_, select_members, {in(alert.alert.course), in(id)}))
      if (member.alert.id != head) connection_.run(change_joins, {in(head), in(member.alert.id)});
    connection_.run(change_joins, {in(head), in(id)});
  }

  // The check-in that it joined becomes one of its findings, and is withdrawn next.
  void promote(const AlertEvent& event) {
    const auto member = find(event.alert);
    if (!member || member->joins.empty()) return;
    const auto head = find(member->joins);
    connection_.run(change_joins, {Value{}, in(event.alert)});
    gather(member->joins, *member, event.alert);
    if (!head) {  // erased
      put_status(AlertStatus::open, {}, event.at, event.alert);
      return count(event.alert, event.at);
    }
    const bool is_gone = head->status == AlertStatus::withdrawn;
    put_status(is_gone ? AlertStatus::open : head->status, head->snoozed_until, event.at,
               event.alert);
    connection_.run(change_clinician, {in(head->clinician), in(event.at), in(event.alert)});
    count(event.alert, event.at);
    count(head->alert.id, event.at);
  }

  // Itself and the findings that count for it and stand.
  void count(const AlertId& id, Instant at) {
    const auto head = find(id);
    if (!head) return;
    int findings = 1;
    Day last = head->alert.day;
    for (const auto& member :
         all_now(connection_, select_members, {in(head->alert.course), in(id)})) {
      if (member.status == AlertStatus::withdrawn) continue;
      ++findings;
      last = std::max(last, member.alert.day);
    }
    const std::string day = to_text(last);
    connection_.run(change_count, {std::int64_t{findings}, std::string_view{day}, in(at), in(id)});
  }

  Connection& connection_;
};

}  // namespace

void Alerts::insert(const StoredAlert& alert) {
  connection_.run(insert_alert, {in(alert.id),
                                 to_word(alert.kind),
                                 std::string_view{alert.rule},
                                 std::string_view{alert.cause},
                                 in(alert.joins),
                                 in(alert.rating),
                                 in(alert.session),
                                 in(alert.course),
                                 in(alert.subject),
                                 std::string_view{alert.clinician.value},
                                 std::string_view{alert.instrument},
                                 std::string_view{alert.version},
                                 std::string_view{to_text(alert.day)},
                                 in(alert.found_at),
                                 in(alert.strong),
                                 std::string_view{alert.raw},
                                 alert.score,
                                 alert.expected,
                                 alert.sd,
                                 alert.z,
                                 alert.low,
                                 alert.high,
                                 alert.highest,
                                 in(alert.earlier),
                                 alert.evidence,
                                 in(alert.tension),
                                 std::string_view{alert.area},
                                 in(alert.parameter_version),
                                 alert.tension_points,
                                 alert.evidence_threshold,
                                 in(alert.said_directly),
                                 in(alert.previous_score),
                                 in(alert.previous_z),
                                 in(alert.before_third_session)});
  Projection(connection_).found(alert);
}

void Alerts::record(const AlertEvent& event) {
  const std::string until = optional_day_text(event.until);
  connection_.run(
      insert_event,
      {in(event.alert), std::string_view{event.id}, std::string_view{event.kind},
       std::string_view{event.reason}, optional_text(until), std::string_view{event.strain},
       std::string_view{event.tried}, std::string_view{event.words}, in(event.handed_to),
       std::string_view{event.by}, in(event.at), std::string_view{event.numbers}});
  Projection(connection_).happened(event);
}

std::optional<AlertNow> Alerts::find(const AlertId& id) const {
  auto found = all_now(connection_, select_now, {in(id)});
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<Closing> Alerts::closings_of_course(const CourseId& course) const {
  std::vector<Closing> closings;
  connection_.select(select_closings, {in(course)}, [&](const Row& row) {
    closings.push_back({row.text(0), instant_of(row, 1), ClientKey{row.text(2)}, row.text(3)});
  });
  return closings;
}

std::vector<AlertEvent> Alerts::events(const AlertId& id) const {
  std::vector<AlertEvent> events;
  connection_.select(select_events, {in(id)}, [&](const Row& row) {
    AlertEvent event;
    event.id = row.text(0);
    event.alert.value = row.text(1);
    event.kind = row.text(2);
    event.reason = row.text(3);
    event.until = optional_day_of(row, 4);
    event.strain = row.text(5);
    event.tried = row.text(6);
    event.words = row.text(7);
    event.handed_to.value = row.text(8);
    event.by = row.text(9);
    event.at = instant_of(row, 10);
    event.numbers = row.text(11);
    events.push_back(std::move(event));
  });
  return events;
}

std::vector<StoredAlert> Alerts::joined(const AlertId& id) const {
  return all_facts(connection_, select_joined, {in(id)});
}

std::vector<AlertNow> Alerts::of_course(const CourseId& course) const {
  return all_now(connection_, select_now_of_course, {in(course)});
}

std::vector<AlertNow> Alerts::everything_of_course(const CourseId& course) const {
  return all_now(connection_, select_everything_of_course, {in(course)});
}

std::vector<StoredAlert> Alerts::facts_of_course(const CourseId& course) const {
  return all_facts(connection_, select_of_course, {in(course)});
}

std::vector<StoredAlert> Alerts::of_rating(const RatingId& rating) const {
  return all_facts(connection_, select_of_rating, {in(rating)});
}

std::vector<AlertNow> Alerts::open_of_clinician(const ClinicianId& clinician, Day today) const {
  return all_now(connection_, select_open_of_clinician,
                 {in(clinician), std::string_view{to_text(today)}});
}

std::optional<AlertNow> Alerts::open_of_cause(const CourseId& course, const ClientKey& subject,
                                              std::string_view cause) const {
  auto found = all_now(connection_, select_open_of_cause, {in(course), in(subject), cause});
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<std::pair<std::string, std::int64_t>> Alerts::count_by_rule() const {
  constexpr Sql count(
      "SELECT rule, COUNT(*) FROM alert WHERE practice_id = $1 GROUP BY rule ORDER BY rule");
  std::vector<std::pair<std::string, std::int64_t>> counts;
  connection_.select(count, {},
                     [&](const Row& row) { counts.emplace_back(row.text(0), row.integer(1)); });
  return counts;
}

Alerts::Budget Alerts::budget(const ClinicianId& clinician, Day from, Day to) const {
  Budget budget;
  const std::string first = to_text(from), last = to_text(to);
  connection_.select(count_alerts, {in(clinician), std::string_view{first}, std::string_view{last}},
                     [&](const Row& row) { budget.alerts = integer_of(row, 0); });
  connection_.select(count_ratings,
                     {in(clinician), std::string_view{first}, std::string_view{last}},
                     [&](const Row& row) { budget.ratings = integer_of(row, 0); });
  return budget;
}

void Alerts::rebuild() {
  connection_.run(delete_now, {});
  // Ids are UUIDv7: their text order is the order in which findings and events came.
  std::map<std::string, std::variant<const StoredAlert*, AlertEvent>> in_order;
  const auto alerts = all_facts(connection_, select_all, {});
  for (const auto& alert : alerts) {
    in_order.emplace(alert.id.value, &alert);
    for (auto& event : events(alert.id)) in_order.emplace(event.id, std::move(event));
  }
  Projection projection(connection_);
  for (const auto& [id, fact] : in_order)
    if (const auto* event = std::get_if<AlertEvent>(&fact))
      projection.happened(*event);
    else
      projection.found(*std::get<const StoredAlert*>(fact));
}

}  // namespace holdfast::store
