// SPDX-License-Identifier: MIT
// The languages of the host's own pages: host/locale.
#pragma once
#include "text/texts.hpp"

namespace holdfast::host {

text::Texts page_texts();

}  // namespace holdfast::host
