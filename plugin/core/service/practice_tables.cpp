// SPDX-License-Identifier: MIT
#include "service/practice_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "service/csv.hpp"
#include "service/seal.hpp"
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
    {"rater", "Who rated: client, therapist, observer"},
    {"relation", "Whose view: self, carer, observer"},
    {"instrument", "Instrument; empty: fewer than 5 clients"},
    {"version", "Version of the instrument"},
    {"language", "Language of the form; empty: fewer than 5 clients"},
    {"mode", "screen or paper; empty: fewer than 5 clients"},
    {"setting", "individual or group; empty: fewer than 5 clients"},
    {"place", "room, video or phone; empty: fewer than 5 clients"},
    {"assistance", "Help with filling in; empty: fewer than 5 clients"},
    {"clinician", "Clinician, a random name; empty: fewer than 5 clients"},
    {"session_number", "Number of the session in the course", Kind::number},
    {"day", "Days since the client's first session", Kind::number},
    {"declined", "Form was left unanswered", Kind::truth},
    {"total", "Total as the instrument counts it", Kind::number},
    {"pomp", "Total in percent of the highest possible", Kind::number},
    {"tension", "Answer about tension, 0 to 4", Kind::number},
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
    {"rating", "Rating that led to it; empty: a missed session"},
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
    {"kind", "check_in, notice, note or own"},
    {"rule", "Rule that found it"},
    {"status", "How it stands"},
    {"day", "Days since the client's first session", Kind::number},
    {"score", "Score, percent", Kind::number},
    {"expected", "Level expected, percent", Kind::number},
    {"z", "Distance in standard deviations", Kind::number},
};

constexpr PracticeTable stored_tables[] = {
    {"ratings", "One line a rating that stands", rating_columns},
    {"scales", "One line a rating and scale", scale_columns},
    {"answers", "One line a rating and item; free text is not here", answer_columns},
    {"check_ins", "One line a check-in", check_in_columns},
};
constexpr PracticeTable research_tables[] = {
    {"ratings", "One line a rating that stands", research_rating_columns},
    {"scales", "One line a rating and scale", scale_columns},
    {"answers", "One line a rating and item; free text is not here", answer_columns},
    {"check_ins", "One line a check-in", research_check_in_columns},
};

std::string_view word_of(Kind kind) {
  switch (kind) {
    case Kind::number:
      return "number";
    case Kind::day:
      return "day (YYYY-MM-DD)";
    case Kind::instant:
      return "instant (ISO 8601, UTC)";
    case Kind::truth:
      return "0 or 1";
    default:
      return "text";
  }
}

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

// Values that fewer than five clients have would point at them.
class Rarity {
 public:
  void count(std::string_view column, const std::string& value, const ClientId& client) {
    holders_[{std::string(column), value}].insert(client);
  }
  std::string shown(std::string_view column, const std::string& value) {
    const auto found = holders_.find({std::string(column), value});
    if (found != holders_.end() && found->second.size() >= smallest_cell) return value;
    ++left_out_;
    return {};
  }
  std::int64_t left_out() const { return left_out_; }

 private:
  std::map<std::pair<std::string, std::string>, std::set<ClientId>> holders_;
  std::int64_t left_out_ = 0;
};

class Exporting {
 public:
  Exporting(store::Reader& reader, const House& house, Naming naming, const WriteTable& write)
      : reader_(reader), house_(house), naming_(naming), write_(write) {}

  Exported run() {
    const auto clients = clients_of(reader_, naming_);
    if (is_research()) count_rare(clients);
    for (const auto& table : tables(naming_)) write_(table.name, header_of(table));
    for (const auto& [client, courses] : clients) {
      const auto first = first_day(courses);
      const auto before = exported_.ratings;
      for (const auto& course : courses) write_course(client, course, first);
      if (exported_.ratings > before) ++exported_.clients;
    }
    exported_.left_out = rarity_.left_out();
    return exported_;
  }

 private:
  bool is_research() const { return naming_ == Naming::pseudonymised; }

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
  std::string day_of(Day day, const std::optional<Day>& first) const {
    if (!is_research()) return to_text(day);
    return first ? std::to_string((day - *first).count()) : std::string{};
  }
  std::string rare(std::string_view column, const std::string& value) {
    return is_research() ? rarity_.shown(column, value) : value;
  }

