// SPDX-License-Identifier: MIT
#include "fhir/gateway/jwt.hpp"

#include <openssl/pem.h>
#include <stdlib.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "fhir/signing_key.hpp"

using namespace holdfast::adapters::fhir;
using namespace holdfast::adapters::fhir::gateway;

namespace {

constexpr auto all = {Algorithm::es256, Algorithm::es384, Algorithm::rs256, Algorithm::rs384};

// A key of ours in a file that is gone with the object.
class OwnKey {
 public:
  explicit OwnKey(EVP_PKEY* key) {
    char name[] = "/tmp/holdfast-jwt-XXXXXX";
    const int file = ::mkstemp(name);  // 0600
    REQUIRE(file >= 0);
    name_ = name;
    std::FILE* out = ::fdopen(file, "w");
    PEM_write_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(out);
    EVP_PKEY_free(key);
    key_ = std::make_unique<SigningKey>(KeyFile{"k", name_});
  }
  OwnKey(const OwnKey&) = delete;
  OwnKey& operator=(const OwnKey&) = delete;
  ~OwnKey() { ::unlink(name_.c_str()); }
  const SigningKey& key() const { return *key_; }
  PublicKey public_key() const { return *read_jwk(key_->public_jwk()); }

 private:
  std::string name_;
  std::unique_ptr<SigningKey> key_;
};

// RFC 7515, A.3.
constexpr const char* rfc_token =
    "eyJhbGciOiJFUzI1NiJ9"
    ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVl"
    "fQ"
    ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
const Json rfc_key{{"kty", "EC"},
                   {"crv", "P-256"},
                   {"x", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"},
                   {"y", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}};

std::string token(const std::string& header, const std::string& claims) {
  return base64url(header) + "." + base64url(claims) + "." + base64url("x");
}

}  // namespace

TEST_CASE("the standard's own token is read and checked") {
  const auto jwt = read_jwt(rfc_token);
  REQUIRE(jwt);
  CHECK(jwt->claims["iss"] == "joe");
  CHECK(seconds_in(jwt->claims, "exp") == 1300819380);
  const auto key = read_jwk(rfc_key);
  REQUIRE(key);
  CHECK(is_signed_by(*jwt, *algorithm_of(*jwt, all), *key));
  auto changed = *jwt;
  changed.signed_part.back() ^= 1;
  CHECK_FALSE(is_signed_by(changed, Algorithm::es256, *key));
  // A P-256 key does not check what says it is of another kind.
  CHECK_FALSE(is_signed_by(*jwt, Algorithm::es384, *key));
  CHECK_FALSE(is_signed_by(*jwt, Algorithm::rs256, *key));
}

TEST_CASE("what we sign with either kind of key is read back, leading zeros and all") {
  const OwnKey ec(EVP_EC_gen("P-384")), rsa(EVP_RSA_gen(2048));
  for (int i = 0; i < 300; ++i) {
    const auto jwt = read_jwt(ec.key().sign({{"n", i}}));
    REQUIRE(jwt);
    REQUIRE(algorithm_of(*jwt, {Algorithm::es384}) == Algorithm::es384);
    REQUIRE(is_signed_by(*jwt, Algorithm::es384, ec.public_key()));
  }
  const auto jwt = read_jwt(rsa.key().sign({{"n", 1}}));
  CHECK(is_signed_by(*jwt, Algorithm::rs384, rsa.public_key()));
  CHECK_FALSE(is_signed_by(*jwt, Algorithm::rs256, rsa.public_key()));
  CHECK_FALSE(is_signed_by(*jwt, Algorithm::rs384, ec.public_key()));
}

TEST_CASE("an algorithm counts only where it is let in") {
  const auto of = [](const std::string& header) { return *read_jwt(token(header, "{}")); };
  CHECK(algorithm_of(of(R"({"alg":"RS256"})"), all) == Algorithm::rs256);
  CHECK_FALSE(algorithm_of(of(R"({"alg":"RS256"})"), {Algorithm::es384, Algorithm::rs384}));
  for (const auto* header : {R"({"alg":"none"})", R"({"alg":"None"})", R"({"alg":"HS384"})",
                             R"({"alg":"es384"})", R"({"alg":["ES384"]})", R"({"alg":""})", R"({})",
                             R"({"alg":"ES384","crit":["exp"],"exp":1})"})
    CHECK_FALSE(algorithm_of(of(header), all));
}

TEST_CASE("what is no token is none") {
  for (const auto* text : {"", ".", "..", "a.b.c", "e30.e30", "e30.e30.e30.e30",
                           "e30.e30.===", "e30.W10.eA", "e31.e30.eA"})
    CHECK_FALSE(read_jwt(text));
  CHECK(read_jwt("e30.e30."));  // unsigned, which no check lets pass
  CHECK_FALSE(read_jwt(token(R"({"alg":"ES384","alg":"none"})", "{}")));  // a key twice
  CHECK_FALSE(read_jwt(std::string(20'000, 'e') + ".e30.eA"));
}

TEST_CASE("base64url has one way to write each text") {
  CHECK(from_base64url("") == "");
  CHECK(from_base64url("eA") == "x");
  for (const auto* text : {"eB", "e", "eA=", "eA==", "e+", "e/", "eA\n"})
    CHECK_FALSE(from_base64url(text));
}

TEST_CASE("a key that is weak, for another use, off its curve, or private in part is none") {
  CHECK(read_jwk(rfc_key));
  const auto without = [](Json jwk, const char* name, const Json& value) {
    jwk[name] = value;
    return read_jwk(jwk).has_value();
  };
  CHECK_FALSE(without(rfc_key, "use", "enc"));
  CHECK_FALSE(without(rfc_key, "crv", "secp256k1"));
  CHECK_FALSE(without(rfc_key, "crv", "P-384"));
  CHECK_FALSE(without(rfc_key, "y", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"));
  CHECK_FALSE(without(rfc_key, "kty", "oct"));
  const OwnKey rsa(EVP_RSA_gen(2048));
  CHECK_FALSE(without(rsa.key().public_jwk(), "n", base64url(std::string(128, '\xff'))));
  CHECK_FALSE(read_jwks("[]"));
  CHECK_FALSE(read_jwks("{}"));
  CHECK_FALSE(read_jwks("x"));
  CHECK(read_jwks(R"({"keys":[1,{"kty":"oct","k":"eA"}]})")->empty());
}

TEST_CASE("an audience is exact, alone or in a list") {
  CHECK(is_for({{"aud", "a"}}, "a"));
  CHECK(is_for({{"aud", {"b", "a"}}}, "a"));
  CHECK_FALSE(is_for({{"aud", "a/"}}, "a"));
  CHECK_FALSE(is_for({{"aud", Json::array()}}, "a"));
  CHECK_FALSE(is_for(Json::object(), "a"));
  CHECK_FALSE(is_for({{"aud", 1}}, "1"));
}

TEST_CASE("a moment is a number of seconds, or none") {
  CHECK(seconds_in({{"exp", 1.9}}, "exp") == 1);
  CHECK(seconds_in({{"exp", "1"}}, "exp") == -1);
  CHECK(seconds_in({{"exp", -5}}, "exp") == -1);
  CHECK(seconds_in({{"exp", 1e300}}, "exp") == -1);
  CHECK(seconds_in(Json::object(), "exp") == -1);
}
