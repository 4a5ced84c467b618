// SPDX-License-Identifier: MIT
#include "service/practice_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "service/csv.hpp"
#include "service/rarity.hpp"
#include "service/seal.hpp"
#include "service/taken_out.hpp"
#include "store/words.hpp"

namespace holdfast::service {
namespace {

using Kind = Column::Kind;

constexpr Column rating_columns[] = {
    {"client", "Client"},
    {"course", "Course of treatment"},
    {"rating", "Rating"},
    {"rater", "Who rated: client, therapist, observer"},
    {"relation", "Whose view: self, carer, observer"},
    {"instrument", "Instrument"},
    {"version", "Version of the instrument"},
    {"language", "Language of the form"},
    {"mode", "screen or paper"},
    {"setting", "individual or group"},
    {"place", "room, video or phone"},
    {"assistance", "Help with filling in"},
    {"clinician", "Clinician"},
    {"session_number", "Number of the session in the course", Kind::number},
    {"day", "Day of the session", Kind::day},
    {"entered_at", "When the rating was entered (UTC)", Kind::instant},
    {"declined", "Form was left unanswered", Kind::truth},
    {"total", "Total as the instrument counts it", Kind::number},
    {"pomp", "Total in percent of the highest possible", Kind::number},
    {"tension", "Answer about tension, 0 to 4", Kind::number},
    {"duration_ms", "Time from first sight to sending, milliseconds", Kind::number},
};
constexpr Column research_rating_columns[] = {
    {"client", "Client, a random name that holds in this export only"},
    {"course", "Course, a random name that holds in this export only"},
    {"rating", "Rating, a random name that holds in this export only"},
    {"rater", "Who rated: client, therapist, observer; empty: fewer than 5 clients"},
    {"relation", "Whose view: self, carer, observer; empty: fewer than 5 clients"},
    {"instrument", "Instrument; empty: fewer than 5 clients"},
    {"version", "Version of the instrument; empty: fewer than 5 clients"},
    {"language", "Language of the form; empty: fewer than 5 clients"},
    {"mode", "screen or paper; empty: fewer than 5 clients"},
    {"setting", "individual or group; empty: fewer than 5 clients"},
    {"place", "room, video or phone; empty: fewer than 5 clients"},
    {"assistance", "Help with filling in; empty: fewer than 5 clients"},
    {"clinician", "Clinician, a random name; empty: fewer than 5 clients"},
    {"session_number",
     "Number of the session in the course; empty: fewer than 5 clients came so far", Kind::number},
    {"day", "Days since the client's first session; empty: fewer than 5 clients stayed so long",
     Kind::number},
    {"declined", "Form was left unanswered; empty: fewer than 5 clients", Kind::truth},
    {"total", "Total as the instrument counts it", Kind::number},
    {"pomp", "Total in percent of the highest possible", Kind::number},
    {"tension", "Answer about tension, 0 to 4; empty: fewer than 5 clients", Kind::number},
    {"duration_ms", "Time from first sight to sending, milliseconds", Kind::number},
};
constexpr Column scale_columns[] = {
    {"rating", "Rating"},
    {"scale", "Scale of the instrument"},
    {"raw", "Score as the instrument counts it", Kind::number},
    {"pomp", "Score in percent of the highest possible", Kind::number},
};
constexpr Column answer_columns[] = {
    {"rating", "Rating"},
    {"item", "Item of the instrument"},
    {"value", "Answer; empty: not answered"},
    {"touched", "The rater moved it", Kind::truth},
};
constexpr Column check_in_columns[] = {
    {"client", "Client"},
    {"course", "Course of treatment"},
    {"rating", "Rating that led to it; empty: a missed session, or it was taken out"},
    {"kind", "check_in, notice, note or own"},
    {"rule", "Rule that found it"},
    {"status", "How it stands"},
    {"day", "Day of the session", Kind::day},
    {"score", "Score, percent", Kind::number},
    {"expected", "Level expected, percent", Kind::number},
    {"z", "Distance in standard deviations", Kind::number},
};
constexpr Column research_check_in_columns[] = {
    {"client", "Client"},
    {"course", "Course of treatment"},
    {"rating", "Rating that led to it; empty: a missed session"},
    {"kind", "check_in, notice, note or own; empty: fewer than 5 clients"},
    {"rule", "Rule that found it; empty: fewer than 5 clients, or an own one"},
    {"status", "How it stands; empty: fewer than 5 clients"},
    {"day", "Days since the client's first session; empty: fewer than 5 clients stayed so long",
     Kind::number},
    {"score", "Score, percent", Kind::number},
    {"expected", "Level expected, percent", Kind::number},
    {"z", "Distance in standard deviations", Kind::number},
};
constexpr Column research_scale_columns[] = {
    {"rating", "Rating"},
    {"scale", "Scale of the instrument; empty: fewer than 5 clients"},
    {"raw", "Score as the instrument counts it", Kind::number},
    {"pomp", "Score in percent of the highest possible", Kind::number},
};
constexpr Column research_answer_columns[] = {
    {"rating", "Rating"},
    {"item", "Item of the instrument; empty: fewer than 5 clients"},
    {"value", "Answer; empty: not answered, or a word that fewer than 5 clients chose"},
    {"touched", "The rater moved it", Kind::truth},
};

constexpr PracticeTable stored_tables[] = {
    {"ratings", "One line a rating that stands", rating_columns},
    {"scales", "One line a rating and scale", scale_columns},
    {"answers", "One line a rating and item; free text is not here", answer_columns},
    {"check_ins", "One line a check-in", check_in_columns},
};
constexpr PracticeTable research_tables[] = {
    {"ratings", "One line a rating that stands", research_rating_columns},
    {"scales", "One line a rating and scale", research_scale_columns},
    {"answers", "One line a rating and item; free text is not here", research_answer_columns},
    {"check_ins", "One line a check-in", research_check_in_columns},
};

std::string header_of(const PracticeTable& table) {
  CsvLine line;
  for (const auto& column : table.columns) line.add(column.name);
  return line.take();
}

// The clients of the export, with their courses, whether the host still tells of them or not; of a
// research set only those who agreed.
std::map<ClientId, std::vector<practice::Course>> clients_of(store::Reader& reader, Naming naming) {
  std::map<ClientId, std::vector<practice::Course>> clients;
  std::set<CourseId> seen;
  for (const auto& clinician : reader.mirror.clinicians())
    for (auto& course : reader.mirror.courses_of_clinician(clinician.id))
      if (seen.insert(course.id).second) clients[course.client].push_back(std::move(course));
  for (const auto& rated : reader.states.all_courses()) {
    const auto client = reader.people.client_of(rated.subject);
    if (!client) continue;
    auto& courses = clients[*client];
    const bool is_known = std::any_of(courses.begin(), courses.end(), [&](const auto& course) {
      return course.id == rated.course;
    });
    if (is_known) continue;
    auto course = reader.mirror.course(rated.course).value_or(practice::Course{});
    course.id = rated.course;
    courses.push_back(std::move(course));
  }
  if (naming == Naming::as_stored) return clients;
  std::erase_if(clients, [&](const auto& one) {
    const auto key = reader.people.find_key(one.first);
    const auto consent =
        key ? reader.consents.standing(*key, store::Purpose::research) : std::nullopt;
    return !consent || consent->answer != store::ConsentAnswer::agreed;
  });
  return clients;
}

struct ClientOfExport {
  ClientId id;
  std::vector<practice::Course> courses;
};

// What of one client goes out: in couples each partner's answers are their own, so of a course only
// what is about this one; nothing that is sealed.
struct ClientRows {
  std::vector<store::StoredRating> ratings;
  std::vector<store::AlertNow> check_ins;
  std::optional<Day> first;
};

class Exporting {
 public:
  Exporting(store::Reader& reader, const House& house, Naming naming, const WriteTable& write)
      : reader_(reader), house_(house), naming_(naming), write_(write) {}

