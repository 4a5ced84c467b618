// SPDX-License-Identifier: MIT
#include "service/csv.hpp"

#include <catch2/catch.hpp>

using holdfast::service::CsvLine;

TEST_CASE("a line of cells ends as RFC 4180 says, with quotes where they are needed") {
  CHECK(CsvLine().add("a").add("").add("b c").take() == "a,,b c\r\n");
  CHECK(CsvLine().add("a,b").add("say \"so\"").add("two\nlines").take() ==
        "\"a,b\",\"say \"\"so\"\"\",\"two\nlines\"\r\n");
}

TEST_CASE("what a spreadsheet would calculate is neutralised, and a number stays a number") {
  for (const char* cell : {"=1+1", "+cmd", "-x", "@SUM(A1)", "\tx"})
    CHECK(CsvLine().add(cell).take() == "\"'" + std::string(cell) + "\"\r\n");
  CHECK(CsvLine().add("-12.5").add("7").take() == "-12.5,7\r\n");
  CHECK(CsvLine().add("-1-2").take() == "\"'-1-2\"\r\n");
  CHECK(CsvLine().add("-").take() == "\"'-\"\r\n");
}
