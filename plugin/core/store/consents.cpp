// SPDX-License-Identifier: MIT
#include "store/consents.hpp"

#include <map>

#include "store/columns.hpp"
#include "store/words.hpp"

namespace holdfast::store {
namespace {

constexpr Sql insert_consent(
    "INSERT INTO consent (practice_id, client_key, id, purpose, channel, answer, given_by,"
    " recorded_by, text_version, day, made_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
constexpr Sql select_of_client(
    "SELECT id, purpose, channel, answer, given_by, recorded_by, text_version, day, made_at"
    " FROM consent WHERE practice_id = $1 AND client_key = $2 ORDER BY made_at, id");
constexpr Sql select_refusing(
    "SELECT DISTINCT client_key FROM consent WHERE practice_id = $1 AND purpose = $2"
    " AND channel = '' AND answer IN ('refused', 'withdrawn')");
constexpr Sql put_consent_text(
    "INSERT INTO consent_text (practice_id, purpose, version, language, text, made_at)"
    " VALUES ($1, $2, $3, $4, $5, $6)"
    " ON CONFLICT (practice_id, purpose, version, language) DO NOTHING");
constexpr Sql select_text(
    "SELECT text, made_at FROM consent_text"
    " WHERE practice_id = $1 AND purpose = $2 AND version = $3 AND language = $4");

}  // namespace

void Consents::insert(const Consent& consent) {
  connection_.run(insert_consent,
                  {in(consent.client), std::string_view{consent.id}, to_word(consent.purpose),
                   std::string_view{consent.channel}, to_word(consent.answer),
                   std::string_view{consent.given_by}, std::string_view{consent.recorded_by},
                   std::string_view{consent.text_version}, std::string_view{to_text(consent.day)},
                   in(consent.at)});
}

std::vector<Consent> Consents::history(const ClientKey& client) const {
  std::vector<Consent> all;
  connection_.select(select_of_client, {in(client)}, [&](const Row& row) {
    all.push_back({row.text(0), client, word_of<Purpose>(row, 1), row.text(2),
                   word_of<ConsentAnswer>(row, 3), row.text(4), row.text(5), row.text(6),
                   day_of(row, 7), instant_of(row, 8)});
  });
  return all;
}

std::vector<Consent> Consents::standing(const ClientKey& client) const {
  std::map<std::pair<Purpose, std::string>, Consent> newest;
  for (auto& consent : history(client)) {
    auto key = std::pair{consent.purpose, consent.channel};
    newest.insert_or_assign(std::move(key), std::move(consent));
  }
  std::vector<Consent> all;
  for (auto& [key, consent] : newest) all.push_back(std::move(consent));
  return all;
}

std::optional<Consent> Consents::standing(const ClientKey& client, Purpose purpose,
                                          std::string_view channel) const {
  for (auto& consent : standing(client))
    if (consent.purpose == purpose && consent.channel == channel) return consent;
  return std::nullopt;
}

bool Consents::is_refused(const ClientKey& client, Purpose purpose) const {
  const auto consent = standing(client, purpose);
  return consent &&
         (consent->answer == ConsentAnswer::refused || consent->answer == ConsentAnswer::withdrawn);
}

std::set<ClientKey> Consents::refusing(Purpose purpose) const {
  std::set<ClientKey> found;
  connection_.select(select_refusing, {to_word(purpose)},
                     [&](const Row& row) { found.emplace(row.text(0)); });
  std::erase_if(found, [&](const ClientKey& client) { return !is_refused(client, purpose); });
  return found;
}

void Consents::put_text(const ConsentText& text) {
  connection_.run(put_consent_text,
                  {to_word(text.purpose), std::string_view{text.version},
                   std::string_view{text.language}, std::string_view{text.text}, in(text.at)});
}

std::optional<ConsentText> Consents::text(Purpose purpose, std::string_view version,
                                          std::string_view language) const {
  std::optional<ConsentText> found;
  connection_.select(select_text, {to_word(purpose), version, language}, [&](const Row& row) {
    found = ConsentText{purpose, std::string{version}, std::string{language}, row.text(0),
                        instant_of(row, 1)};
  });
  return found;
}

}  // namespace holdfast::store
