// SPDX-License-Identifier: MIT
#include "abi/payload.hpp"

#include "json/parse.hpp"

namespace holdfast::abi {
namespace {

using json::Kind;
using json::Value;

constexpr std::size_t id_limit = 128;                // bytes, as the schemas say
constexpr std::size_t page_limit = 8 * 1024 * 1024;  // a page of changes carries up to 1000 things

// Reads members of one object; the first problem is kept, and everything after it is moot.
class Members {
 public:
  explicit Members(const Value& object) : object_(object) {
    if (!object.is(Kind::object)) wrong("", "type", "an object is expected");
  }

  std::string id(std::string_view name) { return text(name, true, id_limit); }
  std::string optional_id(std::string_view name) { return text(name, false, id_limit); }
  std::string required_text(std::string_view name) { return text(name, true, 4096); }
  std::string optional_text(std::string_view name) { return text(name, false, 4096); }

  std::optional<Day> day(std::string_view name) {
    const auto written = text(name, false, 64);
    if (written.empty()) return std::nullopt;
    const auto day = parse_day(written);
    if (!day) wrong(name, "day", "a day is written as YYYY-MM-DD");
    return day;
  }
  Day required_day(std::string_view name) {
    if (text(name, true, 64).empty()) return {};
    return day(name).value_or(Day{});
  }
  Instant instant(std::string_view name) {
    const auto instant = parse_instant(text(name, true, 64));
    if (!instant) wrong(name, "date-time", "an instant is written as 2026-11-23T13:05:00Z");
    return instant.value_or(Instant{});
  }
  template <class Enum>
  Enum word(std::string_view name, Enum otherwise) {
    const auto written = text(name, false, 64);
    if (written.empty()) return otherwise;
    const auto value = from_word<Enum>(written);
    if (!value) wrong(name, "unknown", "this word is not one of the schema's");
    return value.value_or(otherwise);
  }
  bool boolean(std::string_view name, bool otherwise) {
    return object_.boolean_or(name, otherwise);
  }
  int integer(std::string_view name) {
    const auto* value = object_.find(name);
    if (!value || !value->is(Kind::number)) return 0;
    const double number = value->number();
    if (number < 0 || number > 1e6) {
      wrong(name, "range", "a whole number from 0 to 1,000,000 is expected");
      return 0;
    }
    return static_cast<int>(number);
  }
  template <class T, class Each>
  std::vector<T> list(std::string_view name, Each each) {
    std::vector<T> out;
    const auto* value = object_.find(name);
    if (!value) return out;
    if (!value->is(Kind::array)) {
      wrong(name, "type", "a list is expected");
      return out;
    }
    for (const auto& item : value->items()) out.push_back(each(item));
    return out;
  }
  template <class IdType>
  std::vector<IdType> ids(std::string_view name) {
    return list<IdType>(name, [&](const Value& item) {
      if (!item.is(Kind::string) || item.text().empty() || item.text().size() > id_limit)
        wrong(name, "id", "an id is a text of 1 to 128 bytes");
      return IdType{item.text()};
    });
  }

  void wrong(std::string_view name, std::string rule, std::string message) {
    if (problem_.rule.empty())
      problem_ = {"/" + std::string(name), std::move(rule), std::move(message), object_.line(),
                  object_.column()};
  }
  bool ok() const { return problem_.rule.empty(); }
  const Problem& problem() const { return problem_; }

 private:
  std::string text(std::string_view name, bool required, std::size_t limit) {
    const auto* value = object_.find(name);
    if (!value || value->is(Kind::null)) {
      if (required) wrong(name, "required", "this member is missing");
      return {};
    }
    if (!value->is(Kind::string)) {
      wrong(name, "type", "a text is expected");
      return {};
    }
    if (required && value->text().empty()) wrong(name, "required", "this member is empty");
    if (value->text().size() > limit) wrong(name, "too-long", "this text is too long");
    return value->text();
  }

