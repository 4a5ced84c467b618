# SPDX-License-Identifier: MIT
"""In a Debian that debootstrap just made, without a network: everything from the offline bundle; plugin and
SDK used as vendors and hosts use them, from what the packages installed; then the handbooks.

usage: clean_install_test.py SOURCE_DIR PACKAGES_DIR DEBIAN_ROOT BUNDLE.tar
"""
import json
import re
import subprocess
import sys
from pathlib import Path

import root as roots


def install_all(made, bundle):
    root = roots.Root(made)
    root.copy([bundle], "/srv")
    root.sh("tar xf /srv/bundle.tar -C /srv")
    names = root.sh("cd /srv/holdfast-bundle && ls *.deb").split()
    root.sh("sh /srv/holdfast-bundle/install.sh " + " ".join(names))
    return root


def use_as_vendor(root, source):
    """The template's tutorial, by the installed SDK and the installed holdfast-conform."""
    commands = roots.indented_commands(Path(source, "adapters/template/README.md"))
    root.sh("mkdir /srv/vendor")
    root.sh("cd /srv/vendor\n" + "\n".join(commands))


def use_as_host(root, source):
    """The smallest host in C, from the installed examples, on the installed plugin; and the plugin's own cases."""
    folder = "/usr/lib/x86_64-linux-gnu/holdfast"
    root.copy([Path(source, "tests/conform", name) for name in ("practice.json", "facts.json")], "/srv/practice")
    root.write("/srv/practice/config.json", json.dumps(
        {"adapter": {"name": "practice", "config": {"import": "/srv/practice/practice.json"}}}))
    root.sh(f"holdfast-conform plugin {folder}/holdfast.so --config /srv/practice/config.json"
            " --facts /srv/practice/facts.json --quiet")
    said = root.sh("cd /srv && cc -o host /usr/share/doc/holdfast-dev/examples/host.c $(pkg-config --cflags holdfast) -ldl"
                   f" && mkdir -m 0700 data && ./host {folder}/holdfast.so '{{}}' /srv/data /")
    assert re.search(r"^[2-4]\d\d$", said, re.M), said


def main(source, packages, made, bundle):
    roots.enter_namespaces()
    root = install_all(made, bundle)
    use_as_vendor(root, source)
    use_as_host(root, source)
    print("the bundle installs without a network; vendor and host work from the packages")
    # The handbooks want a system with the dependencies and without Holdfast.
    installed = root.sh("dpkg-query -W -f '${Package}\\n' 'holdfast*' python3-holdfast").split()
    root.sh("apt-get purge -y " + " ".join(installed))
    sys.argv = [str(Path(__file__).with_name("handbook_test.py")), source, packages, str(root.path)]
    return subprocess.run([sys.executable, "-B", *sys.argv]).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