  Exported run() {
    const auto clients = in_order(clients_of(reader_, naming_));
    if (is_research())
      for (const auto& client : clients) count(client.id, rows_of(client));
    for (const auto& table : tables(naming_)) write_(table.name, header_of(table));
    for (const auto& client : clients) {
      const auto rows = rows_of(client);
      for (const auto& rating : rows.ratings) write_rating(client.id, rating, rows.first);
      for (const auto& check_in : rows.check_ins) write_check_in(client.id, check_in, rows.first);
      exported_.ratings += static_cast<std::int64_t>(rows.ratings.size());
      exported_.clients += rows.ratings.empty() ? 0 : 1;
    }
    exported_.left_out = rarity_.left_out();
    return exported_;
  }

 private:
  bool is_research() const { return naming_ == Naming::pseudonymised; }

  // By the host's ids; of a research set by chance, since whoever knows the ids would read off the
  // order who is who.
  std::vector<ClientOfExport> in_order(std::map<ClientId, std::vector<practice::Course>> clients) {
    std::vector<std::pair<std::string, ClientOfExport>> drawn;
    for (auto& [id, courses] : clients)
      drawn.push_back({is_research() ? reader_.ids.key() : id.value, {id, std::move(courses)}});
    std::sort(drawn.begin(), drawn.end(),
              [](const auto& one, const auto& other) { return one.first < other.first; });
    std::vector<ClientOfExport> all;
    for (auto& one : drawn) all.push_back(std::move(one.second));
    return all;
  }

