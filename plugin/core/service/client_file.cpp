// SPDX-License-Identifier: MIT
#include "service/client_file.hpp"

#include <algorithm>

#include "json/writer.hpp"
#include "service/audit_words.hpp"
#include "service/client_courses.hpp"
#include "service/file_words.hpp"
#include "service/merged_files.hpp"
#include "service/repair_today.hpp"
#include "service/seal.hpp"
#include "service/taken_out.hpp"
#include "store/words.hpp"
#include "text/spelling.hpp"

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
  Filing(store::Reader& reader, const House& house, const ClientId& client,
         const text::Language& language)
      : reader_(reader),
        house_(house),
        language_(language),
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
      write_forms();
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
  std::string day(Day of) const { return text::short_day(of, language_); }
  std::string moment(Instant at) const {
    return day(house_.day_of(at)) + " " + text::clock_time(house_.minute_of(at), language_);
  }
  std::string said(std::string_view english) const { return language_.translate(english); }
  // "23 Nov 2026: what happened (who): why"
  static std::string line(const std::string& when, const std::string& what,
                          const std::string& who = {}, const std::string& why = {}) {
    return when + ": " + what + (who.empty() ? "" : " (" + who + ")") +
           (why.empty() ? "" : ": " + why);
  }

  void write_client() {
    auto& lines = section(language_("Who this is about")).lines;
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
      long held = 0;
      for (const auto& [session, number] : reader_.mirror.sessions_of_course(course.id)) {
        json_.begin_object()
            .member("day", to_text(session.day))
            .member("attendance", to_word(session.attendance))
            .end_object();
        held += session.attendance == Attendance::held ? 1 : 0;
      }
      json_.end_array().end_object();
      const auto sessions =
          text::fill(language_.plural("{n} session held", "{n} sessions held", held),
                     {{"n", text::number(held, language_)}});
      lines.push_back(with.empty() ? sessions
                                   : text::fill(language_("With {names}: {sessions}"),
                                                {{"names", with}, {"sessions", sessions}}));
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
    FileSection ratings{language_("Ratings and what was written"), {}},
        check_ins{language_("Check-ins"), {}}, repairs{language_("Repairs"), {}};
    json::Writer alerts, episodes;
    alerts.begin_array();
    episodes.begin_array();
    json_.key("ratings").begin_array();
    for (const auto& course : courses_) {
      const auto all = reader_.ratings.of_course(course.id);
      const auto sealed = sealed_of(reader_, all, house_.now());
      for (const auto& rating : all)
        if (is_theirs(rating) && !sealed.contains(rating.id)) write_rating(rating, ratings);
      auto found = reader_.alerts.of_course(course.id);
      leave_out_taken_out(reader_, all, house_.now(), found);
      for (const auto& alert : found)
        if (is_about_them(alert.alert.subject) && !sealed.contains(alert.alert.rating))
          write_alert(alert, alerts, check_ins);
      auto all_repairs = reader_.repairs.of_course(course.id);
      judge_on(house_.day_of(house_.now()), all_repairs);
      for (const auto& repair : all_repairs)
        if (is_about_them(repair.subject) && is_free_of_sealed(repair, all, sealed))
          write_repair(repair, episodes, repairs);
    }
    json_.end_array();
    alerts.end_array();
    episodes.end_array();
    json_.key("check_ins").raw(alerts.take()).key("repairs").raw(episodes.take());
    for (auto* part : {&ratings, &check_ins, &repairs}) file_.sections.push_back(std::move(*part));
  }

  // What the form calls itself, in the reader's language where it has one.
  const instrument::Wording* wording_of(const std::string& id, const std::string& version) const {
    const auto& catalogue = house_.instruments();
    const auto* definition = catalogue.find(id, version);
    return definition ? catalogue.wording(*definition, language_.tag()) : nullptr;
  }
  std::string form_name(const std::string& id, const std::string& version) const {
    if (const auto* wording = wording_of(id, version); wording && !wording->title.empty())
      return wording->title;
    const auto* definition = house_.instruments().find(id, version);
    return definition ? definition->title : id;
  }
  static std::string answer_text(const instrument::Wording* wording,
                                 const store::StoredAnswer& answer) {
    if (wording) {
      const auto found = wording->items.find(answer.item);
      if (found != wording->items.end()) {
        const auto& item = found->second;
        const auto option = item.options.find(*answer.value);
        return (item.title.empty() ? item.text : item.title) + ": " +
               (option == item.options.end() ? *answer.value : option->second);
      }
    }
    return answer.item + ": " + *answer.value;
  }

  void write_rating(const store::StoredRating& rating, FileSection& into) {
    const auto& series = rating.series;
    const auto* wording = wording_of(series.instrument, series.version);
    std::string about;
    if (rating.raw) about = text::fill(language_("Total {total}"), {{"total", *rating.raw}});
    if (rating.declined) about = language_("left unanswered");
    into.lines.push_back(line(day(rating.day), form_name(series.instrument, series.version),
                              series.rater == Rater::therapist ? language_("by the therapist")
                                                               : language_("by the client"),
                              about));
    json_.begin_object()
        .member("id", rating.id.value)
        .member("day", to_text(rating.day))
        .member("entered_at", to_text(rating.entered_at))
        .member("rater", to_word(series.rater))
        .member("instrument", series.instrument)
        .member("version", series.version)
        .member("language", series.language)
        .key("declined")
        .boolean(rating.declined);
    if (rating.raw) json_.member("total", *rating.raw);
    if (rating.score) json_.member("pomp", rating.score->value);
    json_.key("subscales").begin_object();
    for (const auto& subscale : rating.subscales) json_.member(subscale.name, subscale.raw);
    json_.end_object().key("answers").begin_object();
    for (const auto& answer : reader_.ratings.answers(rating.id)) {
      json_.member(answer.item, answer.value.value_or(""));
      if (answer.value) into.lines.push_back("  " + answer_text(wording, answer));
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
      into.lines.push_back("  " +
                           language_("A text to the practice's second contact is kept apart; "
                                     "ask that person for it."));
    }
    json_.end_object();
  }

  void write_alert(const store::AlertNow& alert, json::Writer& writer, FileSection& into) {
    into.lines.push_back(line(day(alert.alert.day), said(rule_words(alert.alert.rule)),
                              said(words_for(alert.status))));
    writer.begin_object()
        .member("id", alert.alert.id.value)
        .member("day", to_text(alert.alert.day))
        .member("rule", alert.alert.rule)
        .member("status", to_word(alert.status));
    if (is_taken_out(alert.alert)) {
      writer.end_object();
      return;
    }
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
      into.lines.push_back("  " + line(moment(event.at), said(event_words(event.kind)),
                                       person(event.by),
                                       event.reason.empty() ? event.words : event.reason));
    }
    writer.end_array().end_object();
  }

  void write_repair(const store::RepairNow& repair, json::Writer& writer, FileSection& into) {
    into.lines.push_back(line(day(repair.opened), said(repair_words(repair.state))));
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
      const auto& word = event.kind == "state" ? event.detail : event.kind;
      into.lines.push_back("  " + line(moment(event.at), said(repair_words(word)), person(event.by),
                                       event.kind == "state" ? "" : event.detail));
    }
    writer.end_array().end_object();
  }

  // That something stood here and was taken out, and why. What it said may be another person's.
  void write_taken_out() {
    auto& lines = section(language_("Ratings that were taken out")).lines;
    json_.key("taken_out").begin_array();
    for (const auto& end :
         everything([&](const auto& key) { return reader_.ratings.ends_of_client(key); })) {
      if (came_along(end)) continue;
      const auto rating = reader_.ratings.find(end.rating);
      const auto of = rating ? to_text(rating->day) : std::string{};
      lines.push_back(line(rating ? day(rating->day) : "–",
                           said(words_for(end.how)) + ", " + moment(end.at), person(end.by),
                           end.reason));
      json_.begin_object()
          .member("day", of)
          .member("how", to_word(end.how))
          .member("at", to_text(end.at))
          .member("by", person(end.by))
          .member("reason", end.reason)
          .end_object();
    }
    json_.end_array();
  }

  // Each form that was to be answered, by which way it was reached, and what became of it.
  void write_forms() {
    auto& lines = section(language_("Forms that were given")).lines;
    json_.key("forms_given").begin_array();
    for (const auto& course : courses_)
      for (const auto& form : reader_.forms.of_course(course.id)) {
        if (!is_about_them(form.subject) ||
            (form.rater != Rater::therapist && form.relation != Relation::self))
          continue;
        lines.push_back(line(moment(form.given_at), form_name(form.instrument, form.version),
                             said(way_words(form.way)), said(words_for(form.status))));
        json_.begin_object()
            .member("at", to_text(form.given_at))
            .member("instrument", form.instrument)
            .member("way", form.way)
            .member("status", to_word(form.status))
            .member("changed_at", to_text(form.changed_at))
            .end_object();
      }
    json_.end_array();
  }

  void write_consents() {
    auto& lines = section(language_("What was agreed to")).lines;
    json_.key("consents").begin_array();
    for (const auto& consent :
         everything([&](const auto& key) { return reader_.consents.history(key); })) {
      lines.push_back(line(day(consent.day), said(words_for(consent.purpose)) + " – " +
                                                 said(words_for(consent.answer))));
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
    auto& lines = section(language_("What the practice system was given")).lines;
    json_.key("deliveries").begin_array();
    for (const auto& given :
         everything([&](const auto& key) { return reader_.outbox.done_of_client(key); })) {
      const bool is_back = given.kind == "retract" || given.kind == "withdraw";
      lines.push_back(line(moment(given.done_at.value_or(given.made_at)),
                           said(delivery_words(given.about)),
                           is_back ? language_("taken back") : std::string{}));
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
    auto& lines = section(language_("How this file was kept")).lines;
    json_.key("keeping").begin_array();
    const auto add = [&](std::string_view kind, const std::string& words, Instant at,
                         const std::string& by, const std::string& text) {
      lines.push_back(line(moment(at), words, by, text));
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
          add("transfer", language_("the course went over to a colleague"), transfer.made_at,
              person(transfer.made_by), clinician(transfer.from) + " → " + clinician(transfer.to));
    for (const auto& use :
         everything([&](const auto& key) { return reader_.emergencies.of_client(key); }))
      add("emergency access", language_("emergency access"), use.begins, person(use.person.value),
          use.reason);
    for (const auto& request :
         everything([&](const auto& key) { return reader_.records.requests_of(key); }))
      add("request to see the file", language_("a request to see the file"),
          Instant{request.asked_on}, person(request.recorded_by),
          request.answered_at
              ? text::fill(language_("answered {when}"), {{"when", moment(*request.answered_at)}})
              : "");
    for (const auto& hold :
         everything([&](const auto& key) { return reader_.records.holds_of(key); }))
      add("legal hold", language_("Legal hold"), hold.placed_at, person(hold.placed_by),
          hold.reason + (hold.lifted_at ? "; " + text::fill(language_("lifted {when}"),
                                                            {{"when", moment(*hold.lifted_at)}})
                                        : ""));
    json_.end_array();
  }

  void write_looks() {
    auto& lines = section(language_("Who looked, and what was done")).lines;
    json_.key("looks").begin_array();
    for (const auto& look :
         everything([&](const auto& key) { return reader_.audit.of_client(key); })) {
      const auto& entry = look.entry;
      const bool is_named =
          entry.actor_kind == "staff" || (entry.actor_kind == "tool" && !entry.actor.empty());
      const auto who = is_named ? person(entry.actor) : entry.actor_kind;
      const auto shown = is_named ? who : actor_text(entry.actor_kind, language_);
      const auto why = entry.outcome == "denied" && entry.why != "not permitted"
                           ? reason_text(entry.why, language_) + ", " + language_("refused")
                           : reason_text(entry.why, language_);
      lines.push_back(
          line(moment(look.at), shown + " – " + action_text(entry.action, language_), why));
      json_.begin_object()
          .member("at", to_text(look.at))
          .member("who", who)
          .member("action", entry.action)
          .member("outcome", entry.outcome)
          .member("why", entry.why)
          .end_object();
    }
    json_.end_array();
  }

  store::Reader& reader_;
  const House& house_;
  const text::Language& language_;
  const ClientId& client_;
  const std::vector<store::ClientKey> keys_;  // of every file that is theirs by now
  const std::vector<practice::Course> courses_;
  json::Writer json_;
  ClientFile file_;
};

}  // namespace

ClientFile read_client_file(store::Reader& reader, const House& house, const ClientId& client,
                            const text::Language& language) {
  return Filing(reader, house, client, language).file();
}

std::string text_of(const ClientFile& file, const text::Language& language) {
  std::string text =
      text::fill(language("Everything kept about {client}"), {{"client", file.client}}) + "\n";
  for (const auto& section : file.sections) {
    text += "\n" + section.title + "\n";
    if (section.lines.empty()) text += "  " + language("Nothing.") + "\n";
    for (const auto& line : section.lines) text += "  " + line + "\n";
  }
  return text;
}

}  // namespace holdfast::service
