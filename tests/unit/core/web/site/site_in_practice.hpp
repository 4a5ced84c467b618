// SPDX-License-Identifier: MIT
// The whole site over a small practice with a store of its own: two courses, everybody who may ask.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "service/house.hpp"
#include "unit/core/practice/stand_in_host.hpp"
#include "unit/core/store/builders.hpp"
#include "web/site.hpp"

namespace holdfast::tests {

struct Ask {
  std::string actor;  // empty: nobody is signed in
  std::string method = "GET";
  std::string path;
  std::string query;
  std::string body;
  std::string type;  // content-type; empty: none
  std::string key;   // idempotency-key; empty: none
  std::string prefix;
  std::string fetch_dest;  // sec-fetch-dest, as browsers say it; empty: none
  std::string sign_out;    // holdfast-sign-out, as a host with a login says it; empty: none
};

std::string header_of(const web::Response& response, std::string_view name);  // empty: absent
// The value of the first `name="..."` in the page; fails the test when there is none.
std::string attribute_in(const std::string& page, std::string_view before, std::string_view name);

// Client c-1 in course co-1 and client c-2 in course co-2, both with clinician cl-1, weekly
// sessions co-N-s1 (oldest) to co-N-s11 (today, 10:00 in Berlin). Client c-3 is with clinician
// cl-2. The clock stands at 2026-11-23 11:00 in Berlin. People, by actor: desk, own (cl-1), other
// (cl-2), cover (cl-3, stands in for cl-1), supervisor and external (of cl-1), records, admin,
// client (c-1), carer (for c-1).
class SiteInPractice {
 public:
  static constexpr int sessions = 11;

  explicit SiteInPractice(service::Config config = {});
  ~SiteInPractice();
  SiteInPractice(const SiteInPractice&) = delete;
  SiteInPractice& operator=(const SiteInPractice&) = delete;

  web::Response ask(const Ask& ask) const;
  web::Response get(const std::string& actor, const std::string& path,
                    const std::string& query = {}) const;
  web::Response post_form(const std::string& actor, const std::string& path,
                          const std::string& body) const;
  web::Response post_json(const std::string& actor, const std::string& path,
                          const std::string& body, const std::string& key = {}) const;

  std::string key_of(const std::string& client) const;
  // A therapist's rating of this course, new for each call, that nothing follows from.
  std::string spare_rating(const std::string& course) const;
  // Id of an erasure that has its certificate, of nobody in this practice.
  std::string certificate_of_an_erasure() const;

  // A fresh one-time link for the client of this session; `pin` empty: for another device.
  std::string link(const std::string& session, const std::string& pin = {}) const;
  // A code to say for the client of this session: nine digits.
  std::string code(const std::string& session) const;
  // A session of this course, a week before all others, that nobody has rated.
  std::string session_without_form(const std::string& course) const;
  // The client of this session marks every line at `mark`, at the end of the session.
  void client_rates(const std::string& session, int mark);
  void therapist_rates(const std::string& session, int mark);
  std::string new_key() const;
  static std::string session(const std::string& course, int number);

  // Rows of every table that holds something clinical or given; audit lines and visits are not.
  std::map<std::string, long> rows() const;
  long count(const std::string& sql) const;

  service::House& house() const { return *house_; }
  std::string open_check_in(const std::string& course) const;  // id; empty: none is open

  StandInHost host;
  static Instant noon();  // where the clock begins

 private:
  void add_people();
  void add_course(const std::string& number, const std::string& name, const std::string& clinician);

  store::testing::Folder folder_;
  std::unique_ptr<service::House> house_;
  std::unique_ptr<web::Site> site_;
};

// Every line at `mark`, as a browser posts it.
std::string marks(int mark, const std::string& key);
std::string marks_json(int mark, const std::string& instrument = "holdfast-session");

// The page without its random ids, in which any short number may stand: for what must not be there.
std::string without_ids(const std::string& page);

}  // namespace holdfast::tests