  template <class Each>
  static void each_rare(const store::StoredRating& rating, Each each) {
    each("instrument", rating.series.instrument);
    each("language", rating.series.language);
    each("mode", std::string(to_word(rating.series.mode)));
    each("setting", std::string(to_word(rating.series.setting)));
    each("place", std::string(to_word(rating.place)));
    each("assistance", std::string(to_word(rating.assistance)));
    each("clinician", rating.series.clinician.value);
  }
  void count_rare(const std::map<ClientId, std::vector<practice::Course>>& clients) {
    for (const auto& [client, courses] : clients) {
      const auto key = reader_.people.find_key(client);
      for (const auto& course : courses)
        for (const auto& rating : reader_.ratings.of_course(course.id))
          if (key && rating.subject == *key)
            each_rare(rating, [&](std::string_view column, const std::string& value) {
              rarity_.count(column, value, client);
            });
    }
  }

  // In couples each partner's answers are their own: of a course only those about `client`.
  void write_course(const ClientId& client, const practice::Course& course,
                    const std::optional<Day>& first) {
    const auto key = reader_.people.find_key(client);
    if (!key) return;
    const auto ratings = reader_.ratings.of_course(course.id);
    const auto sealed = sealed_of(reader_, ratings, house_.now());
    for (const auto& rating : ratings) {
      if (rating.subject != *key || sealed.contains(rating.id)) continue;
      ++exported_.ratings;
      write_rating(client, rating, first);
    }
    for (const auto& alert : reader_.alerts.of_course(course.id))
      if (alert.alert.subject == *key && !sealed.contains(alert.alert.rating))
        write_check_in(client, alert, first);
  }

  void write_rating(const ClientId& client, const store::StoredRating& rating,
                    const std::optional<Day>& first) {
    std::map<std::string_view, std::string> shown;
    each_rare(rating, [&](std::string_view column, const std::string& value) {
      shown[column] = rare(column, value);
    });
    const auto id = named("rating", rating.id.value);
    CsvLine line;
    line.add(named("client", client.value))
        .add(named("course", rating.series.course.value))
        .add(id);
    line.add(to_word(rating.series.rater)).add(to_word(rating.series.relation));
    line.add(shown["instrument"]);
    line.add(shown["instrument"].empty() ? "" : rating.series.version);
    for (const char* column : {"language", "mode", "setting", "place", "assistance"})
      line.add(shown[column]);
    line.add(named("clinician", shown["clinician"])).add(std::to_string(rating.session_number));
    line.add(day_of(rating.day, first));
    if (!is_research()) line.add(to_text(rating.entered_at));
    line.add(rating.declined ? "1" : "0").add(rating.raw.value_or(""));
    line.add(rating.score ? fmt::format("{}", rating.score->value) : "");
    line.add(rating.tension ? std::to_string(*rating.tension) : "");
    line.add(rating.duration_ms > 0 ? std::to_string(rating.duration_ms) : "");
    write_("ratings", line.take());
    for (const auto& scale : rating.subscales)
      write_("scales", CsvLine()
                           .add(id)
                           .add(scale.name)
                           .add(scale.raw)
                           .add(fmt::format("{}", scale.score.value))
                           .take());
    for (const auto& answer : reader_.ratings.answers(rating.id))
      write_("answers", CsvLine()
                            .add(id)
                            .add(answer.item)
                            .add(answer.value.value_or(""))
                            .add(answer.touched ? "1" : "0")
                            .take());
  }

