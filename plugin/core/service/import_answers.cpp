// SPDX-License-Identifier: MIT
#include "service/import_answers.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "json/object.hpp"
#include "json/parse.hpp"
#include "service/forms.hpp"
#include "service/submit_rating.hpp"

namespace holdfast::service {
namespace {

using json::Need;
using json::Object;

constexpr std::size_t file_limit = 64 * 1024 * 1024;
constexpr std::size_t most_problems = 100;

// Checks one line against the practice. What is wrong is gathered; the submission is whole when
// nothing is.
class AnswersReader {
 public:
  AnswersReader(House& house, store::Reader& reader, Problems& problems)
      : house_(house), reader_(reader), problems_(problems) {}

  // None: it is stored already, or something is wrong with it.
  std::optional<Submission> read(std::string_view line) {
    const auto value = json::parse(line);
    if (!value) return refuse("", "json", value.problems().front().message);
    Object in(*value, "", problems_);
    if (in.text("schema", Need::required) != "holdfast.answers/1")
      return refuse("/schema", "unknown", "holdfast.answers/1 is expected");
    Submission submission;
    submission.is_from_host = true;
    submission.from = "import";
    if (is_of_ours(in.text("rating"))) return std::nullopt;
    if (!find_form(in, submission) || !find_place(in, submission) || !find_rater(in, submission) ||
        !read_answers(in, submission))
      return std::nullopt;
    name(in, line, submission);
    if (is_known(submission)) return std::nullopt;
    return submission;
  }

  bool is_repeated() const { return is_repeated_; }

 private:
  std::nullopt_t refuse(std::string field, std::string rule, std::string message) {
    problems_.push_back({std::move(field), std::move(rule), std::move(message)});
    return std::nullopt;
  }

  // A form that Holdfast itself gave the host comes back: its rating is here, or nowhere.
  bool is_of_ours(const std::string& rating) {
    if (rating.empty()) return false;
    if (reader_.ratings.find(RatingId{rating}))
      is_repeated_ = true;
    else
      refuse("/rating", "unknown",
             "this form was made from a rating of Holdfast's that is not in this store");
    return true;
  }

  bool find_form(Object& in, Submission& submission) {
    const auto id = in.text("instrument", Need::required), version = in.text("version");
    submission.definition = house_.instruments().find(id, version);
    if (!submission.definition) {
      refuse(house_.instruments().find(id) ? "/version" : "/instrument", "unknown",
             "there is no instrument \"" + id + (version.empty() ? "" : "\" version \"" + version) +
                 "\"");
      return false;
    }
    if (submission.definition->totals_only) {
      refuse("/instrument", "totals-only", "this instrument takes totals, by CSV");
      return false;
    }
    const auto language = in.text("language");
    submission.language = language.empty() ? house_.config().language : language;
    if (const auto why = why_not(house_, *submission.definition, submission.language)) {
      refuse("/instrument", why->rule, why->sentence);
      return false;
    }
    submission.setting = submission.definition->setting;
    return true;
  }

  bool find_place(Object& in, Submission& submission) {
    submission.client = ClientId{in.text("client", Need::required)};
    if (submission.client.empty()) return false;
    const auto at = parse_instant(in.text("at", Need::required));
    if (!at || *at > house_.now()) {
      refuse("/at", at ? "range" : "instant",
             at ? "this moment is still to come" : "a moment has a date, a time and a zone");
      return false;
    }
    submission.filled_at = *at;
    const auto key = reader_.people.find_key(submission.client);
    if (key && reader_.consents.is_refused(*key, store::Purpose::forms)) {
      refuse("/client", "refused", "this client chose not to be given forms");
      return false;
    }
    return find_course(in.text("session"), *at, submission);
  }

  // A session and its course, from the courses of find_course.
  struct Held {
    const practice::Course* course = nullptr;
    practice::Session session;
  };

