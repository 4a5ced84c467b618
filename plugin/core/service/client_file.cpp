// SPDX-License-Identifier: MIT
#include "service/client_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "json/writer.hpp"
#include "service/client_courses.hpp"
#include "service/merged_files.hpp"
#include "service/seal.hpp"
#include "store/words.hpp"

namespace holdfast::service {
namespace {

std::vector<store::ClientKey> keys_of(store::Reader& reader, const ClientId& client) {
  const auto key = reader.people.find_key(client);
  return key ? files_of(reader, *key) : std::vector<store::ClientKey>{};
}

// Their own, and those of the files that were merged into theirs.
std::vector<practice::Course> courses_of(store::Reader& reader, const ClientId& client,
                                         const std::vector<store::ClientKey>& keys) {
  auto courses = all_courses_of(reader, client);
  for (const auto& key : keys) {
    const auto merged = reader.people.client_of(key);
    if (!merged || *merged == client) continue;
    for (auto& course : all_courses_of(reader, *merged)) {
      const bool is_known = std::any_of(courses.begin(), courses.end(),
                                        [&](const auto& one) { return one.id == course.id; });
      if (!is_known) courses.push_back(std::move(course));
    }
  }
  return courses;
}

// Writes the document and the JSON side by side, subject by subject.
class Filing {
 public:
  Filing(store::Reader& reader, const House& house, const ClientId& client)
      : reader_(reader),
        house_(house),
        client_(client),
        keys_(keys_of(reader, client)),
        courses_(courses_of(reader, client, keys_)) {}

  ClientFile file() {
    json_.begin_object()
        .member("schema", "holdfast.client-file/1")
        .member("made_at", to_text(house_.now()))
        .member("practice", house_.practice_name());
    write_client();
    write_ratings();
    if (!keys_.empty()) {
      write_taken_out();
      write_consents();
      write_deliveries();
      write_keeping();
      write_looks();
    }
    json_.end_object();
    file_.json = json_.take();
    return std::move(file_);
  }

 private:
  FileSection& section(std::string title) {
    file_.sections.push_back({std::move(title), {}});
    return file_.sections.back();
  }
  std::string clinician(const ClinicianId& id) const {
    const auto known = reader_.mirror.clinician(id);
    return known ? known->name : id.value;
  }
  std::string person(const std::string& id) const {
    if (id.empty()) return "Holdfast";
    const auto name = reader_.people.name_of(PersonId{id});
    return name.empty() ? id : name;
  }
  std::string moment(Instant at) const {
    const auto minutes = house_.minute_of(at).count();
    return fmt::format("{} {:02}:{:02}", to_text(house_.day_of(at)), minutes / 60, minutes % 60);
  }

  void write_client() {
    auto& lines = section("Who this is about").lines;
    json_.key("client").begin_object().member("id", client_.value);
    if (const auto known = reader_.mirror.client(client_)) {
      file_.client = known->name;
      lines.push_back(known->name);
      json_.member("name", known->name);
      if (known->birth_date) json_.member("birth_date", to_text(*known->birth_date));
    }
    json_.end_object().key("courses").begin_array();
    for (const auto& course : courses_) {
      std::string with;
      json_.begin_object().member("id", course.id.value).key("clinicians").begin_array();
      for (const auto& one : course.clinicians) {
        json_.string(clinician(one));
        with += (with.empty() ? "" : ", ") + clinician(one);
      }
      json_.end_array().key("sessions").begin_array();
      int held = 0;
      for (const auto& [session, number] : reader_.mirror.sessions_of_course(course.id)) {
        json_.begin_object()
            .member("day", to_text(session.day))
            .member("attendance", to_word(session.attendance))
            .end_object();
        held += session.attendance == Attendance::held ? 1 : 0;
      }
      json_.end_array().end_object();
      lines.push_back(
          fmt::format("Course{}, {} sessions held", with.empty() ? "" : " with " + with, held));
    }
    json_.end_array();
  }

