// SPDX-License-Identifier: MIT
// Templates, styles and scripts, read once from the embedded files. One per plugin instance;
// everything is const and safe on any thread.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "text/texts.hpp"

namespace holdfast::web {

struct Asset {
  std::string_view bytes;
  std::string_view content_type;
  std::string etag;  // quoted; the file may be cached for a year when asked for by its stamped name
};

class Templates;

class Look {
 public:
  explicit Look(const text::Texts& texts);  // `texts` outlives the look
  ~Look();
  Look(const Look&) = delete;
  Look& operator=(const Look&) = delete;

  const text::Texts& texts() const { return texts_; }

  // A file under assets/: "form.js", or "form.<stamp>.js" as pages link it.
  std::optional<Asset> asset(std::string_view name) const;
  std::string stamped(std::string_view name) const;  // "form.js" -> "form.3f9c2a1b.js"

  // The style that stands in the head of a page: a form to fill in, figures about many clients, the
  // design system, or any other page.
  enum class Sheet { form, staff, report, design };
  const std::string& style(Sheet sheet) const {
    return sheet == Sheet::form     ? form_style_
           : sheet == Sheet::report ? report_style_
           : sheet == Sheet::design ? design_style_
                                    : staff_style_;
  }

  // Values of Content-Security-Policy: nothing from elsewhere, no inline script, the one inline
  // style by its SHA-256. `frame_ancestors` is "'none'" or the origins of the host that shows us in
  // a frame.
  std::string content_security_policy(std::string_view frame_ancestors = "'none'") const;

  const Templates& templates() const { return *templates_; }

 private:
  const text::Texts& texts_;
  std::string form_style_;
  std::string staff_style_;
  std::string report_style_;
  std::string design_style_;
  std::string style_sources_;  // as CSP writes them
  std::unique_ptr<Templates> templates_;
};

// The catalogue of the plugin's own pages.
text::Texts plugin_texts();

}  // namespace holdfast::web
