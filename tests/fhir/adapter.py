# SPDX-License-Identifier: MIT
"""Stands as a host around the FHIR adapter and calls it as it is told, one JSON line a call:

  adapter.py LIBRARY DIRECTORY CONFIG [people]     {"call": "records.put", "with": ["...", ...]}

answers {"status": 0, "answer": "..."} or {"status": -6, "why": "..."}, and with {"call": "log"} what
the adapter logged. Before that, one line: {"status": 0}, or why create() refused."""
import ctypes as c
import json
import pathlib
import sys
import time

root = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(root / "host-sdk" / "bindings" / "python" / "src"))
from holdfast import abi  # noqa: E402
from holdfast.text import Borrowed, Collector, fresh_error, text_of  # noqa: E402


def field(table, name):
    return dict(table._fields_)[name]


class BaseHost:
    """Log, clock and a folder."""

    def __init__(self, directory, has_people):
        self.logged = []
        self._directory = c.create_string_buffer(directory.encode())
        self._zone = c.create_string_buffer(b"Europe/Berlin")
        self._keep = []
        clock = abi.HostClock(c.sizeof(abi.HostClock), 0)
        clock.now_ms = self._made(abi.HostClock, "now_ms", lambda _: int(time.time() * 1000))
        clock.zone = self._made(abi.HostClock, "zone", lambda _: c.addressof(self._zone))
        log = abi.HostLog(c.sizeof(abi.HostLog), 0)
        log.log = self._made(abi.HostLog, "log", lambda _, severity, text: self.logged.append(text_of(text)))
        store = abi.HostStore(c.sizeof(abi.HostStore), 0)
        store.directory = self._made(abi.HostStore, "directory", lambda _: c.addressof(self._directory))
        tables = {abi.HOST_CLOCK: clock, abi.HOST_LOG: log, abi.HOST_STORE: store}
        if has_people:  # some, whom nobody here asks for
            clients = tables[abi.HOST_CLIENTS] = abi.HostClients(c.sizeof(abi.HostClients), 0)
            for name, kind in abi.HostClients._fields_:
                if kind not in (c.c_uint32,):
                    setattr(clients, name, self._made(abi.HostClients, name, lambda *_: abi.E_UNSUPPORTED))
        self._keep += tables.values()
        self.abi = abi.Host(c.sizeof(abi.Host), abi.ABI_MAJOR, abi.ABI_MINOR, abi.HOST_THREADED, None,
                            b"adapter.py", b"1.0.0")
        self.abi.get_extension = self._made(
            abi.Host, "get_extension",
            lambda _, name: c.addressof(tables[name.decode()]) if name.decode() in tables else None)

    def _made(self, table, name, function):
        made = field(table, name)(function)
        self._keep.append(made)
        return made


TABLES = {
    "clients": (abi.HostClients, abi.HOST_CLIENTS),
    "sessions": (abi.HostSessions, abi.HOST_SESSIONS),
    "changes": (abi.HostChanges, abi.HOST_CHANGES),
    "identity": (abi.HostIdentity, abi.HOST_IDENTITY),
    "records": (abi.HostRecords, abi.HOST_RECORDS),
    "notify": (abi.HostNotify, abi.HOST_NOTIFY),
    "adapter": (abi.AdapterTranslate, abi.ADAPTER_TRANSLATE),
}
WITHOUT_ANSWER = {"identity.may", "records.retract", "notify.post", "notify.withdraw"}


def call(host, name, given):
    group, member = name.split(".")
    table, extension = TABLES[group]
    address = host.get_extension(c.addressof(host), extension.encode())
    if not address:
        return {"status": abi.E_UNSUPPORTED, "why": "not offered"}
    function = getattr(table.from_address(address), member)
    lent = [Borrowed(one if isinstance(one, str) else json.dumps(one)) if not isinstance(one, int) else one
            for one in given]
    arguments = [one if isinstance(one, int) else one.str for one in lent]
    error, collector = fresh_error(), Collector()
    out = [] if name in WITHOUT_ANSWER else [c.addressof(collector.sink)]
    status = function(c.addressof(host), *arguments, *out, c.addressof(error))
    if status != abi.OK:
        return {"status": status, "why": error.message.decode()}
    text = collector.bytes.decode()
    return {"status": 0, "answer": json.loads(text) if text else None}


def main():
    library, directory, config, *people = sys.argv[1:]
    entry_of = c.CDLL(library).holdfast_adapter_entry_of
    entry_of.restype = c.c_void_p
    entry = abi.AdapterEntry.from_address(entry_of(abi.ABI_MAJOR))
    base = BaseHost(directory, bool(people))
    error = fresh_error()
    entry.init(library.encode(), c.addressof(error))
    lent = Borrowed(config)
    address = entry.create(c.addressof(base.abi), lent.str, c.addressof(error))
    told = {"status": 0} if address else {"status": error.code, "why": error.message.decode()}
    print(json.dumps(told), flush=True)
    if not address:
        return
    host = abi.Host.from_address(address)
    for line in sys.stdin:
        wanted = json.loads(line)
        if wanted["call"] == "log":
            answer = {"status": 0, "answer": base.logged}
        elif wanted["call"] == "memory":
            peak = [one for one in open("/proc/self/status") if one.startswith("VmHWM")][0]
            answer = {"status": 0, "answer": int(peak.split()[1])}
        else:
            answer = call(host, wanted["call"], wanted.get("with", []))
        print(json.dumps(answer), flush=True)
    entry.destroy(address)
    entry.deinit()


main()