  bool is_about_them(const store::ClientKey& subject) const {
    return std::find(keys_.begin(), keys_.end(), subject) != keys_.end();
  }

  // Of each of their files in turn, the own file last.
  template <class OfKey>
  auto everything(OfKey of_key) const {
    decltype(of_key(keys_.front())) all;
    for (const auto& key : keys_)
      for (auto& one : of_key(key)) all.push_back(std::move(one));
    return all;
  }

  // It came along with a file that was merged into this one, and stands above.
  bool came_along(const store::Ratings::End& end) const {
    const auto before = reader_.ratings.find(end.rating),
               after = reader_.ratings.find(end.successor);
    return end.how == store::EndOfRating::moved && before && after &&
           before->subject != after->subject && is_about_them(after->subject) &&
           reader_.ratings.stands(end.successor);
  }

  // Their own answers, and what the therapist said of them: the therapist's form says that they may
  // ask to read it. A carer's or another observer's are not theirs to read.
  bool is_theirs(const store::StoredRating& rating) const {
    if (!is_about_them(rating.subject)) return false;
    return rating.series.rater == Rater::therapist ||
           (rating.series.rater == Rater::client && rating.series.relation == Relation::self);
  }

  void write_ratings() {
    FileSection ratings{"Ratings and what was written", {}}, check_ins{"Check-ins", {}},
        repairs{"Repairs", {}};
    json::Writer alerts, episodes;
    alerts.begin_array();
    episodes.begin_array();
    json_.key("ratings").begin_array();
    for (const auto& course : courses_) {
      const auto all = reader_.ratings.of_course(course.id);
      const auto sealed = sealed_of(reader_, all, house_.now());
      for (const auto& rating : all)
        if (is_theirs(rating) && !sealed.contains(rating.id)) write_rating(rating, ratings);
      for (const auto& alert : reader_.alerts.of_course(course.id))
        if (is_about_them(alert.alert.subject) && !sealed.contains(alert.alert.rating))
          write_alert(alert, alerts, check_ins);
      for (const auto& repair : reader_.repairs.of_course(course.id))
        if (is_about_them(repair.subject) && is_free_of_sealed(repair, all, sealed))
          write_repair(repair, episodes, repairs);
    }
    json_.end_array();
    alerts.end_array();
    episodes.end_array();
    json_.key("check_ins").raw(alerts.take()).key("repairs").raw(episodes.take());
    for (auto* part : {&ratings, &check_ins, &repairs}) file_.sections.push_back(std::move(*part));
  }

  void write_rating(const store::StoredRating& rating, FileSection& into) {
    const bool is_therapist = rating.series.rater == Rater::therapist;
    into.lines.push_back(fmt::format(
        "{}: {} ({}){}{}", to_text(rating.day), rating.series.instrument,
        is_therapist ? "by the therapist" : "by the client",
        rating.raw ? ", total " + *rating.raw : "", rating.declined ? ", left unanswered" : ""));
    json_.begin_object()
        .member("id", rating.id.value)
        .member("day", to_text(rating.day))
        .member("entered_at", to_text(rating.entered_at))
        .member("rater", to_word(rating.series.rater))
        .member("instrument", rating.series.instrument)
        .member("version", rating.series.version)
        .member("language", rating.series.language)
        .key("declined")
        .boolean(rating.declined);
    if (rating.raw) json_.member("total", *rating.raw);
    if (rating.score) json_.member("pomp", rating.score->value);
    json_.key("subscales").begin_object();
    for (const auto& subscale : rating.subscales) json_.member(subscale.name, subscale.raw);
    json_.end_object().key("answers").begin_object();
    for (const auto& answer : reader_.ratings.answers(rating.id)) {
      json_.member(answer.item, answer.value.value_or(""));
      if (answer.value) into.lines.push_back("  " + answer.item + ": " + *answer.value);
    }
    json_.end_object().key("comments").begin_array();
    for (const auto& comment : reader_.ratings.comments(rating.id, store::Addressee::therapist)) {
      json_.string(comment.text);
      into.lines.push_back("  “" + comment.text + "”");
    }
    json_.end_array();
    // What was addressed to the second contact is that person's to give.
    const auto apart = reader_.ratings.comments(rating.id, store::Addressee::second_contact).size();
    if (apart > 0) {
      json_.key("texts_held_by_the_second_contact").integer(static_cast<std::int64_t>(apart));
      into.lines.push_back(
          "  (A text to the practice's second contact is kept apart; ask that person for it.)");
    }
    json_.end_object();
  }

