// SPDX-License-Identifier: MIT
#include "page_texts.hpp"

#include "host_catalogues.hpp"

namespace holdfast::host {

text::Texts page_texts() {
  return text::Texts::carried("holdfast-host", host_catalogues::names(), host_catalogues::find);
}

}  // namespace holdfast::host
