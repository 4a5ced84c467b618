// SPDX-License-Identifier: MIT
#include "service/preview_settings.hpp"

#include <algorithm>
#include <set>

namespace holdfast::service {
namespace {

// What `one` marks and `other` does not, by rating: the same rating marked by another rule is kept.
Changes only_in(const std::vector<PastDip>& one, const std::vector<PastDip>& other) {
  std::set<RatingId> known;
  for (const auto& dip : other) known.insert(dip.rating);
  Changes changes;
  for (const auto& dip : one) {
    if (known.contains(dip.rating)) continue;
    ++changes.count;
    changes.listed.push_back({dip, {}});
  }
  std::sort(changes.listed.begin(), changes.listed.end(), [](const auto& a, const auto& b) {
    return std::tie(b.dip.day, b.dip.rating) < std::tie(a.dip.day, a.dip.rating);
  });
  return changes;
}

// Names belong to the clinician's own clients alone; elsewhere counts are all there is.
void name_clients(store::Reader& reader, ReportScope scope, Changes& changes) {
  if (scope != ReportScope::own) changes.listed.clear();
  if (changes.listed.size() > most_changes_listed) changes.listed.resize(most_changes_listed);
  for (auto& changed : changes.listed)
    if (const auto course = reader.mirror.course(changed.dip.course))
      if (const auto client = reader.mirror.client(course->client)) changed.client = client->name;
}

}  // namespace

Reply<Preview> preview_settings(House& house, const access::Principal& principal,
                                const PreviewQuestion& question) {
  auto access =
      open_report(house, {principal, "settings.preview", "/report-card/preview"}, question.report);
  if (!access) return access.refusal();
  const auto today = house.day_of(house.now());
  Preview preview;
  preview.access = std::move(*access);
  preview.is_asked = question.is_asked;
  house.store().read([&](store::Reader& reader) {
    const auto in_force = house.detection_settings(reader);
    preview.settings_version = in_force.version();
    preview.in_force = preview.proposed = in_force.choice();
    if (!question.is_asked) return;
    preview.proposed.rules = question.rules;
    preview.proposed.thresholds = question.thresholds;
    preview.past = select_past(reader, principal, preview.access, today);
    const std::array both{in_force, SettingsInForce{in_force.version(), preview.proposed}};
    auto figures = run_past(reader, preview.past, both, house);
    preview.now = std::move(figures.front());
    preview.then = std::move(figures.back());
    preview.gone = only_in(preview.now.dips, preview.then.dips);
    preview.added = only_in(preview.then.dips, preview.now.dips);
    preview.kept = preview.now.dips.size() - preview.gone.count;
    name_clients(reader, preview.access.scope, preview.gone);
    name_clients(reader, preview.access.scope, preview.added);
  });
  return preview;
}

}  // namespace holdfast::service