  void write_alert(const store::AlertNow& alert, json::Writer& writer, FileSection& into) {
    into.lines.push_back(fmt::format("{}: rule {}, {}", to_text(alert.alert.day), alert.alert.rule,
                                     to_word(alert.status)));
    writer.begin_object()
        .member("id", alert.alert.id.value)
        .member("day", to_text(alert.alert.day))
        .member("rule", alert.alert.rule)
        .member("status", to_word(alert.status));
    // What a carer or another observer answered is not in the numbers either.
    const auto rating = reader_.ratings.find(alert.alert.rating);
    if (!rating || is_theirs(*rating))
      writer.member("score", alert.alert.score).member("expected", alert.alert.expected);
    writer.key("events").begin_array();
    for (const auto& event : reader_.alerts.events(alert.alert.id)) {
      writer.begin_object()
          .member("at", to_text(event.at))
          .member("kind", event.kind)
          .member("by", person(event.by))
          .member("reason", event.reason)
          .member("words", event.words)
          .end_object();
      std::string said = event.reason.empty() ? event.words : event.reason;
      into.lines.push_back(fmt::format("  {}: {} ({}){}", moment(event.at), event.kind,
                                       person(event.by), said.empty() ? "" : ": " + said));
    }
    writer.end_array().end_object();
  }

  void write_repair(const store::RepairNow& repair, json::Writer& writer, FileSection& into) {
    into.lines.push_back(fmt::format("from {}: {}", to_text(repair.opened), repair.state));
    writer.begin_object()
        .member("id", repair.id.value)
        .member("opened", to_text(repair.opened))
        .member("state", repair.state)
        .key("events")
        .begin_array();
    for (const auto& event : reader_.repairs.events(repair.id)) {
      writer.begin_object()
          .member("at", to_text(event.at))
          .member("kind", event.kind)
          .member("by", person(event.by))
          .member("detail", event.detail)
          .end_object();
      into.lines.push_back(fmt::format("  {}: {}{} ({})", moment(event.at), event.kind,
                                       event.detail.empty() ? "" : " " + event.detail,
                                       person(event.by)));
    }
    writer.end_array().end_object();
  }

  // That something stood here and was taken out, and why. What it said may be another person's.
  void write_taken_out() {
    auto& lines = section("Ratings that were taken out").lines;
    json_.key("taken_out").begin_array();
    for (const auto& end :
         everything([&](const auto& key) { return reader_.ratings.ends_of_client(key); })) {
      if (came_along(end)) continue;
      const auto rating = reader_.ratings.find(end.rating);
      const auto day = rating ? to_text(rating->day) : std::string{};
      lines.push_back(fmt::format("{}: {} on {} ({}): {}", day, to_word(end.how), moment(end.at),
                                  person(end.by), end.reason));
      json_.begin_object()
          .member("day", day)
          .member("how", to_word(end.how))
          .member("at", to_text(end.at))
          .member("by", person(end.by))
          .member("reason", end.reason)
          .end_object();
    }
    json_.end_array();
  }

  void write_consents() {
    auto& lines = section("What was agreed to").lines;
    json_.key("consents").begin_array();
    for (const auto& consent :
         everything([&](const auto& key) { return reader_.consents.history(key); })) {
      lines.push_back(fmt::format("{}: {} – {}", to_text(consent.day), to_word(consent.purpose),
                                  to_word(consent.answer)));
      json_.begin_object()
          .member("day", to_text(consent.day))
          .member("purpose", to_word(consent.purpose))
          .member("answer", to_word(consent.answer))
          .member("text_version", consent.text_version)
          .end_object();
    }
    json_.end_array();
  }

