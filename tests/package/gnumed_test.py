# SPDX-License-Identifier: MIT
"""GNUmed's part as the packages bring it, beside Debian's own GNUmed client: what the adapter's page tells IT to
run is there, the client finds the tab, the tab finds the library and Debian's Python the module, and the way back
leaves GNUmed's client as Debian made it.

usage: gnumed_test.py SOURCE_DIR PACKAGES_DIR
"""
import re
import sys
from pathlib import Path

import root as roots

GUI = "/usr/share/gnumed/Gnumed/wxpython/gui"
# What GNUmed's client does with a tab, but for the window.
LOAD = """
import sys
sys.path += ["/usr/share/gnumed", "/usr/share/gnumed/Gnumed"]
import gmHoldfastPlugin
import holdfast
from holdfast_gnumed import settings
assert gmHoldfastPlugin.gmHoldfastPlugin.tab_name == "Holdfast"
assert holdfast.__file__ == "/usr/lib/python3/dist-packages/holdfast/__init__.py", holdfast.__file__
assert settings.__file__ == "/usr/share/holdfast/gnumed/client/holdfast_gnumed/settings.py", settings.__file__
read = settings.read()
chosen = read.configuration(settings.Login("dr-x", "word", "gnumed_v22", "127.0.0.1", "1"))
plugin = holdfast.Plugin(read.library, holdfast.Host("/srv/data", "Europe/Berlin"), chosen)
try:
    plugin.activate()
except holdfast.Error as error:
    print(error.message)  # nobody listens on that port
finally:
    plugin.close()
"""


def named_files(page):
    return set(re.findall(r"/usr/share/holdfast/[\w./-]+\w", page))


def main(source, packages):
    roots.enter_namespaces()
    root = roots.Root()
    debs = [file for name in ("holdfast", "python3-holdfast", "holdfast-adapter-gnumed")
            for file in packages.glob(f"{name}_*.deb")]
    assert len(debs) == 3, debs
    root.copy(debs, "/srv/packages")
    before = root.sh(f"ls -A {GUI}")
    root.sh("apt-get install -y --no-install-recommends /srv/packages/*.deb")

    page = (source / "adapters/gnumed/README.md").read_text()
    named = named_files(page)
    assert any(name.endswith("gnumed/install.sh") for name in named), named
    for name in named:
        assert root.has(name), f"the page names {name}, which no package brings"
    assert "install.sh database" in root.sh("sh /usr/share/holdfast/gnumed/install.sh", status=2)
    assert "uninstall.sh client" in root.sh("sh /usr/share/holdfast/gnumed/uninstall.sh", status=2)

    root.sh("sh /usr/share/holdfast/gnumed/install.sh client")
    root.write("/srv/load.py", LOAD)
    said = root.sh(f"cd {GUI} && PYTHONPATH={GUI} python3 -B /srv/load.py")
    assert "cannot be reached" in said, said

    root.sh("sh /usr/share/holdfast/gnumed/uninstall.sh client")
    assert root.sh(f"ls -A {GUI}") == before, "GNUmed's client is not as it was"
    root.sh("apt-get purge -y holdfast-adapter-gnumed python3-holdfast")
    for gone in ("/usr/share/holdfast/gnumed", "/usr/lib/python3/dist-packages/holdfast"):
        assert not root.has(gone), f"{gone} was left"
    print("the packages bring GNUmed's part whole, and take it away again")


main(Path(sys.argv[1]), Path(sys.argv[2]))
