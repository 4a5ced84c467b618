# SPDX-License-Identifier: MIT
"""What Holdfast is started with: the practice's settings file, and who has logged in to GNUmed.

The file is JSON, /etc/holdfast/gnumed.json or what HOLDFAST_GNUMED_SETTINGS names; all of it is optional:

    {"library": "/opt/holdfast/lib/holdfast/holdfast.so",
     "folder": "~/.local/share/holdfast-gnumed",
     "zone": "Europe/Berlin",
     "comments": false,
     "plugin": {"practice_name": "Practice by the Lake", "crisis_text": "...", "seal": true,
                "write_back": ["client_total", "therapist_rating", "alert"]}}
"""
import json
import os
import sysconfig
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, List, Optional
from urllib.parse import quote

DEFAULT_FILE = "/etc/holdfast/gnumed.json"
KNOWN = {"library", "folder", "zone", "comments", "plugin"}
# Ours to say, from the login; a practice cannot set them otherwise.
RESERVED = {"store", "practice_id", "adapter", "open"}
STORE_OPTIONS = "-csearch_path=holdfast -cdefault_transaction_read_only=off"


class SettingsError(Exception):
    """Says which field of the file is wrong, and what belongs there."""


@dataclass
class Login:
    """Whoever has logged in, as GNUmed's client knows it."""

    user: str
    password: str
    database: str
    host: str = ""
    port: str = ""


@dataclass
class Settings:
    library: str
    folder: str
    zone: str
    comments: bool = False
    plugin: Dict[str, Any] = field(default_factory=dict)

    def configuration(self, login: Login) -> Dict[str, Any]:
        """What the plugin is created with. Each clinician keeps a practice named like their login."""
        adapter = {"database": login.database, "user": login.user, "comments": self.comments}
        for name, value in (("host", login.host), ("port", login.port), ("password", login.password)):
            if value:
                adapter[name] = value
        beside = Path(self.library).parent
        choice: Dict[str, Any] = {"name": "gnumed", "config": adapter}
        installed = beside / "adapters" / "holdfast-adapter-gnumed.so"
        if not (beside / "holdfast-adapter-gnumed.so").exists() and installed.exists():
            choice = {"file": str(installed), "config": adapter}
        return {**self.plugin, "store": store_address(login), "practice_id": login.user, "adapter": choice}


def store_address(login: Login) -> str:
    """The schema `holdfast` of GNUmed's own database, as whoever is logged in."""
    options = quote(STORE_OPTIONS, safe="")
    user = quote(login.user, safe="") + (":" + quote(login.password, safe="") if login.password else "")
    if not login.host or login.host.startswith("/"):
        place, more = "", [f"host={quote(login.host, safe='')}"] if login.host else []
        if login.port:
            more.append(f"port={login.port}")
    else:
        place, more = login.host + (f":{login.port}" if login.port else ""), []
    return (f"postgresql://{user}@{place}/{quote(login.database, safe='')}"
            f"?{'&'.join([f'options={options}', *more])}")


def library_folders() -> List[str]:
    """Where this machine keeps libraries: Debian has a folder for each processor, others lib64."""
    triplet = sysconfig.get_config_var("MULTIARCH")
    kinds = ([f"lib/{triplet}"] if triplet else []) + ["lib64", "lib"]
    return [f"{root}/{kind}" for root in ("/usr", "/usr/local") for kind in kinds]


def library_file(named: Optional[str]) -> str:
    places = [named] if named else [f"{folder}/holdfast/holdfast.so" for folder in library_folders()]
    for place in places:
        if place and os.path.exists(place):
            return os.path.realpath(place)
    raise SettingsError(f"holdfast.so is not in {', '.join(places)}: install Holdfast, or name it as \"library\"")


def machine_zone() -> str:
    """The zone of this machine, by its IANA name; UTC where the machine does not say."""
    if os.environ.get("TZ"):
        return os.environ["TZ"].lstrip(":")
    try:
        return Path("/etc/timezone").read_text(encoding="utf-8").strip() or "UTC"
    except OSError:
        link = os.path.realpath("/etc/localtime")
        return link.split("/zoneinfo/", 1)[1] if "/zoneinfo/" in link else "UTC"


def read(path: Optional[str] = None) -> Settings:
    """Raises SettingsError."""
    path = path or os.environ.get("HOLDFAST_GNUMED_SETTINGS") or DEFAULT_FILE
    given: Dict[str, Any] = {}
    if os.path.exists(path):
        try:
            given = json.loads(Path(path).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise SettingsError(f"{path}: {error}") from None
        if not isinstance(given, dict):
            raise SettingsError(f"{path}: a JSON object was expected")
    if unknown := set(given) - KNOWN:
        raise SettingsError(f"{path}: \"{min(unknown)}\" is not known; known are {', '.join(sorted(KNOWN))}")
    plugin = given.get("plugin", {})
    if not isinstance(plugin, dict):
        raise SettingsError(f"{path}: \"plugin\" is an object")
    if taken := RESERVED & set(plugin):
        raise SettingsError(f"{path}: \"plugin.{min(taken)}\" comes from the login; take it out")
    folder = os.path.expanduser(given.get("folder", "~/.local/share/holdfast-gnumed"))
    return Settings(library_file(given.get("library")), folder, given.get("zone") or machine_zone(),
                    bool(given.get("comments", False)), plugin)
