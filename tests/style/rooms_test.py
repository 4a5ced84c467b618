# SPDX-License-Identifier: MIT
"""Which room may use which, read off the #include lines and the CMake targets."""
import re
import sys

from tree import files, report, text_of

# The rooms of plugin/core, top to bottom: each uses only what stands above it, and no more than this.
PURE = {
    "alliance": set(),
    "json": {"alliance"},
    "instrument": {"alliance", "json"},
    "detection": {"alliance"},
    "repair": {"alliance", "detection"},
    "replay": {"alliance", "detection", "repair"},
    "simulation": {"alliance", "detection", "repair", "replay"},
}
USES = PURE | {
    "practice": {"alliance"},
    "store": {"alliance", "detection", "repair", "practice"},
    "access": {"alliance", "practice", "store"},
    "delivery": {"alliance", "practice", "store"},
    "service": set(PURE) | {"practice", "store", "access", "delivery"},
    "web": set(PURE) | {"practice", "store", "access", "delivery", "service"},
    "abi": set(PURE) | {"practice", "store", "access", "delivery", "service", "web"},
}
INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]', re.M)
CODE = (".c", ".h", ".cpp", ".hpp")
OUTSIDE_PURE = re.compile(r"^(Poco/|sqlite3\.h|libpq|mysql|openssl/|holdfast/)")


def room_of(name):
    parts = name.split("/")
    return parts[2] if name.startswith("plugin/core/") and len(parts) > 3 else None


def look_at_core(room, includes):
    if room not in USES:
        yield f"is in the room '{room}', which rooms_test.py does not know"
        return
    for form, path in includes:
        other = path.split("/")[0]
        if form == '"' and other in USES and other != room and other not in USES[room]:
            yield f"includes {path}: {room} does not use {other}"
        if room in PURE and OUTSIDE_PURE.match(path):
            yield f"includes {path}: {room} is pure"
        if room != "abi" and path.startswith("holdfast/"):
            yield f"includes {path}: only abi sees the C ABI"


def look_at_outside(name, includes):
    part, own = name.split("/")[:2]
    for _, path in includes:
        if part in ("host-sdk", "adapters") and path.startswith(("plugin/", "../")):
            yield f"includes {path}: {part} does not know the plugin"
        if part == "host-sdk" and path.startswith("adapters/"):
            yield f"includes {path}: the SDK knows no adapter"
        if part == "adapters" and path.startswith("adapters/") and path.split("/")[1] != own:
            yield f"includes {path}: an adapter knows no other"
        if name.startswith("plugin/shim/") and path.startswith(("Poco/", "sqlite3")):
            yield f"includes {path}: the shim has none of it"


def look_at_cmake(name, text):
    """The rooms' include path comes with their targets: outside plugin/core nobody links one."""
    if not name.startswith(("host-sdk/", "adapters/", "plugin/shim/")):
        return
    for target in re.findall(r"Holdfast::(\w+)", text):
        if target in USES:
            yield f"uses Holdfast::{target}, a room of the core"


def main():
    problems, count = [], 0
    for name in files():
        if name.endswith("CMakeLists.txt"):
            problems += [f"{name}: {what}" for what in look_at_cmake(name, text_of(name))]
        if not name.endswith(CODE):
            continue
        count += 1
        includes = INCLUDE.findall(text_of(name))
        room = room_of(name)
        found = look_at_core(room, includes) if room else look_at_outside(name, includes)
        problems += [f"{name}: {what}" for what in found]
    return report(problems, f"{count} files keep to their rooms")


sys.exit(main())