  void write_deliveries() {
    auto& lines = section("What the practice system was given").lines;
    json_.key("deliveries").begin_array();
    for (const auto& given :
         everything([&](const auto& key) { return reader_.outbox.done_of_client(key); })) {
      lines.push_back(fmt::format("{}: {} ({})", moment(given.done_at.value_or(given.made_at)),
                                  given.about, given.kind));
      json_.begin_object()
          .member("at", to_text(given.done_at.value_or(given.made_at)))
          .member("about", given.about)
          .member("kind", given.kind)
          .end_object();
    }
    json_.end_array();
  }

  // How the file itself was kept: to whom a course went over, who looked in an emergency, requests
  // to see it, holds on it.
  void write_keeping() {
    auto& lines = section("How this file was kept").lines;
    json_.key("keeping").begin_array();
    const auto add = [&](std::string_view kind, Instant at, const std::string& by,
                         const std::string& text) {
      lines.push_back(
          fmt::format("{}: {} ({}){}", moment(at), kind, by, text.empty() ? "" : ": " + text));
      json_.begin_object()
          .member("at", to_text(at))
          .member("kind", kind)
          .member("by", by)
          .member("text", text)
          .end_object();
    };
    for (const auto& course : courses_)
      for (const auto& transfer : reader_.records.transfers_of(course.id))
        if (is_about_them(transfer.client))
          add("transfer", transfer.made_at, person(transfer.made_by),
              clinician(transfer.from) + " to " + clinician(transfer.to));
    for (const auto& use :
         everything([&](const auto& key) { return reader_.emergencies.of_client(key); }))
      add("emergency access", use.begins, person(use.person.value), use.reason);
    for (const auto& request :
         everything([&](const auto& key) { return reader_.records.requests_of(key); }))
      add("request to see the file", Instant{request.asked_on}, person(request.recorded_by),
          request.answered_at ? "answered " + moment(*request.answered_at) : "");
    for (const auto& hold :
         everything([&](const auto& key) { return reader_.records.holds_of(key); }))
      add("legal hold", hold.placed_at, person(hold.placed_by),
          hold.reason + (hold.lifted_at ? "; lifted " + moment(*hold.lifted_at) : ""));
    json_.end_array();
  }

  void write_looks() {
    auto& lines = section("Who looked, and what was done").lines;
    json_.key("looks").begin_array();
    for (const auto& line :
         everything([&](const auto& key) { return reader_.audit.of_client(key); })) {
      const auto who =
          line.entry.actor_kind == "staff" ? person(line.entry.actor) : line.entry.actor_kind;
      lines.push_back(fmt::format("{}: {} – {} ({}, {})", moment(line.at), who, line.entry.action,
                                  line.entry.outcome, line.entry.why));
      json_.begin_object()
          .member("at", to_text(line.at))
          .member("who", who)
          .member("action", line.entry.action)
          .member("outcome", line.entry.outcome)
          .member("why", line.entry.why)
          .end_object();
    }
    json_.end_array();
  }

  store::Reader& reader_;
  const House& house_;
  const ClientId& client_;
  const std::vector<store::ClientKey> keys_;  // of every file that is theirs by now
  const std::vector<practice::Course> courses_;
  json::Writer json_;
  ClientFile file_;
};

}  // namespace

ClientFile read_client_file(store::Reader& reader, const House& house, const ClientId& client) {
  return Filing(reader, house, client).file();
}

std::string text_of(const ClientFile& file) {
  std::string text = "Everything kept about " + file.client + "\n";
  for (const auto& section : file.sections) {
    text += "\n" + section.title + "\n";
    if (section.lines.empty()) text += "  nothing\n";
    for (const auto& line : section.lines) text += "  " + line + "\n";
  }
  return text;
}

}  // namespace holdfast::service
