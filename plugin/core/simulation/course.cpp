// SPDX-License-Identifier: MIT
#include "simulation/course.hpp"

#include <algorithm>

#include "simulation/random.hpp"

namespace holdfast::simulation {
namespace {

struct Population {
  double mean, between, within, volatility;  // volatility: log-sd of the personal sd
  double growth, growth_sd;                  // points per unit of ln(session)
  double step, area_step;                    // of the form, POMP
};

Population population_of(Scenario scenario) {
  switch (scenario) {
    case Scenario::wai_like:
      return {76, 12, 9, 0.35, 3, 2.5, 100.0 / 48, 100.0 / 16};
    case Scenario::srs_like:
      return {89, 12, 9, 0.45, 2, 2, 0.25, 1};
    case Scenario::ceiling:
      return {94, 12, 9, 0.45, 2, 2, 0.25, 1};
  }
  return {};
}

// How a client answers the tension item, from reticent to open: chances of 1 or more.
struct Candour {
  double clean, visible, masked;  // of a dip of median depth
  double is_masked;               // share of this class's dips that show in no score
};
constexpr Candour candours[] = {
    {0.01, 0.05, 0.02, 0.50}, {0.10, 0.55, 0.20, 0.28}, {0.25, 0.85, 0.45, 0.14}};

struct Channel {
  double reticent, middling;  // shares; the rest is open
  double area_correlation;    // within a person
  int spread_halves;          // Dirichlet shape of a dip over the areas, in halves
};
Channel channel_of(Assumptions assumptions) {
  switch (assumptions) {
    case Assumptions::pessimistic:
      return {0.40, 0.45, 0.80, 16};
    case Assumptions::middle:
      return {0.25, 0.50, 0.65, 6};
    case Assumptions::optimistic:
      return {0.15, 0.45, 0.50, 3};
  }
  return {};
}

double in_steps(double y, double step) {
  const double held = std::clamp(y, 0.0, 100.0);
  return std::clamp(std::floor(held / step + 0.5) * step, 0.0, 100.0);
}

class Client {
 public:
  Client(const Model& model, std::uint64_t seed, std::uint64_t client)
      : model_(model),
        people_(population_of(model.scenario)),
        channel_(channel_of(model.assumptions)),
        random_(seed, client) {
    level_ = people_.mean + people_.between * random_.normal();
    course_.own_sd = people_.within * exponential(people_.volatility * random_.normal());
    growth_ = people_.growth + people_.growth_sd * random_.normal();
    const double kind = random_.uniform();
    candour_ = candours[kind < channel_.reticent                       ? 0
                        : kind < channel_.reticent + channel_.middling ? 1
                                                                       : 2];
    drift_ = std::sqrt(0.6) * course_.own_sd * random_.normal();
    // Areas differ between and within people so that their mean is the total.
    const double area_sd = course_.own_sd * std::sqrt(3 / (1 + 2 * channel_.area_correlation));
    area_noise_ = area_sd * std::sqrt(1 - channel_.area_correlation);
    area_level_ = centred(std::sqrt(37.5));
  }

  SimulatedCourse run() {
    int sessions = model_.sessions;
    if (sessions == 0)
      sessions = static_cast<int>(
          std::clamp(std::floor(11 * exponential(0.65 * random_.normal()) + 0.5), 4.0, 40.0));
    for (int session = 1; session <= sessions; ++session) {
      if (session > 1) step_drift();
      move_dip(session);
      course_.sessions.push_back(rate(session));
      if (dip_ >= 0) course_.dips.back().end = session;
    }
    return std::move(course_);
  }

 private:
  void step_drift() {
    const double phi = 0.5;
    drift_ = phi * drift_ + std::sqrt(0.6 * (1 - phi * phi)) * course_.own_sd * random_.normal();
  }

  void move_dip(int session) {
    if (dip_ >= 0 && random_.chance(model_.repair))
      dip_ = -1;
    else if (dip_ < 0 && session >= 2 && random_.chance(model_.hazard))
      begin_dip(session);
  }

  void begin_dip(int session) {
    Dip dip;
    dip.onset = dip.end = session;
    dip.depth = model_.median_depth * exponential(0.45 * random_.normal());
    dip.is_masked = random_.chance(candour_.is_masked);
    is_slide_ = random_.chance(0.3);
    double sum = 0;
    for (double& share : spread_) sum += share = random_.gamma_of_halves(channel_.spread_halves);
    for (double& share : spread_) share *= 3 / sum;
    dip_ = static_cast<int>(course_.dips.size());
    course_.dips.push_back(dip);
  }

  double depth_in_force(int session) const {
    if (dip_ < 0) return 0;
    const Dip& dip = course_.dips[static_cast<std::size_t>(dip_)];
    const int reached = session - dip.onset + 1;
    return is_slide_ && reached < 3 ? dip.depth * reached / 3 : dip.depth;
  }

  SimulatedSession rate(int session) {
    SimulatedSession rating;
    rating.session = session;
    rating.dip = dip_;
    const double depth = depth_in_force(session);
    const bool masked = dip_ >= 0 && course_.dips[static_cast<std::size_t>(dip_)].is_masked;
    const double shown = masked ? 0 : depth;
    const double latent = level_ + growth_ * ln(session) + drift_;
    const double noise = std::sqrt(0.4) * course_.own_sd * random_.normal();
    const auto apart = centred(area_noise_);
    for (std::size_t i = 0; i < 3; ++i)
      rating.areas[i] = in_steps(latent + noise + area_level_[i] + apart[i] - shown * spread_[i],
                                 people_.area_step);
    rating.total = in_steps(latent + noise - shown, people_.step);
    rating.rated =
        !random_.chance(logistic(logit(0.15) + 0.04 * (people_.mean - (latent - shown))));
    rating.tension = tension(depth, masked);
    return rating;
  }

  int tension(double depth, bool masked) {
    double some = candour_.clean, much = 0.30, more = 0.25;
    if (depth > 0) {
      const double usual = masked ? candour_.masked : candour_.visible;
      const double odds = usual / (1 - usual) * (depth / 16);
      some = odds / (1 + odds);
      much = masked ? 0.45 : 0.65;
      more = 0.45;
    }
    if (!random_.chance(some)) return 0;
    if (!random_.chance(much)) return 1;
    return random_.chance(more) ? 3 : 2;
  }

  std::array<double, 3> centred(double sd) {
    std::array<double, 3> values{};
    double mean = 0;
    for (double& value : values) mean += value = sd * random_.normal();
    for (double& value : values) value -= mean / 3;
    return values;
  }

  const Model& model_;
  Population people_;
  Channel channel_;
  Random random_;
  Candour candour_{};
  double level_ = 0, growth_ = 0, drift_ = 0, area_noise_ = 0;
  std::array<double, 3> area_level_{}, spread_{};
  bool is_slide_ = false;
  int dip_ = -1;
  SimulatedCourse course_;
};

}  // namespace

SimulatedCourse simulate(const Model& model, std::uint64_t seed, std::uint64_t client) {
  return Client(model, seed, client).run();
}

}  // namespace holdfast::simulation