  // The session that is named; else one that was held at the time, for hosts call a visit by other
  // ids than its appointment; a form that names none may have been given without an appointment.
  bool find_course(const std::string& session_id, Instant filled, Submission& submission) {
    const auto courses = reader_.mirror.courses_of_client(submission.client);
    if (courses.empty()) {
      refuse("/client", "unknown", "the practice has no such client with a course");
      return false;
    }
    std::vector<Held> held;
    for (const auto& one : courses)
      for (const auto& [known, number] : reader_.mirror.sessions_of_course(one.id)) {
        if (!session_id.empty() && known.id.value == session_id)
          return take(one, known, submission);
        if (known.attendance == Attendance::held) held.push_back({&one, known});
      }
    const auto day = house_.day_of(filled);
    const auto near = near_ones(held, day, filled);
    if (near.size() > 1) {
      refuse("/session", "ambiguous",
             "the client has several sessions at this time; name the one that is rated");
      return false;
    }
    if (!near.empty()) return take(*near[0]->course, near[0]->session, submission);
    if (!session_id.empty()) {
      refuse("/session", "unknown",
             "this client has no such session, and none was held on the day of the form or began "
             "in the 24 hours before it");
      return false;
    }
    const practice::Course* course = nullptr;
    for (const auto& one : courses)
      if ((!one.started || *one.started <= day) && (!one.ended || day <= *one.ended)) course = &one;
    if (course) return take(*course, std::nullopt, submission);
    refuse("/client", "unknown", "this client has no course on this day");
    return false;
  }

  // What a form may belong to: the sessions of its day; or, filled after midnight, the latest of
  // each course that began in the 24 hours before it, unless one of its own day is nearer.
  static std::vector<const Held*> near_ones(const std::vector<Held>& held, Day day,
                                            Instant filled) {
    std::vector<const Held*> of_day, before;
    for (const auto& one : held) {
      const auto ago = filled - one.session.start;
      if (one.session.day == day) of_day.push_back(&one);
      if (one.session.day >= day || ago < ago.zero() || ago > std::chrono::hours{24}) continue;
      // By start within a course.
      if (!before.empty() && before.back()->course == one.course) before.pop_back();
      before.push_back(&one);
    }
    if (of_day.empty()) return before;
    const auto is_nearer = [&](const Held* one) {
      return filled - one->session.start < of_day.front()->session.start - filled;
    };
    const bool is_last_nights =
        of_day.size() == 1 && std::any_of(before.begin(), before.end(), is_nearer);
    return is_last_nights ? before : of_day;
  }

  bool take(const practice::Course& course, const std::optional<practice::Session>& session,
            Submission& submission) {
    course_ = course;
    submission.course = course.id;
    if (session) {
      submission.session = session->id;
      submission.clinician = session->clinician;
      submission.place = session->place;
    } else if (!course.clinicians.empty()) {
      submission.clinician = course.clinicians.front();
    }
    return true;
  }

  bool find_rater(Object& in, Submission& submission) {
    const auto rater = in.text("rater", Need::required), by = in.text("by");
    const auto& definition = *submission.definition;
    const bool is_clients = definition.rater == Rater::client;
    if (definition.rater == Rater::observer ||
        (is_clients && definition.relation != Relation::self)) {
      refuse("/instrument", "relation",
             "forms of carers and observers are given by Holdfast, which knows who they are");
      return false;
    }
    if (rater != to_word(definition.rater)) {
      refuse("/rater", "rater",
             "this form is for the " + std::string(to_word(definition.rater)) + " to fill");
      return false;
    }
    if (!is_clients) return find_therapist(by, submission);
    submission.submitted_by = "client";
    if (by.empty() || by == submission.client.value) return true;
    refuse("/by", "rater", "somebody else than the client filled the client's own form");
    return false;
  }

  bool find_therapist(const std::string& by, Submission& submission) {
    const bool treats = submission.clinician.value == by ||
                        std::any_of(course_.clinicians.begin(), course_.clinicians.end(),
                                    [&](const auto& one) { return one.value == by; });
    const auto clinician = treats ? reader_.mirror.clinician(ClinicianId{by}) : std::nullopt;
    if (!clinician) {
      refuse("/by", "rater", "the therapist who filled this form does not treat this client");
      return false;
    }
    submission.submitted_by = "staff";
    submission.submitted_as = clinician->person.value;
    return true;
  }

