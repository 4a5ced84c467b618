// SPDX-License-Identifier: MIT
// A choice of detection settings as JSON, as it is stored, sent and shown.
#pragma once
#include "json/object.hpp"
#include "json/writer.hpp"
#include "service/detection_settings.hpp"

namespace holdfast::service {

// Members "rules", "thresholds" and "instruments".
void write_choice(json::Writer& writer, const DetectionChoice& choice);
DetectionChoice read_choice(json::Object& in);
// The object alone: {"sudden_dip":true,"sudden_z":1.75, ...}; absent members are built-in.
void write_thresholds(json::Writer& writer, const detection::Thresholds& thresholds);
detection::Thresholds read_thresholds(json::Object in);

}  // namespace holdfast::service
