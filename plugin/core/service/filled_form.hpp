// SPDX-License-Identifier: MIT
// A filled form's answers as a record for the host has them (holdfast.record/1, "answers").
#pragma once
#include "json/writer.hpp"
#include "service/submit_rating.hpp"

namespace holdfast::service {

// Free text goes with the form only where the practice gives comments to the host at all.
enum class Texts { given, kept_here };

// The member "answers", in the form's own order. What was left out is left out; "I'd rather not
// say" is there, without a value.
void write_answers(json::Writer& writer, const Submission& submission, Texts texts);

}  // namespace holdfast::service
