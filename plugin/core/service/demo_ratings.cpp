// SPDX-License-Identifier: MIT
#include "service/demo_ratings.hpp"

#include <algorithm>
#include <cmath>

namespace holdfast::service {
namespace {

// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine, unlike the library's
// distributions.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }
  double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
  bool happens(double probability) { return uniform() < probability; }
  // Roughly normal: the sum of twelve uniforms has variance one.
  double normal() {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += uniform();
    return sum;
  }

 private:
  std::uint64_t state_;
};

// Our own words; nobody said them.
constexpr std::array<const char*, 6> good_words{
    "It helped to slow down today.",           "The example with the stairs made it clear.",
    "Good to plan the next step together.",    "I liked that we looked back at the start.",
    "The exercise was easier than I thought.", "I felt listened to."};
constexpr std::array<const char*, 4> low_words{
    "I was not sure why we did the exercise.", "It went a bit fast for me.",
    "I would have liked to talk about the week first.", "I did not know how to say it."};

int millimetres(double value) {
  return static_cast<int>(std::lround(std::clamp(value, 0.0, 100.0)));
}

// How far below the usual level each session is: dips of a story, and their way back.
std::vector<double> dips(Story story, std::size_t count, Chance& chance) {
  std::vector<double> below(count, 0.0);
  const auto dip = [&](std::size_t at, double depth, double kept) {
    for (std::size_t i = at; i < count && depth > 2; ++i, depth *= kept) below[i] += depth;
  };
  switch (story) {
    case Story::repaired:
      for (std::size_t at = 7; at + 4 < count; at += 17 + chance.next() % 9)
        dip(at, 22 + 10 * chance.uniform(), 0.35);
      break;
    case Story::unrepaired:
      if (count > 10) dip(count * 2 / 3, 28, 0.97);
      break;
    case Story::recent_dip:
      if (count > 12) dip(count / 3, 24, 0.3);
      if (count > 4) dip(count - 1, 30, 1);
      break;
    case Story::told_us:
      if (count > 6) dip(count - 1, 6, 1);
      break;
    case Story::low_start:
      for (std::size_t i = 0; i < std::min<std::size_t>(count, 8); ++i)
        below[i] += 34 - 4.0 * static_cast<double>(i);
      break;
    case Story::steady:
    case Story::ceiling:
      break;
  }
  return below;
}

struct Person {
  double level = 80;
  double spread = 5;
  std::array<double, 4> leaning{};  // of each line against the whole
};

Person person_of(Story story, Chance& chance) {
  Person person;
  person.level = story == Story::ceiling ? 108 : 72 + 18 * chance.uniform();
  person.spread = story == Story::ceiling ? 2 : 3 + 3 * chance.uniform();
  for (auto& line : person.leaning) line = 3 * chance.normal();
  return person;
}

DemoAnswers answers_of(const Person& person, double below, Chance& chance) {
  DemoAnswers answers;
  const double today = person.level - below + person.spread * chance.normal();
  for (std::size_t i = 0; i < answers.lines.size(); ++i)
    answers.lines[i] = millimetres(today + person.leaning[i] + 2 * chance.normal());
  if (chance.happens(below > 10 ? 0.6 : 0.06)) {
    answers.tension = below > 10 ? 1 + static_cast<int>(chance.next() % 3) : 1;
    answers.resolved = static_cast<int>(chance.next() % 5);
  }
  if (chance.happens(0.15))
    answers.comment = below > 10 ? low_words[chance.next() % low_words.size()]
                                 : good_words[chance.next() % good_words.size()];
  return answers;
}

// Therapists rate lower and less far from their own usual (Atzil-Slonim et al. 2015).
std::array<int, 4> therapist_of(const DemoAnswers& client, Chance& chance) {
  std::array<int, 4> lines{};
  const double tone = 5 * chance.normal();
  for (std::size_t i = 0; i < lines.size(); ++i)
    lines[i] = millimetres(38 + 0.45 * client.lines[i] + tone + 2 * chance.normal());
  return lines;
}

}  // namespace

std::vector<DemoRating> demo_ratings(Story story, std::uint64_t seed,
                                     const std::vector<DemoSession>& sessions) {
  Chance chance(seed);
  const auto person = person_of(story, chance);
  const auto below = dips(story, sessions.size(), chance);
  std::vector<DemoRating> ratings;
  for (std::size_t i = 0; i < sessions.size(); ++i) {
    DemoRating rating;
    auto answers = answers_of(person, below[i], chance);
    const bool must_show =
        sessions[i].is_latest && (story == Story::recent_dip || story == Story::told_us);
    if (must_show && story == Story::told_us) answers.tension = 3, answers.resolved = 1;
    const bool is_missing = chance.happens(0.1) && !must_show;
    const bool is_declined = chance.happens(0.15);
    if (chance.happens(0.8)) rating.therapist = therapist_of(answers, chance);
    if (!is_missing) rating.client = std::move(answers);
    rating.declined = is_missing && is_declined;
    ratings.push_back(std::move(rating));
  }
  return ratings;
}

}  // namespace holdfast::service
