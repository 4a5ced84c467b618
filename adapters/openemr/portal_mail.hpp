// SPDX-License-Identifier: MIT
// A form that waits, told to the client in OpenEMR's own portal mail: a sentence and the form's
// link, nothing about the treatment. The therapist is named as the sender, so that an answer
// reaches a person. The same key is written once.
#pragma once
#include "notices.hpp"

namespace holdfast::adapters::openemr {

// False where this client cannot be told this way: it is switched off, this OpenEMR has no such
// mail, or the client has no login for the portal. `sender` is a user name.
bool post_mail(Reader& reader, const Posting& posting, const std::string& sender);

// Puts it among what the client archived, read or not; false for a key that was never mailed.
bool withdraw_mail(Reader& reader, const std::string& key, payload::Instant at);

}  // namespace holdfast::adapters::openemr
