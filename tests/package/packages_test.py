# SPDX-License-Identifier: MIT
"""The packages as they were built: complete, lintian-clean, with the dependencies that are linked, a bill
of materials that equals them, and sums that match; and a tarball that runs wherever it is put.

usage: packages_test.py SOURCE_DIR PACKAGES_DIR adapter...
"""
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

# An archive's upload closes a bug that asked for the package; ours is in no archive. The .txt files of the
# OpenEMR module are read by programs.
ACCEPTED = "initial-upload-closes-no-bugs,package-contains-documentation-outside-usr-share-doc"
# What a library of this release may need besides itself; a new one is a decision, so it is named here.
KNOWN = re.compile(r"libPoco\w+\.so\.80|libsqlite3\.so\.0|libcrypto\.so\.3|libssl\.so\.3|libfmt\.so\.9|libdate-tz\.so\.3"
                   r"|libargon2\.so\.1|liboath\.so\.0|libqrencode\.so\.4|libpq\.so\.5|libmariadb\.so\.3"
                   r"|libboost_locale\.so\.1\.74\.0|libstdc\+\+\.so\.6|libgcc_s\.so\.1|libc\.so\.6|libm\.so\.6"
                   r"|ld-linux-x86-64\.so\.2|libcurl\.so\.4")


def must(command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    assert done.returncode == 0, f"{command}: {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def field(package, name):
    return must(["dpkg-deb", "-f", package, name]).strip()


def needed(file):
    return set(re.findall(r"\(NEEDED\)\s+Shared library: \[(.*?)\]", must(["readelf", "-d", file])))


def is_elf(file):
    with open(file, "rb") as opened:
        return opened.read(4) == b"\x7fELF"


def binaries_under(prefix):
    return {str(file.relative_to(prefix)): file for file in prefix.rglob("*")
            if file.is_file() and not file.is_symlink() and is_elf(file)}


def check_bill(package, tree):
    """Every file, every library it names, nothing else; each with a licence and a version."""
    binaries = binaries_under(tree / "usr")
    bill = tree / "usr/share/doc" / package / f"{package}.spdx.json"
    if not binaries:
        assert not bill.exists()
        return 0
    told = json.loads(bill.read_text())
    assert told["spdxVersion"] == "SPDX-2.3" and told["dataLicense"] == "CC0-1.0"
    ids = [one["SPDXID"] for one in told["packages"] + told["files"]]
    assert len(ids) == len(set(ids)), "an id stands twice"
    files = {one["SPDXID"]: one for one in told["files"]}
    assert {one["fileName"].removeprefix("./") for one in told["files"]} == set(binaries), bill
    linked = {}
    for relation in told["relationships"]:
        for end in (relation["spdxElementId"], relation["relatedSpdxElement"]):
            assert end in ids or end == "SPDXRef-DOCUMENT", end
        if relation["relationshipType"] == "DYNAMIC_LINK":
            linked.setdefault(relation["spdxElementId"], set()).add(relation["comment"])
    for identity, one in files.items():
        file = binaries[one["fileName"].removeprefix("./")]
        digest = next(sum_["checksumValue"] for sum_ in one["checksums"] if sum_["algorithm"] == "SHA256")
        assert digest == hashlib.sha256(file.read_bytes()).hexdigest(), file
        assert linked.get(identity, set()) == needed(file), (file, linked.get(identity), needed(file))
        for library in needed(file):
            assert KNOWN.fullmatch(library), f"{file.name} needs {library}, which nobody decided"
    for part in told["packages"]:
        assert part["licenseDeclared"] != "NOASSERTION", f"{part['name']}: add its licence to write_sbom.cmake"
        assert part["versionInfo"] != "NOASSERTION", f"{part['name']}: its version is not known"
    return len(binaries)


def check_manifests(tree):
    for manifest in tree.rglob("holdfast-adapter-*.manifest.json"):
        pinned = json.loads(manifest.read_text())
        library = manifest.with_name(pinned["file"])
        assert pinned["sha256"] == hashlib.sha256(library.read_bytes()).hexdigest(), manifest


def check_package(file, folder):
    name = field(file, "Package")
    tree = folder / name
    must(["dpkg-deb", "-x", file, tree])
    assert (tree / "usr/share/doc" / name / "copyright").exists(), name
    assert (tree / "usr/share/doc" / name / "changelog.Debian.gz").exists(), name
    for library in tree.rglob("*.so"):
        assert "usr/lib/x86_64-linux-gnu/holdfast" in str(library), library
    check_manifests(tree)
    return name, check_bill(name, tree)


def check_dependencies(files):
    depends = field(files["holdfast"], "Depends")
    for library in ("libpocofoundation80", "libpoconet80", "libpocodatasqlite80", "libsqlite3-0", "libpq5", "libargon2-1"):
        assert re.search(rf"\b{library}\b", depends), (library, depends)
    version = field(files["holdfast"], "Version")
    for name, file in files.items():
        if name.startswith("holdfast-adapter-"):
            assert f"holdfast (= {version})" in field(file, "Depends"), name


def check_sums(packages, folder):
    must(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=packages)
    listed = {line.split()[1] for line in (packages / "SHA256SUMS").read_text().splitlines()}
    assert listed == {file.name for file in packages.iterdir() if file.suffix in (".deb", ".xz")}, listed


def check_signing(source, packages, folder):
    """A release's signature: made with a key, good for this file, bad for another."""
    copy, key, public = folder / "signed", folder / "key.pem", folder / "public.pem"
    copy.mkdir()
    for file in packages.glob("holdfast-doc*.deb"):
        shutil.copy(file, copy)
    must(["openssl", "genpkey", "-algorithm", "ed25519", "-out", key])
    must(["openssl", "pkey", "-in", key, "-pubout", "-out", public])
    must(["sh", source / "packaging/sums.sh", copy], env={**os.environ, "HOLDFAST_SIGNING_KEY": str(key)})
    verify = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", public, "-rawin", "-in", "SHA256SUMS",
              "-sigfile", "SHA256SUMS.sig"]
    must(verify, cwd=copy)
    with open(copy / "SHA256SUMS", "a") as sums:
        sums.write("0" * 64 + "  other.deb\n")
    assert subprocess.run(verify, cwd=copy, capture_output=True).returncode != 0


