// SPDX-License-Identifier: MIT
#include "detection/step.hpp"

namespace holdfast::detection {

State start(const Settings& settings) {
  State state;
  state.total = new_baseline(settings.given.total);
  state.areas.fill(new_baseline(settings.given.area));
  return state;
}

Findings findings_of(const Settings& settings, const Step& step) {
  Findings findings;
  for (const Rule rule :
       {Rule::sudden_dip, Rule::sustained, Rule::evidence, Rule::told_us, Rule::low_start}) {
    if (!step.raises(rule)) continue;
    Finding finding;
    finding.rule = rule;
    finding.strong = rule == Rule::sudden_dip && at_least(step.z, rules::strong_z);
    finding.score = step.score;
    finding.expected = step.expected;
    finding.sd = step.sd;
    finding.z = step.z;
    finding.usual_low = step.expected - rules::usual_width * step.sd;
    finding.usual_high = step.expected + rules::usual_width * step.sd;
    finding.earlier = step.earlier;
    finding.tension = step.tension;
    finding.said_directly = step.said_directly;
    if (is_dip(rule)) {
      finding.area = step.area;
      finding.area_z = step.area_z;
    }
    if (rule == Rule::evidence)
      finding.evidence =
          Evidence{step.score_points, step.tension_points, step.threshold, step.evidence_from_area};
    if (rule == Rule::sudden_dip) finding.chance = chance_of(step.z);
    finding.parameters = settings.given.total.version;
    findings.add(finding);
  }
  return findings;
}

}  // namespace holdfast::detection
