// SPDX-License-Identifier: MIT
#include "service/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "service/delivery_pause.hpp"
#include "service/house.hpp"

namespace holdfast::service {
namespace {

void head(std::string& text, std::string_view name, std::string_view kind, std::string_view help) {
  text += fmt::format("# HELP {0} {2}\n# TYPE {0} {1}\n", name, kind, help);
}

void gauge(std::string& text, std::string_view name, double value, std::string_view help) {
  head(text, name, "gauge", help);
  text += fmt::format("{} {}\n", name, value);
}

double seconds(std::chrono::milliseconds time) {
  return std::chrono::duration<double>(time).count();
}

}  // namespace

void Metrics::answered(const Answered& answer) {
  const auto took = std::chrono::duration<double>(answer.took).count();
  const std::lock_guard lock(mutex_);
  ++answers_[{std::string(answer.method), std::string(answer.route), answer.status}];
  if (!answer.is_submit || answer.status >= 400) return;
  const auto bucket = std::lower_bound(bounds.begin(), bounds.end(), took) - bounds.begin();
  ++submits_[static_cast<std::size_t>(bucket)];
  submit_seconds_ += took;
}

void Metrics::delivered(std::string_view outcome, int count) {
  if (count == 0) return;
  const std::lock_guard lock(mutex_);
  deliveries_[std::string(outcome)] += count;
}

std::string Metrics::text() const {
  std::string text;
  const std::lock_guard lock(mutex_);
  head(text, "holdfast_requests_total", "counter", "Requests answered, by route template.");
  for (const auto& [what, count] : answers_)
    text += fmt::format("holdfast_requests_total{{method=\"{}\",route=\"{}\",status=\"{}\"}} {}\n",
                        std::get<0>(what), std::get<1>(what), std::get<2>(what), count);
  head(text, "holdfast_submit_seconds", "histogram",
       "From request to answer of a rating that was taken.");
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    sum += submits_[i];
    text += fmt::format("holdfast_submit_seconds_bucket{{le=\"{}\"}} {}\n", bounds[i], sum);
  }
  sum += submits_.back();
  text += fmt::format(
      "holdfast_submit_seconds_bucket{{le=\"+Inf\"}} {0}\nholdfast_submit_seconds_sum {1}\n"
      "holdfast_submit_seconds_count {0}\n",
      sum, submit_seconds_);
  head(text, "holdfast_deliveries_total", "counter",
       "Deliveries to the practice system, by what became of them.");
  for (const char* outcome : {"given", "postponed", "parked", "dropped"}) {
    const auto found = deliveries_.find(outcome);
    text += fmt::format("holdfast_deliveries_total{{outcome=\"{}\"}} {}\n", outcome,
                        found == deliveries_.end() ? 0 : found->second);
  }
  return text;
}

std::string metrics_text(House& house) {
  auto text = house.metrics().text();
  const auto now = house.now();
  house.store().read([&](store::Reader& reader) {
    const auto counts = reader.outbox.counts(now);
    gauge(text, "holdfast_outbox_waiting", static_cast<double>(counts.waiting),
          "Deliveries that wait.");
    gauge(text, "holdfast_outbox_parked", static_cast<double>(counts.parked),
          "Deliveries that an administrator has to look at.");
    gauge(text, "holdfast_outbox_oldest_seconds",
          counts.oldest ? std::max(0.0, seconds(now - *counts.oldest)) : 0.0,
          "Age of the oldest delivery that waits.");
    gauge(text, "holdfast_delivery_paused", is_delivery_paused(reader, house) ? 1 : 0,
          "1 while the store's place is not confirmed.");
    if (const auto filled = reader.mirror.filled_at())
      gauge(text, "holdfast_mirror_age_seconds", std::max(0.0, seconds(now - *filled)),
            "Since the practice system last told of a change.");
    gauge(text, "holdfast_audit_lines", static_cast<double>(reader.audit.head().number),
          "Lines of the audit log.");
    head(text, "holdfast_alerts", "gauge", "Findings stored, by rule.");
    for (const auto& [rule, count] : reader.alerts.count_by_rule())
      text +=
          fmt::format("holdfast_alerts{{rule=\"{}\"}} {}\n", rule.empty() ? "own" : rule, count);
  });
  gauge(text, "holdfast_store_bytes", static_cast<double>(house.store().file_bytes()),
        "Size of the database.");
  return text;
}

}  // namespace holdfast::service
