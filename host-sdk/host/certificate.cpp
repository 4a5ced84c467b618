// SPDX-License-Identifier: MIT
#include "certificate.hpp"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

namespace holdfast::host {
namespace {

constexpr int days_to_renew = 14;  // what renews by itself does so at thirty

template <auto release>
struct Release {
  template <class T>
  void operator()(T* held) const {
    release(held);
  }
};
using File = std::unique_ptr<std::FILE, Release<std::fclose>>;
using X509Pointer = std::unique_ptr<X509, Release<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using Names = std::unique_ptr<GENERAL_NAMES, Release<GENERAL_NAMES_free>>;

Finding fail(std::string text, std::string advice) {
  return {"TLS", Health::fail, std::move(text), std::move(advice)};
}

File open(const std::filesystem::path& path) { return File(std::fopen(path.c_str(), "re")); }

std::string why_not() { return std::generic_category().message(errno); }

// "2026-11-23"
std::string day_of(const ASN1_TIME* time) {
  std::tm parts{};
  char text[16] = "";
  if (ASN1_TIME_to_tm(time, &parts) == 1) std::strftime(text, sizeof text, "%Y-%m-%d", &parts);
  return text;
}

// Seconds from `now` to that time.
long long seconds_until(const ASN1_TIME* time, std::time_t now) {
  const std::unique_ptr<ASN1_TIME, Release<ASN1_TIME_free>> from(ASN1_TIME_set(nullptr, now));
  int days = 0;
  int seconds = 0;
  ASN1_TIME_diff(&days, &seconds, from.get(), time);
  return 86400LL * days + seconds;
}

std::string names_in(const X509& certificate) {
  const Names names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr)));
  std::string text;
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const auto* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_DNS) continue;
    text += (text.empty() ? "" : ", ") +
            std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(name->d.dNSName)),
                        static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName)));
  }
  return text.empty() ? "no host name" : text;
}

bool is_for(X509& certificate, const std::string& name) {
  return X509_check_host(&certificate, name.c_str(), name.size(), 0, nullptr) == 1 ||
         X509_check_ip_asc(&certificate, name.c_str(), 0) == 1;
}

// Nobody is there to type a passphrase.
int no_passphrase(char*, int, int, void*) { return 0; }

// What the key's file says beside the certificate; of the health ok: nothing is wrong.
Finding judge_key(X509& certificate, const CertificateFiles& files) {
  const auto file = open(files.key);
  const auto path = files.key.string();
  if (!file && errno == EACCES)
    return {"TLS", Health::ok, "; its key is for another user and was not compared", {}};
  if (!file) return fail(path + " cannot be read: " + why_not(), "name the key of the certificate");
  const Key key(PEM_read_PrivateKey(file.get(), nullptr, no_passphrase, nullptr));
  if (!key)
    return fail(path + " is no private key that can be read without a passphrase",
                "name the key that the proxy reads, in PEM");
  if (X509_check_private_key(&certificate, key.get()) != 1)
    return fail(path + " is not the key of " + files.certificate.string(),
                "put the key beside it that the certificate was asked for with");
  return {"TLS", Health::ok, " and fits its key", {}};
}

}  // namespace

Finding judge_certificate(const CertificateFiles& files, std::time_t now) {
  const auto path = files.certificate.string();
  const auto file = open(files.certificate);
  if (!file && errno == EACCES)
    return {"TLS", Health::unknown, path + " is for another user",
            "a certificate is no secret: run: chmod 644 " + path};
  if (!file)
    return fail(path + " cannot be read: " + why_not(), "name the certificate that is served");
  const X509Pointer certificate(PEM_read_X509(file.get(), nullptr, no_passphrase, nullptr));
  if (!certificate) return fail(path + " is no certificate in PEM", "name its PEM file");

  const auto* from = X509_get0_notBefore(certificate.get());
  const auto* to = X509_get0_notAfter(certificate.get());
  if (seconds_until(from, now) > 0)
    return fail(path + " is not valid before " + day_of(from),
                "see that the clock is right; or use the certificate before it until then");
  const auto left = seconds_until(to, now);
  if (left < 0)
    return fail(path + " ended on " + day_of(to),
                "renew it and reload the proxy: browsers refuse the pages");
  if (!files.name.empty() && !is_for(*certificate, files.name))
    return fail(path + " is for " + names_in(*certificate) + ", not for " + files.name,
                "get one for that name, or put serve.public_name right");
  std::string text = path + " is valid until " + day_of(to);
  if (!files.name.empty()) text += " for " + files.name;
  if (!files.key.empty()) {
    auto key = judge_key(*certificate, files);
    if (key.health != Health::ok) return key;
    text += key.text;
  }
  if (left < 86400LL * days_to_renew)
    return {"TLS", Health::warn, text, "renew it now; see why that did not happen by itself"};
  return {"TLS", Health::ok, text, {}};
}

}  // namespace holdfast::host