  void write_check_in(const ClientId& client, const store::AlertNow& now,
                      const std::optional<Day>& first) {
    const auto& alert = now.alert;
    CsvLine line;
    line.add(named("client", client.value)).add(named("course", alert.course.value));
    line.add(named("rating", alert.rating.value)).add(to_word(alert.kind)).add(alert.rule);
    line.add(to_word(now.status)).add(day_of(alert.day, first));
    for (const double number : {alert.score, alert.expected, alert.z})
      line.add(fmt::format("{}", number));
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

std::string quoted(std::string_view text, char quote) {
  std::string out(1, quote);
  for (const char c : text) {
    if (c == quote) out += c;
    out += c;
  }
  return out + quote;
}

}  // namespace

std::span<const PracticeTable> tables(Naming naming) {
  if (naming == Naming::as_stored) return stored_tables;
  return research_tables;
}

std::string dictionary_csv(Naming naming) {
  std::string text = CsvLine().add("table").add("column").add("kind").add("meaning").take();
  for (const auto& table : tables(naming)) {
    text += CsvLine().add(table.name).add("").add("").add(table.about).take();
    for (const auto& column : table.columns)
      text += CsvLine()
                  .add(table.name)
                  .add(column.name)
                  .add(word_of(column.kind))
                  .add(column.label)
                  .take();
  }
  return text;
}

std::string spss_syntax(Naming naming) {
  std::string text =
      "* Reads and labels the exported tables. Set the folder first: CD 'folder of the files'.\n";
  for (const auto& table : tables(naming)) {
    text += fmt::format(
        "\nGET DATA /TYPE=TXT /FILE='{}.csv' /ENCODING='UTF8' /DELIMITERS=',' /QUALIFIER='\"'\n"
        " /ARRANGEMENT=DELIMITED /FIRSTCASE=2 /VARIABLES=\n",
        table.name);
    for (const auto& column : table.columns) {
      const auto format = column.kind == Kind::number || column.kind == Kind::truth ? "F12.4"
                          : column.kind == Kind::day                                ? "SDATE10"
                                                                                    : "A64";
      text += fmt::format("  {} {}\n", column.name, format);
    }
    text += fmt::format(".\nDATASET NAME {}.\nVARIABLE LABELS\n", table.name);
    for (const auto& column : table.columns)
      text += fmt::format("  {} {}\n", column.name, quoted(column.label, '\''));
    text += ".\n";
    for (const auto& column : table.columns)
      if (column.kind == Kind::truth)
        text += fmt::format("VALUE LABELS {} 0 'no' 1 'yes'.\n", column.name);
    text += fmt::format("SAVE OUTFILE='{}.sav'.\n", table.name);
  }
  return text;
}

std::string r_syntax(Naming naming) {
  std::string text =
      "# Reads and labels the exported tables; run in the folder of the files.\n"
      "label <- function(table, labels) {\n"
      "  for (name in names(labels)) attr(table[[name]], \"label\") <- labels[[name]]\n"
      "  table\n"
      "}\n";
  for (const auto& table : tables(naming)) {
    std::string kinds, labels;
    for (const auto& column : table.columns) {
      const auto kind = column.kind == Kind::number  ? "numeric"
                        : column.kind == Kind::truth ? "integer"
                        : column.kind == Kind::day   ? "Date"
                                                     : "character";
      kinds += fmt::format("{}{} = \"{}\"", kinds.empty() ? "" : ", ", column.name, kind);
      labels += fmt::format("{}\n  {} = {}", labels.empty() ? "" : ",", column.name,
                            fmt::format("\"{}\"", column.label));
    }
    text += fmt::format(
        "\n{0} <- read.csv(\"{0}.csv\", fileEncoding = \"UTF-8\", colClasses = c({1}))\n"
        "{0} <- label({0}, list({2}))\n",
        table.name, kinds, labels);
  }
  return text;
}

const std::string_view research_notice =
    "This set is pseudonymised, not anonymous: ids are random and hold in this export only, dates "
    "are days since the client's first session, values of fewer than 5 clients are left out, and "
    "only clients who agreed to research are in it. Whoever knows a client's story may still know "
    "them again: treat it as health data.\n";

std::vector<std::pair<std::string, std::string>> companions(Naming naming) {
  std::vector<std::pair<std::string, std::string>> files{{"dictionary.csv", dictionary_csv(naming)},
                                                         {"read.sps", spss_syntax(naming)},
                                                         {"read.R", r_syntax(naming)}};
  if (naming == Naming::pseudonymised) files.emplace_back("README.txt", research_notice);
  return files;
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
