# SPDX-License-Identifier: MIT
"""The Python package: installs from the tree without network, and a host in Python passes the suite
of hosts that Python itself can keep.

usage: package_test.py SOURCE_DIR PLUGIN
"""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SOURCE, PLUGIN = Path(sys.argv[1]), sys.argv[2]
PACKAGE = SOURCE / "host-sdk" / "bindings" / "python"
sys.path.insert(0, str(PACKAGE / "src"))
sys.dont_write_bytecode = True

import holdfast  # noqa: E402


class NativeHost(holdfast.Host):
    """A host that knows one client and is asked for the rest in vain."""

    def __init__(self, folder):
        super().__init__(folder, "Europe/Berlin")
        self.asked = []

    def log(self, severity, line):
        pass

    def describe(self, actor):
        self.asked.append(actor)
        if actor == "u-broken":
            raise ValueError("a secret that must not be told")
        if actor != "u-1":
            raise holdfast.Error(holdfast.Status.NOT_FOUND, "nobody of that id")
        return {"schema": "holdfast.person/1", "id": "u-1", "name": "Dr. Synthetic Größe", "kind": "staff",
                "roles": ["therapist"], "clinician": "dr-1"}

    def may(self, actor, action, subject):
        return actor == "u-1"


class Package(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def test_it_installs_from_the_tree_without_network(self):
        target = Path(self.folder.name, "installed")
        copy = shutil.copytree(PACKAGE, Path(self.folder.name, "package"))
        subprocess.run(["/usr/bin/python3", "-m", "pip", "install", "--quiet", "--no-index", "--no-deps",
                        "--no-build-isolation", "--target", target, copy], check=True,
                       env=dict(os.environ, PIP_ROOT_USER_ACTION="ignore", PIP_DISABLE_PIP_VERSION_CHECK="1"))
        self.assertTrue((target / "holdfast" / "py.typed").exists())
        subprocess.run(["/usr/bin/python3", "-c", "import holdfast; holdfast.Request()"], check=True,
                       cwd=self.folder.name, env={"PYTHONPATH": str(target)})

    def test_a_host_in_python_says_who_is_acting(self):
        host = NativeHost(self.folder.name + "/data")
        with holdfast.Plugin(PLUGIN, host) as plugin:
            page = plugin.handle(holdfast.Request(path="/api/v1/me", actor="u-1"))
            self.assertEqual(page.code, 200)
            self.assertIn("Größe", page.body.decode())
            self.assertEqual(plugin.handle(holdfast.Request(path="/api/v1/me", actor="u-2")).code, 401)
        self.assertIn("u-1", host.asked)

    def test_what_a_host_raises_does_not_get_out(self):
        with holdfast.Plugin(PLUGIN, NativeHost(self.folder.name + "/data")) as plugin:
            page = plugin.handle(holdfast.Request(path="/api/v1/me", actor="u-broken"))
            self.assertGreaterEqual(page.code, 500)
            self.assertNotIn(b"secret", page.body)

    def test_a_wrong_configuration_is_an_error_with_a_reason(self):
        with self.assertRaises(holdfast.Error) as caught:
            with holdfast.Plugin(PLUGIN, NativeHost(self.folder.name + "/data"), {"nonsense": True}):
                self.fail("a wrong configuration is taken")
        self.assertEqual(caught.exception.status, holdfast.Status.INVALID)
        self.assertIn("nonsense", caught.exception.message)

    def test_a_plugin_that_was_closed_says_so(self):
        plugin = holdfast.Plugin(PLUGIN, NativeHost(self.folder.name + "/data"))
        plugin.close()
        plugin.close()
        with self.assertRaises(holdfast.Error) as caught:
            plugin.handle(holdfast.Request())
        self.assertEqual(caught.exception.status, holdfast.Status.STATE)


unittest.main(argv=sys.argv[:1])
