// SPDX-License-Identifier: MIT
#include "store/settings.hpp"

#include <catch2/catch.hpp>

#include "builders.hpp"

using namespace holdfast;
using namespace holdfast::store;
using namespace holdfast::store::testing;

TEST_CASE("a setting stands as put last and keeps its history") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    unit.settings.put(PracticeSetting{"seal", "false", "", instant_of(1)});
    unit.settings.put(PracticeSetting{"rules", "\"AB\"", "", instant_of(1)});
    unit.settings.put(PracticeSetting{"seal", "true", "p-1", instant_of(2)});
  });
  store->read([](Reader& reader) {
    CHECK(reader.settings.find("seal")->value == "true");
    CHECK(reader.settings.all().size() == 2);
    CHECK(reader.settings.history("seal").size() == 2);
    CHECK_FALSE(reader.settings.find("unknown"));
  });
}

TEST_CASE("parameter versions stay, the newest stands") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    CHECK_FALSE(unit.settings.parameters());
    unit.settings.put(ParameterVersion{2, "{}", "p-1", instant_of(1)});
    unit.settings.put(ParameterVersion{3, "{\"mu0\":81}", "p-1", instant_of(2)});
    CHECK(unit.settings.parameters()->version == 3);
    CHECK(unit.settings.parameters(2)->body == "{}");
  });
}

TEST_CASE("consent stands as answered last, per purpose and channel") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    const ClientKey client{"key-1"};
    const auto answer = [&](Purpose purpose, std::string channel, ConsentAnswer said, int day) {
      unit.consents.insert({unit.ids.uuid(), client, purpose, std::move(channel), said, "client",
                            "p-1", "1", day_of(day), instant_of(day)});
    };
    answer(Purpose::forms, "", ConsentAnswer::agreed, 1);
    answer(Purpose::reminders, "sms", ConsentAnswer::agreed, 1);
    answer(Purpose::reminders, "email", ConsentAnswer::refused, 1);
    answer(Purpose::forms, "", ConsentAnswer::withdrawn, 5);
    CHECK(unit.consents.standing(client).size() == 3);
    CHECK(unit.consents.standing(client, Purpose::forms)->answer == ConsentAnswer::withdrawn);
    CHECK(unit.consents.standing(client, Purpose::reminders, "email")->answer ==
          ConsentAnswer::refused);
    CHECK_FALSE(unit.consents.standing(client, Purpose::research));
    CHECK(unit.consents.history(client).size() == 4);
    unit.consents.put_text({Purpose::forms, "1", "en", "Who reads this", instant_of(1)});
    unit.consents.put_text({Purpose::forms, "1", "en", "Another text", instant_of(2)});
    CHECK(unit.consents.text(Purpose::forms, "1", "en")->text == "Who reads this");
  });
}

TEST_CASE("a request's answer is kept by its key, and a nonce is good once") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    unit.requests.insert({"k", "digest", "{}", instant_of(1)});
    CHECK(unit.requests.find("k")->digest == "digest");
    CHECK(unit.requests.use_nonce("site", "n", instant_of(2)));
    CHECK_FALSE(unit.requests.use_nonce("site", "n", instant_of(2)));
    CHECK(unit.requests.use_nonce("other", "n", instant_of(2)));
    unit.requests.forget_before(instant_of(3));
    CHECK_FALSE(unit.requests.find("k"));
    CHECK(unit.requests.use_nonce("site", "n", instant_of(4)));
  });
}

TEST_CASE("what must be read today stays until its reader opened it") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    ReadToday item;
    item.id = unit.ids.uuid();
    item.cause = "risk_item";
    item.rating = submit(unit, {});
    item.item = "9";
    item.course.value = "course-1";
    item.client.value = "key-1";
    item.reader.value = "p-1";
    item.at = instant_of(1);
    unit.risks.insert(item);
    CHECK(unit.risks.unread_of(PersonId{"p-1"}).size() == 1);
    CHECK(unit.risks.unread_of(PersonId{"p-2"}).empty());
    unit.risks.opened(item.id, instant_of(2));
    unit.risks.opened(item.id, instant_of(3));
    CHECK(unit.risks.unread_of(PersonId{"p-1"}).empty());
    CHECK(unit.risks.find(item.id)->opened_at == instant_of(2));
    CHECK(unit.risks.of_rating(item.rating).size() == 1);
  });
}