  bool read_answers(Object& in, Submission& submission) {
    const auto* answers = in.value().find("answers");
    if (!answers) {
      refuse("/answers", "required", "a filled form has answers");
      return false;
    }
    auto read = instrument::read_answers(*submission.definition, *answers);
    if (read) {
      submission.answers = std::move(*read);
      const auto scored = instrument::score(*submission.definition, submission.answers);
      if (scored) return true;
      problems_.insert(problems_.end(), scored.problems().begin(), scored.problems().end());
      return false;
    }
    problems_.insert(problems_.end(), read.problems().begin(), read.problems().end());
    return false;
  }

  // Known again by what the host calls it; where it calls it nothing, by what stands in it.
  static void name(Object& in, std::string_view line, Submission& submission) {
    const auto id = in.text("id");
    submission.digest = store::sha256_hex(line);
    submission.key = "host-form:" + store::sha256_hex(id.empty() ? line : id).substr(0, 40);
  }

  bool is_known(const Submission& submission) {
    if (const auto earlier = reader_.ratings.by_idempotency_key(submission.key)) {
      is_repeated_ = earlier->request_digest == submission.digest;
      if (!is_repeated_)
        refuse("/id", "changed",
               "this form was stored with other answers; nobody edits a rating: void the first, "
               "then send this one under an id of its own");
      return true;
    }
    if (submission.session.empty()) return false;
    for (const auto& one : reader_.ratings.of_session(submission.session)) {
      if (one.series.course != submission.course ||
          one.series.instrument != submission.definition->id)
        continue;
      refuse("/session", "duplicate", "this session was rated with this form already");
      return true;
    }
    return false;
  }

  House& house_;
  store::Reader& reader_;
  Problems& problems_;
  practice::Course course_;
  bool is_repeated_ = false;
};

struct Checked {
  std::vector<Submission> submissions;
  Imported imported;
};

Checked check(House& house, std::string_view text) {
  Checked checked;
  std::map<std::string, int> line_of;  // by session and form, and by key
  int number = 0;
  house.store().read([&](store::Reader& reader) {
    while (!text.empty()) {
      const auto line = text.substr(0, text.find('\n'));
      text.remove_prefix(std::min(text.size(), line.size() + 1));
      ++number;
      if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
      ++checked.imported.lines;
      Problems problems;
      AnswersReader answers(house, reader, problems);
      auto submission = answers.read(line);
      if (answers.is_repeated()) ++checked.imported.known;
      if (submission) {
        const auto place = submission->session.empty()
                               ? submission->key
                               : submission->session.value + "\n" + submission->definition->id;
        if (const auto [known, is_new] = line_of.emplace(place, number); !is_new)
          problems.push_back({"/session", "duplicate",
                              "line " + std::to_string(known->second) +
                                  " is of the same session"
                                  " and form"});
        else
          checked.submissions.push_back(std::move(*submission));
      }
      if (!problems.empty()) ++checked.imported.bad_lines;
      for (auto& problem : problems) {
        problem.line = number;
        if (checked.imported.problems.size() < most_problems)
          checked.imported.problems.push_back(std::move(problem));
      }
    }
    return 0;
  });
  return checked;
}

}  // namespace

Imported import_answers(House& house, const ImportOptions& options, ToolIo& io) {
  auto [submissions, imported] = check(house, read_all(io, "in", file_limit));
  imported.dry_run = options.store == ImportOptions::Store::nothing;
  if (imported.bad_lines > 0 || imported.dry_run) return imported;
  // As they were filled, so that each is worked out after those before it.
  std::sort(submissions.begin(), submissions.end(),
            [](const auto& one, const auto& other) { return one.filled_at < other.filled_at; });
  std::set<CourseId> courses;
  for (const auto& submission : submissions) {
    const auto stored = submit_rating(house, submission);
    if (!stored) {  // somebody else stored this session's meanwhile
      ++imported.bad_lines;
      imported.problems.push_back({"", stored.refusal().rule, stored.refusal().sentence});
      continue;
    }
    ++(stored->repeated ? imported.known : imported.stored);
    courses.insert(submission.course);
  }
  imported.courses = courses.size();
  return imported;
}

}  // namespace holdfast::service
