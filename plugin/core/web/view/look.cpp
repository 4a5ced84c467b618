// SPDX-License-Identifier: MIT
#include "web/view/look.hpp"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

#include "page_assets.hpp"
#include "page_catalogues.hpp"
#include "shared_look.hpp"
#include "web/chart/style.hpp"
#include "web/view/design.hpp"
#include "web/view/templates.hpp"

namespace holdfast::web {
namespace {

constexpr std::array<std::string_view, 2> shared_styles{"tokens.css", "base.css"};
constexpr std::array<std::string_view, 3> staff_styles{"today.css", "picture.css", "graph.css"};
constexpr std::array<std::string_view, 2> report_styles{"picture.css", "report.css"};

std::array<unsigned char, 32> sha256(std::string_view bytes) {
  std::array<unsigned char, 32> digest{};
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1)
    throw std::runtime_error("SHA-256 is not available in this libcrypto");
  return digest;
}

std::string base64(const std::array<unsigned char, 32>& digest) {
  std::string out(45, '\0');
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), digest.data(),
                                     static_cast<int>(digest.size()));
  out.resize(static_cast<std::size_t>(length));
  return out;
}

std::string hex(const std::array<unsigned char, 32>& digest, std::size_t bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (std::size_t i = 0; i < bytes; ++i) {
    out += digits[digest[i] >> 4];
    out += digits[digest[i] & 15];
  }
  return out;
}

std::string_view type_of(std::string_view name) {
  if (name.ends_with(".js")) return "text/javascript; charset=utf-8";
  if (name.ends_with(".css")) return "text/css; charset=utf-8";
  if (name.ends_with(".svg")) return "image/svg+xml";
  return "application/octet-stream";
}

constexpr std::size_t stamp_bytes = 8;

// "form.0123456789abcdef.js" -> "form.js"; any other name as it is.
std::string without_stamp(std::string_view name) {
  const std::size_t last = name.rfind('.');
  const std::size_t stamp = last == std::string_view::npos ? last : name.rfind('.', last - 1);
  if (stamp == std::string_view::npos || last - stamp - 1 != 2 * stamp_bytes)
    return std::string(name);
  return std::string(name.substr(0, stamp)).append(name.substr(last));
}

}  // namespace

Look::Look(const text::Texts& texts) : texts_(texts), templates_(std::make_unique<Templates>()) {
  for (const std::string_view name : shared_styles)
    staff_style_ += chart::condensed(*shared_look::find(name));
  form_style_ = staff_style_ + chart::condensed(*page_assets::find("form.css"));
  report_style_ = staff_style_;
  for (const std::string_view name : report_styles)
    report_style_ += chart::condensed(*page_assets::find(name));
  for (const std::string_view name : staff_styles)
    staff_style_ += chart::condensed(*page_assets::find(name));
  design_style_ = staff_style_;
  for (const std::string_view name : {"report.css", "design.css"})
    design_style_ += chart::condensed(*page_assets::find(name));
  design_style_ += swatch_style(*shared_look::find("tokens.css"));
  for (const auto* style : {&form_style_, &staff_style_, &report_style_, &design_style_})
    style_sources_ +=
        (style_sources_.empty() ? "'sha256-" : " 'sha256-") + base64(sha256(*style)) + "'";
}

Look::~Look() = default;

std::optional<Asset> Look::asset(std::string_view name) const {
  const std::string plain = without_stamp(name);
  const auto bytes = page_assets::find(plain);
  if (!bytes || (plain != name && stamped(plain) != name)) return std::nullopt;
  return Asset{*bytes, type_of(plain), '"' + hex(sha256(*bytes), stamp_bytes) + '"'};
}

std::string Look::stamped(std::string_view name) const {
  const auto bytes = page_assets::find(name);
  if (!bytes) throw std::logic_error("no asset " + std::string(name));
  const std::size_t dot = name.rfind('.');
  return std::string(name.substr(0, dot)) + '.' + hex(sha256(*bytes), stamp_bytes) +
         std::string(name.substr(dot));
}

std::string Look::content_security_policy(std::string_view frame_ancestors) const {
  std::string policy =
      "default-src 'none'; style-src 'self' " + style_sources_ +
      "; script-src 'self'; worker-src 'self'; img-src 'self' data:; connect-src 'self'; "
      "form-action 'self'; base-uri 'none'; frame-ancestors ";
  policy += frame_ancestors;
  return policy;
}

text::Texts plugin_texts() {
  return text::Texts::carried("holdfast", page_catalogues::names(), page_catalogues::find);
}

}  // namespace holdfast::web