def check_tarball(packages, folder):
    archive = next(packages.glob("*.tar.xz"))
    names = must(["tar", "tf", archive]).split()
    assert len({name.split("/")[0] for name in names}) == 1, "more than one folder at its top"
    must(["tar", "xf", archive, "-C", folder])
    moved = folder / "somewhere else"
    next(folder.glob("holdfast-0*")).rename(moved)
    program = moved / "bin/holdfast"
    billed = [one["fileName"].removeprefix("./") for bill in moved.rglob("*.spdx.json")
              for one in json.loads(bill.read_text())["files"]]
    assert sorted(billed) == sorted(binaries_under(moved)), "the bills name every binary, each once"
    said = must([program, "version"], cwd="/")
    assert str(moved) in said, said
    (moved / "etc/holdfast").mkdir(parents=True)
    (moved / "etc/holdfast/holdfast.toml").write_text('[serve]\nprefix = "/here"\n')
    assert "serve.prefix" in must([program, "config", "check", "--data", folder / "none"], cwd="/")


def main(source, packages, adapters):
    files = {field(file, "Package"): file for file in packages.glob("*.deb")}
    expected = {"holdfast", "holdfast-dev", "holdfast-conform", "holdfast-doc", "python3-holdfast"}
    expected |= {f"holdfast-adapter-{adapter}" for adapter in adapters if adapter != "practice"}
    assert set(files) == expected, (set(files), expected)
    must(["lintian", "--allow-root", "--fail-on", "error,warning,info", "--suppress-tags", ACCEPTED, *files.values()])
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        binaries = sum(check_package(file, folder)[1] for file in files.values())
        check_dependencies(files)
        check_sums(packages, folder)
        check_signing(source, packages, folder)
        check_tarball(packages, folder)
    print(f"{len(files)} packages, {binaries} binaries")
    return 0


sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]))
