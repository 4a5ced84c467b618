// SPDX-License-Identifier: MIT
#include "web/view/qr_code.hpp"

#include <fmt/format.h>
#include <qrencode.h>

#include <memory>
#include <stdexcept>

#include "web/chart/escape.hpp"

namespace holdfast::web {

std::string qr_code(const std::string& text, const std::string& label) {
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M), &QRcode_free);
  if (!code) throw std::runtime_error("the QR code cannot be made");
  constexpr int quiet = 4;  // modules of empty border, as the standard asks
  const int width = code->width;
  std::string path;
  for (int y = 0; y < width; ++y)
    for (int x = 0; x < width;) {
      int end = x;
      while (end < width && (code->data[y * width + end] & 1U) != 0) ++end;
      if (end > x) path += fmt::format("M{} {}h{}v1h-{}z", x + quiet, y + quiet, end - x, end - x);
      x = end > x ? end : x + 1;
    }
  const int size = width + 2 * quiet;
  std::string said;
  append_escaped(said, label);
  return fmt::format(
      "<svg class=\"qr\" viewBox=\"0 0 {0} {0}\" role=\"img\" aria-label=\"{1}\" "
      "shape-rendering=\"crispEdges\"><rect width=\"{0}\" height=\"{0}\" fill=\"#fff\"/>"
      "<path d=\"{2}\" fill=\"#000\"/></svg>",
      size, said, path);
}

}  // namespace holdfast::web
