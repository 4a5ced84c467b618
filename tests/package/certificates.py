# SPDX-License-Identifier: MIT
"""Certificates for tests, with any first and last day: openssl's smallest authority signs a key's own."""
import subprocess
import time
from pathlib import Path

AUTHORITY = """[ca]
default_ca = this
[this]
database = {folder}/index.txt
serial = {folder}/serial
new_certs_dir = {folder}
default_md = sha256
policy = any
x509_extensions = names
[any]
commonName = supplied
[names]
subjectAltName = {names}
"""


def openssl(*arguments):
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def make_key(file):
    openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", file)
    return file


def certify(folder, names="DNS:pages.example.org", first_day=-1, last_day=90):
    """cert.pem and key.pem in the folder; days count from now."""
    folder = Path(folder)
    folder.mkdir(exist_ok=True)
    day = lambda n: time.strftime("%Y%m%d%H%M%SZ", time.gmtime(time.time() + n * 86400))
    (folder / "index.txt").write_text("")
    (folder / "serial").write_text("01\n")
    (folder / "authority.cnf").write_text(AUTHORITY.format(folder=folder, names=names))
    key = make_key(folder / "key.pem")
    openssl("req", "-new", "-key", key, "-subj", "/CN=pages of a test", "-out", folder / "request.pem")
    openssl("ca", "-batch", "-selfsign", "-notext", "-config", folder / "authority.cnf", "-keyfile", key,
            "-in", folder / "request.pem", "-startdate", day(first_day), "-enddate", day(last_day),
            "-out", folder / "cert.pem")
    return folder / "cert.pem", key