  ClientRows rows_of(const ClientOfExport& client) const {
    ClientRows rows;
    const auto key = reader_.people.find_key(client.id);
    if (!key) return rows;
    rows.first = first_day(client.courses);
    for (const auto& course : client.courses) {
      auto ratings = reader_.ratings.of_course(course.id);
      const auto sealed = sealed_of(reader_, ratings, house_.now());
      auto check_ins = reader_.alerts.of_course(course.id);
      leave_out_taken_out(reader_, ratings, house_.now(), check_ins);
      // What was not about this client says nothing about treatment either.
      if (is_research())
        std::erase_if(check_ins, [](const auto& one) { return is_taken_out(one.alert); });
      for (auto& alert : check_ins)
        if (alert.alert.subject == *key && !sealed.contains(alert.alert.rating))
          rows.check_ins.push_back(std::move(alert));
      for (auto& rating : ratings)
        if (rating.subject == *key && !sealed.contains(rating.id))
          rows.ratings.push_back(std::move(rating));
    }
    if (!is_research()) return rows;
    // Courses come in the order of the host's ids too.
    std::sort(rows.ratings.begin(), rows.ratings.end(), store::comes_before);
    std::stable_sort(rows.check_ins.begin(), rows.check_ins.end(),
                     [](const auto& one, const auto& other) {
                       return std::pair(one.alert.day, one.alert.id) <
                              std::pair(other.alert.day, other.alert.id);
                     });
    return rows;
  }

  std::string named(std::string_view kind, const std::string& id) {
    if (!is_research() || id.empty()) return id;
    auto& name = names_[{std::string(kind), id}];
    if (name.empty()) name = reader_.ids.key(8);
    return name;
  }
  std::optional<Day> first_day(const std::vector<practice::Course>& courses) const {
    std::optional<Day> first;
    for (const auto& course : courses) {
      for (const auto& [session, number] : reader_.mirror.sessions_of_course(course.id))
        if (session.attendance == Attendance::held && (!first || session.day < *first))
          first = session.day;
      for (const auto& rating : reader_.ratings.of_course(course.id))
        if (!first || rating.day < *first) first = rating.day;
    }
    return first;
  }
  std::string day_of(Day day, const std::optional<Day>& first) {
    if (!is_research()) return to_text(day);
    return first ? rarity_.shown("day", (day - *first).count()) : std::string{};
  }
  std::string rare(std::string_view column, const std::string& value) {
    return is_research() && !value.empty() ? rarity_.shown(column, value) : value;
  }

  // Every column that sorts people into kinds. A version says which instrument it is of.
  template <class Each>
  static void each_kind(const store::StoredRating& rating, Each each) {
    const auto& series = rating.series;
    each("rater", std::string(to_word(series.rater)));
    each("relation", std::string(to_word(series.relation)));
    each("instrument", series.instrument);
    each("version", series.instrument + " " + series.version);
    each("language", series.language);
    each("mode", std::string(to_word(series.mode)));
    each("setting", std::string(to_word(series.setting)));
    each("place", std::string(to_word(rating.place)));
    each("assistance", std::string(to_word(rating.assistance)));
    each("clinician", series.clinician.value);
    each("declined", std::string(rating.declined ? "1" : "0"));
    each("tension", rating.tension ? std::to_string(*rating.tension) : std::string{});
  }
  template <class Each>
  static void each_kind(const store::AlertNow& check_in, Each each) {
    each("kind", std::string(to_word(check_in.alert.kind)));
    each("rule", check_in.alert.rule);
    each("status", std::string(to_word(check_in.status)));
  }
  // An answer that is a word, not a place on a scale.
  bool is_word(const store::StoredRating& rating, const store::StoredAnswer& answer) const {
    const auto* definition = house_.instruments().find(rating.series.instrument);
    const auto* item = definition ? definition->find(answer.item) : nullptr;
    return answer.value && (!item || !item->values.empty());
  }
  static std::string word_key(const store::StoredAnswer& answer) {
    return answer.item + " " + *answer.value;
  }

