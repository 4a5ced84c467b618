// SPDX-License-Identifier: MIT
#include "spelling.hpp"

#include <catch2/catch.hpp>

using holdfast::store::postgresql::spell;

TEST_CASE("a table is spelled with the server's types, compared byte by byte") {
  const auto spelled = spell(
      "-- a comment; with a sign\n"
      "CREATE TABLE t (\n  practice_id TEXT NOT NULL,\n  n INTEGER,\n  x REAL CHECK (x <> "
      "'TEXT'),\n"
      "  b BLOB,\n  PRIMARY KEY (practice_id, n)\n) STRICT, WITHOUT ROWID;\n"
      "CREATE INDEX t_of ON t (practice_id, n) WHERE n IS NOT NULL;\n");
  REQUIRE(spelled.size() == 2);
  CHECK(spelled[0] ==
        "CREATE TABLE t (\n  practice_id TEXT COLLATE \"C\" NOT NULL,\n  n BIGINT,\n"
        "  x DOUBLE PRECISION CHECK (x <> 'TEXT'),\n  b BYTEA,\n"
        "  PRIMARY KEY (practice_id, n)\n)");
  CHECK(spelled[1] == "CREATE INDEX t_of ON t (practice_id, n) WHERE n IS NOT NULL");
}

TEST_CASE("what concerns SQLite's planner alone is left out") {
  CHECK(spell("ANALYZE;\nINSERT INTO sqlite_stat1 VALUES ('a;b', 1);\nANALYZE sqlite_schema;\n")
            .empty());
}

TEST_CASE("a fact's triggers are spelled, emptying the table included") {
  const auto spelled = spell(
      "CREATE TRIGGER t_kept BEFORE DELETE ON t\n  WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE "
      "practice_id = OLD.practice_id) BEGIN\n  SELECT RAISE(ABORT, 't: never removed');\nEND;\n"
      "CREATE TRIGGER t_unchanged BEFORE UPDATE ON t BEGIN\n"
      "  SELECT RAISE(ABORT, 't: never changed');\nEND;\n");
  REQUIRE(spelled.size() == 3);
  CHECK(spelled[0] ==
        "CREATE TRIGGER t_kept BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION "
        "keep_fact_unless_erasing('t: never removed')");
  CHECK(spelled[1] ==
        "CREATE TRIGGER t_kept_whole BEFORE TRUNCATE ON t FOR EACH STATEMENT EXECUTE FUNCTION "
        "keep_fact('t: never removed')");
  CHECK(spelled[2] ==
        "CREATE TRIGGER t_unchanged BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION "
        "keep_fact('t: never changed')");
}

TEST_CASE("what moves rows into lines of text is spelled, numbers in all their digits") {
  const auto spelled = spell(
      "DROP TRIGGER t_unchanged;\n"
      "UPDATE t SET x = (SELECT group_concat(l.line, '') FROM (SELECT s.a || "
      "printf('%!.17g', s.b) || printf('%!.17g', s.c) AS line FROM s) l),"
      " y = substr(x, 1, instr(x, 'instr'));\n");
  REQUIRE(spelled.size() == 2);
  CHECK(spelled[0] == "DROP TRIGGER t_unchanged ON t");
  CHECK(spelled[1] ==
        "UPDATE t SET x = (SELECT string_agg(l.line, '') FROM (SELECT s.a || "
        "CAST(s.b AS text) || CAST(s.c AS text) AS line FROM s) l),"
        " y = substr(x, 1, strpos(x, 'instr'))");
}

TEST_CASE("a trigger of another kind is not guessed at") {
  CHECK_THROWS_AS(spell("DROP TRIGGER t_kept;\n"), std::logic_error);
  CHECK_THROWS_AS(spell("CREATE TRIGGER t_new BEFORE INSERT ON t BEGIN\n"
                        "  SELECT RAISE(ABORT, 'no');\nEND;\n"),
                  std::logic_error);
  CHECK_THROWS_AS(spell("CREATE TRIGGER t_kept BEFORE DELETE ON t WHEN OLD.n > 1 BEGIN\n"
                        "  SELECT RAISE(ABORT, 'no');\nEND;\n"),
                  std::logic_error);
}
