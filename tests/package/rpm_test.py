# SPDX-License-Identifier: MIT
"""The RPM spec, as far as a Debian can follow it: rpmbuild unpacks the source, takes the files that were built
here, and makes the packages; every installed file is in exactly one of them. What a distribution of RPMs brings
itself (how it calls CMake, its systemd scripts) is replaced by the least that does the same, so this is no
proof that it builds there.

usage: rpm_test.py SOURCE_DIR BINARY_DIR
"""
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path


def must(command, status=0):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    assert done.returncode == status, f"{command}: {done.returncode}\n{done.stdout[-4000:]}{done.stderr[-4000:]}"
    return done.stdout + done.stderr


def macros(folder, binary):
    """As definitions for rpm's command line."""
    install = f"DESTDIR=%{{buildroot}} cmake --install {shlex.quote(str(binary))} --strip"
    told = {
        "_topdir": folder, "_sourcedir": folder, "_libdir": "/usr/lib/x86_64-linux-gnu", "_docdir": "/usr/share/doc",
        "_binary_payload": "w1.gzdio", "debug_package": "%{nil}", "dist": "%{nil}",
        "cmake": ": cmake", "cmake_build": ": build", "cmake_install": install,
        "sysusers_create_compat": ":", "systemd_requires": "%{nil}",
        "systemd_post": ":", "systemd_preun": ":", "systemd_postun_with_restart": ":",
    }
    return [part for name, value in told.items() for part in ("--define", f"{name} {value}")]


def pack_source(source, folder, version):
    name = f"holdfast-{version}"
    must(["tar", "-C", source, "--exclude=./build", "--exclude=node_modules", "--exclude=./.git",
          f"--transform=s,^\\.,{name},", "-czf", folder / f"{name}.tar.gz", "."])


def check_what_it_says(spec, defined, version):
    says = must(["rpmspec", "-q", "--provides", *defined, spec]).split("\n")
    for package in ("holdfast", "holdfast-devel", "holdfast-conform", "holdfast-doc"):
        assert f"{package} = {version}-1" in says, (package, says)
    needs = must(["rpmspec", "-q", "--buildrequires", *defined, spec]).split()
    for package in ("gcc-c++", "cmake", "poco-devel", "libpq-devel", "mariadb-connector-c-devel", "openssl-devel"):
        assert package in needs, (package, needs)


def check_what_it_makes(folder, version):
    made = {re.match(rf"(.+)-{re.escape(version)}-1\.", file.name)[1]: file for file in folder.glob("RPMS/*/*.rpm")}
    assert set(made) == {"holdfast", "holdfast-devel", "holdfast-conform", "holdfast-doc"}, made
    listed = {name: must(["rpm", "-qlp", file]).split("\n") for name, file in made.items()}
    for name, wanted in {"holdfast": "/usr/bin/holdfast", "holdfast-devel": "/usr/include/holdfast/holdfast.h",
                         "holdfast-conform": "/usr/bin/holdfast-conform",
                         "holdfast-doc": "/usr/share/doc/holdfast-doc/handbook/it.md"}.items():
        assert wanted in listed[name], (name, wanted)
        assert all(name == other or wanted not in files for other, files in listed.items()), wanted
    bills = [name for files in listed.values() for name in files if name.endswith(".spdx.json")]
    assert "/usr/share/doc/holdfast/holdfast.spdx.json" in bills and len(bills) == len(set(bills)) >= 5, bills
    # What it links decides what it asks for: the reason why it has to be built where it is used.
    needs = must(["rpm", "-qp", "--requires", made["holdfast"]])
    assert "libPocoFoundation.so.80" in needs and "libcrypto.so.3" in needs, needs
    told = must(["rpm", "-qp", "--queryformat", "[%{FILENAMES} %{FILEMODES:perms} %{FILEUSERNAME}:%{FILEGROUPNAME}"
                 " %{FILEFLAGS:fflags}\n]", made["holdfast"]])
    assert "/etc/holdfast/holdfast.toml -rw-r----- root:holdfast cn" in told, "settings survive an upgrade, unread by others"
    return sum(len(files) for files in listed.values())


def main(source, binary):
    spec = source / "packaging/rpm/holdfast.spec"
    version = re.search(r"project\(Holdfast VERSION (\S+)", (source / "CMakeLists.txt").read_text())[1]
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        defined = macros(folder, binary)
        check_what_it_says(spec, defined, version)
        pack_source(source, folder, version)
        must(["rpmbuild", "-bb", "--nodeps", "--noclean", *defined, spec])
        files = check_what_it_makes(folder, version)
        # A file that no package takes is an error of the build.
        short = folder / "short.spec"
        short.write_text(re.sub(r"^%\{_bindir\}/holdfast\n", "", spec.read_text(), flags=re.M))
        said = must(["rpmbuild", "-bl", "--short-circuit", "--nodeps", *defined, short], status=1)
        assert "unpackaged" in said and "/usr/bin/holdfast" in said, said
    print(f"4 RPMs with {files} files; not built on a distribution of RPMs")
    return 0


sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
