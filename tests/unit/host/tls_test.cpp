// SPDX-License-Identifier: MIT
// HTTPS with a certificate made for the test.
#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPSClientSession.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <catch2/catch.hpp>
#include <cstdio>
#include <sstream>

#include "http_server.hpp"
#include "place.hpp"

using namespace holdfast::host;
using testing::contains;
using testing::exit_of;
using testing::Place;
namespace net = Poco::Net;

namespace {

// A certificate for localhost that signs itself, valid for a day, and its key.
struct Certificate {
  explicit Certificate(const Place& place, const std::string& name)
      : files{place / (name + ".pem"), place / (name + ".key")} {
    auto* key = EVP_RSA_gen(2048);
    auto* certificate = X509_new();
    REQUIRE(key);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 86400);
    auto* subject = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
    X509_set_issuer_name(certificate, subject);
    X509_set_pubkey(certificate, key);
    REQUIRE(X509_sign(certificate, key, EVP_sha256()) > 0);
    auto* out = std::fopen(files.certificate.c_str(), "w");
    PEM_write_X509(out, certificate);
    std::fclose(out);
    out = std::fopen(files.key.c_str(), "w");
    PEM_write_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(out);
    X509_free(certificate);
    EVP_PKEY_free(key);
  }
  Tls files;
};

net::Context::Ptr client() {
  net::Context::Params params;
  params.verificationMode = net::Context::VERIFY_NONE;
  return new net::Context(net::Context::TLS_CLIENT_USE, params);
}

std::string ask(const std::string& address) {
  const net::SocketAddress peer(address);
  net::HTTPSClientSession session(peer.host().toString(), peer.port(), client());
  net::HTTPRequest request("GET", "/a", "HTTP/1.1");
  session.sendRequest(request);
  net::HTTPResponse response;
  std::ostringstream text;
  text << session.receiveResponse(response).rdbuf();
  return text.str();
}

Response tell(const Request& request) {
  return {200, {}, request.target + (request.is_encrypted ? " encrypted" : " plain")};
}

}  // namespace

TEST_CASE("with a certificate and its key pages are served over TLS, and know it") {
  const Place place;
  const Certificate own(place, "own");
  const HttpServer server({.address = "127.0.0.1:0", .tls = own.files}, tell);
  CHECK(ask(server.address()) == "/a encrypted");
  CHECK(ask(server.address()) == "/a encrypted");
}

TEST_CASE("with TLS another address than this machine's needs no proxy") {
  const Place place;
  const Certificate own(place, "own");
  CHECK(exit_of([&] { HttpServer({.address = "0.0.0.0:0", .tls = own.files}, tell); }).empty());
}

TEST_CASE("a certificate that is none, or another's key, is told by file") {
  const Place place;
  const Certificate own(place, "own"), other(place, "other");
  const auto nonsense = place.write("nonsense.pem", "nothing");
  const auto told = [&](const Tls& tls) {
    return exit_of([&] { HttpServer({.address = "127.0.0.1:0", .tls = tls}, tell); });
  };
  CHECK(contains(told({place / "missing.pem", own.files.key}), "missing.pem"));
  CHECK(contains(told({nonsense, own.files.key}), "nonsense.pem"));
  CHECK(contains(told({own.files.certificate, other.files.key}), "other.key"));
}

TEST_CASE("whether browsers keep answers offline is said in a sentence with what to do") {
  CHECK(secure_context({"127.0.0.1:8480", {}, {}}).is_secure);
  CHECK(secure_context({.address = "0.0.0.0:8480", .tls = {"a", "b"}}).is_secure);
  CHECK(secure_context({"10.0.0.2:8480", {}, {"10.0.0.1"}}).is_secure);
  const auto plain = secure_context({"10.0.0.2:8480", {}, {}});
  CHECK_FALSE(plain.is_secure);
  CHECK(contains(plain.sentence, "--tls-cert"));
}