  const Value& object_;
  Problem problem_;
};

template <class T>
Result<T> finished(const Members& members, T value) {
  if (!members.ok()) return members.problem();
  return value;
}

Result<practice::Client> client_of(const Value& value) {
  Members in(value);
  practice::Client client;
  client.id = ClientId{in.id("id")};
  client.name = in.required_text("name");
  client.initials = in.optional_text("initials");
  client.birth_date = in.day("birth_date");
  client.language = in.optional_text("language");
  client.active = in.boolean("active", true);
  client.deceased = in.boolean("deceased", false);
  client.merged_into = ClientId{in.optional_id("merged_into")};
  client.sensitivity =
      in.list<std::string>("sensitivity", [](const Value& label) { return label.text(); });
  return finished(in, std::move(client));
}

Result<practice::Clinician> clinician_of(const Value& value) {
  Members in(value);
  practice::Clinician clinician;
  clinician.id = ClinicianId{in.id("id")};
  clinician.name = in.required_text("name");
  clinician.person = PersonId{in.optional_id("person")};
  clinician.active = in.boolean("active", true);
  clinician.supervisors = in.ids<ClinicianId>("supervisors");
  return finished(in, std::move(clinician));
}

Result<practice::Course> course_of(const Value& value) {
  Members in(value);
  practice::Course course;
  course.id = CourseId{in.id("id")};
  course.client = ClientId{in.id("client")};
  course.clinicians = in.ids<ClinicianId>("clinicians");
  if (in.ok() && course.clinicians.empty())
    in.wrong("clinicians", "required", "a course has at least one clinician");
  if (auto setting = in.optional_text("setting"); !setting.empty()) course.setting = setting;
  course.started = in.day("started");
  course.ended = in.day("ended");
  course.end_reason = in.optional_text("end_reason");
  return finished(in, std::move(course));
}

Result<practice::Session> session_of(const Value& value) {
  Members in(value);
  practice::Session session;
  session.id = SessionId{in.id("id")};
  session.course = CourseId{in.id("course")};
  session.clinician = ClinicianId{in.id("clinician")};
  session.start = in.instant("start");
  session.day = in.required_day("day");
  session.minutes = in.integer("minutes");
  session.attendance = in.word("attendance", Attendance::booked);
  session.participants = in.ids<ClientId>("participants");
  session.place = in.word("place", Place::room);
  session.facility = in.optional_text("facility");
  if (auto setting = in.optional_text("setting"); !setting.empty()) session.setting = setting;
  return finished(in, std::move(session));
}

practice::Kind kind_of(Members& in) {
  const auto word = in.required_text("kind");
  if (word == "client") return practice::Kind::client;
  if (word == "carer") return practice::Kind::carer;
  if (word != "staff") in.wrong("kind", "unknown", "staff, client or carer is expected");
  return practice::Kind::staff;
}

Result<practice::Person> person_of(const Value& value) {
  Members in(value);
  practice::Person person;
  person.id = PersonId{in.id("id")};
  person.name = in.required_text("name");
  person.kind = kind_of(in);
  // A role this version does not know gives no right: unknown means no.
  for (const auto& word : in.list<std::string>("roles", [](const Value& v) { return v.text(); }))
    if (const auto role = from_word<Role>(word)) person.roles.push_back(*role);
  person.clinician = ClinicianId{in.optional_id("clinician")};
  person.client = ClientId{in.optional_id("client")};
  person.cares_for = in.ids<ClientId>("cares_for");
  person.language = in.optional_text("language");
  person.supervises = in.ids<ClinicianId>("supervises");
  person.supervises_until = in.day("supervises_until");
  person.covers = in.list<practice::Cover>("covers", [&](const Value& item) {
    Members cover(item);
    practice::Cover found{ClinicianId{cover.id("clinician")}, cover.required_day("until")};
    if (!cover.ok()) in.wrong("covers", cover.problem().rule, cover.problem().message);
    return found;
  });
  return finished(in, std::move(person));
}

practice::ChangeKind change_kind_of(Members& in) {
  using practice::ChangeKind;
  const auto word = in.required_text("kind");
  if (word == "client") return ChangeKind::client;
  if (word == "clinician") return ChangeKind::clinician;
  if (word == "course") return ChangeKind::course;
  if (word == "session") return ChangeKind::session;
  if (word == "merge") return ChangeKind::merge;
  if (word == "unmerge") return ChangeKind::unmerge;
  in.wrong("kind", "unknown", "this kind of change is not one of the schema's");
  return ChangeKind::client;
}

template <class T>
Problems put_data(Result<T> read, practice::Change& change) {
  if (!read) return read.problems();
  change.data = std::move(*read);
  return {};
}

Problems read_data(const Value& data, practice::Change& change) {
  using practice::ChangeKind;
  switch (change.kind) {
    case ChangeKind::clinician:
      return put_data(clinician_of(data), change);
    case ChangeKind::course:
      return put_data(course_of(data), change);
    case ChangeKind::session:
      return put_data(session_of(data), change);
    default:
      return put_data(client_of(data), change);
  }
}

Result<practice::Change> change_of(const Value& value) {
  Members in(value);
  practice::Change change;
  change.kind = change_kind_of(in);
  change.id = in.id("id");
  change.into = in.optional_id("into");
  change.removed = in.boolean("removed", false);
  if (const auto* data = value.find("data"); in.ok() && data && !change.removed)
    if (auto problems = read_data(*data, change); !problems.empty()) return problems;
  return finished(in, std::move(change));
}

template <class Read>
auto parsed(std::string_view text, Read read, json::Limits limits = {})
    -> decltype(read(std::declval<const Value&>())) {
  auto value = json::parse(text, limits);
  if (!value) return value.problems();
  return read(*value);
}

}  // namespace

Result<practice::Client> read_client(std::string_view json) { return parsed(json, client_of); }
Result<practice::Clinician> read_clinician(std::string_view json) {
  return parsed(json, clinician_of);
}
Result<practice::Course> read_course(std::string_view json) { return parsed(json, course_of); }
Result<practice::Session> read_session(std::string_view json) { return parsed(json, session_of); }
Result<practice::Person> read_person(std::string_view json) { return parsed(json, person_of); }

Result<practice::Changes> read_changes(std::string_view text) {
  const auto read = [](const Value& value) -> Result<practice::Changes> {
    Members in(value);
    practice::Changes changes;
    changes.cursor = in.required_text("cursor");
    changes.more = in.boolean("more", false);
    if (!in.ok()) return in.problem();
    const auto* list = value.find("changes");
    if (!list || !list->is(Kind::array) || list->items().size() > 1000)
      return Problem{"/changes", "required", "a list of at most 1,000 changes is expected"};
    for (const auto& item : list->items()) {
      auto change = change_of(item);
      if (!change) return change.problems();
      changes.changes.push_back(std::move(*change));
    }
    return changes;
  };
  return parsed(text, read, {page_limit, 32});
}

Result<std::string> read_receipt(std::string_view text) {
  const auto read = [](const Value& value) -> Result<std::string> {
    Members in(value);
    auto id = in.required_text("id");
    return finished(in, std::move(id));
  };
  return parsed(text, read);
}

}  // namespace holdfast::abi