  void count(const ClientId& client, const ClientRows& rows) {
    const auto each = [&](std::string_view column, const std::string& value) {
      rarity_.count(column, value, client);
    };
    for (const auto& rating : rows.ratings) {
      each_kind(rating, each);
      rarity_.reaches("session_number", rating.session_number, client);
      if (rows.first) rarity_.reaches("day", (rating.day - *rows.first).count(), client);
      for (const auto& scale : rating.subscales) each("scale", scale.name);
      for (const auto& answer : reader_.ratings.answers(rating.id)) {
        each("item", answer.item);
        if (is_word(rating, answer)) each("word", word_key(answer));
      }
    }
    for (const auto& check_in : rows.check_ins) {
      each_kind(check_in, each);
      if (rows.first) rarity_.reaches("day", (check_in.alert.day - *rows.first).count(), client);
    }
  }

  void write_rating(const ClientId& client, const store::StoredRating& rating,
                    const std::optional<Day>& first) {
    std::map<std::string_view, std::string> shown;
    each_kind(rating, [&](std::string_view column, const std::string& value) {
      shown[column] = rare(column, value);
    });
    if (!shown["version"].empty()) shown["version"] = rating.series.version;
    if (shown["instrument"].empty()) shown["version"].clear();
    const auto id = named("rating", rating.id.value);
    CsvLine line;
    line.add(named("client", client.value))
        .add(named("course", rating.series.course.value))
        .add(id);
    for (const char* column : {"rater", "relation", "instrument", "version", "language", "mode",
                               "setting", "place", "assistance"})
      line.add(shown[column]);
    line.add(named("clinician", shown["clinician"]))
        .add(is_research() ? rarity_.shown("session_number", rating.session_number)
                           : std::to_string(rating.session_number));
    line.add(day_of(rating.day, first));
    if (!is_research()) line.add(to_text(rating.entered_at));
    line.add(shown["declined"]).add(rating.raw.value_or(""));
    line.add(rating.score ? fmt::format("{}", rating.score->value) : "").add(shown["tension"]);
    line.add(rating.duration_ms > 0 ? std::to_string(rating.duration_ms) : "");
    write_("ratings", line.take());
    for (const auto& scale : rating.subscales)
      write_("scales", CsvLine()
                           .add(id)
                           .add(rare("scale", scale.name))
                           .add(scale.raw)
                           .add(fmt::format("{}", scale.score.value))
                           .take());
    for (const auto& answer : reader_.ratings.answers(rating.id)) write_answer(id, rating, answer);
  }

  void write_answer(const std::string& id, const store::StoredRating& rating,
                    const store::StoredAnswer& answer) {
    const bool is_left_out = is_word(rating, answer) && rare("word", word_key(answer)).empty();
    write_("answers", CsvLine()
                          .add(id)
                          .add(rare("item", answer.item))
                          .add(is_left_out ? "" : answer.value.value_or(""))
                          .add(answer.touched ? "1" : "0")
                          .take());
  }

  void write_check_in(const ClientId& client, const store::AlertNow& now,
                      const std::optional<Day>& first) {
    const auto& alert = now.alert;
    CsvLine line;
    line.add(named("client", client.value)).add(named("course", alert.course.value));
    line.add(named("rating", alert.rating.value));
    each_kind(now, [&](std::string_view column, const std::string& value) {
      line.add(rare(column, value));
    });
    line.add(day_of(alert.day, first));
    for (const double number : {alert.score, alert.expected, alert.z})
      line.add(is_taken_out(alert) ? std::string{} : fmt::format("{}", number));
    write_("check_ins", line.take());
  }

  store::Reader& reader_;
  const House& house_;
  const Naming naming_;
  const WriteTable& write_;
  Rarity rarity_;
  std::map<std::pair<std::string, std::string>, std::string> names_;
  Exported exported_;
};

}  // namespace

std::span<const PracticeTable> tables(Naming naming) {
  if (naming == Naming::as_stored) return stored_tables;
  return research_tables;
}

Refusal too_few_for_research(const Exported& exported) {
  auto sentence = fmt::format(
      "{} clients agreed to research; a set of fewer than {} would point at them, and is not made",
      exported.clients, smallest_cell);
  return {Refusal::Kind::conflict, "too-few", sentence, {{"research", "too-few", sentence}}};
}

Exported export_practice(House& house, Naming naming, const WriteTable& write) {
  return house.store().read(
      [&](store::Reader& reader) { return Exporting(reader, house, naming, write).run(); });
}

}  // namespace holdfast::service
