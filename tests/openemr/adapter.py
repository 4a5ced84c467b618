# SPDX-License-Identifier: MIT
"""An adapter library spoken to from Python, over the C ABI: what a plugin would ask, a test asks."""
import ctypes as c
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "host-sdk/bindings/python/src"))
from holdfast import abi  # noqa: E402

SYSTEM = abi.ACTOR_SYSTEM
TABLES = {abi.HOST_CLIENTS: abi.HostClients, abi.HOST_SESSIONS: abi.HostSessions, abi.HOST_CHANGES: abi.HostChanges,
          abi.HOST_IDENTITY: abi.HostIdentity, abi.HOST_RECORDS: abi.HostRecords, abi.HOST_NOTIFY: abi.HostNotify}


class Refused(Exception):
    def __init__(self, status, why):
        super().__init__(f"{status}: {why}")
        self.status, self.why = status, why


def _text(value):
    raw = value.encode() if isinstance(value, str) else json.dumps(value).encode()
    return abi.Str(c.cast(c.c_char_p(raw), c.c_void_p), len(raw)), raw


class Adapter:
    """`now` is Unix seconds and may be moved; what the adapter logs is in `log`."""

    def __init__(self, library, config, now=1_795_430_400, zone="Europe/Berlin"):
        self.now, self.log, self._zone = now, [], zone.encode()
        self._base = self._make_base()
        loaded = c.CDLL(str(library))
        loaded.holdfast_adapter_entry_of.restype = c.POINTER(abi.AdapterEntry)
        self._entry = loaded.holdfast_adapter_entry_of(abi.ABI_MAJOR).contents
        self._error = abi.Error(c.sizeof(abi.Error), 0, b"")
        self._entry.init(str(library).encode(), c.addressof(self._error))
        text, kept = _text(config)
        address = self._entry.create(c.addressof(self._base), text, c.addressof(self._error))
        del kept
        if not address:
            raise Refused(self._error.code, self._error.message.decode())
        self._address = address
        self._host = abi.Host.from_address(address)
        self._tables = {name: kind.from_address(self._host.get_extension(address, name.encode()))
                        for name, kind in TABLES.items()}

    def close(self):
        self._entry.destroy(self._address)

    def _make_base(self):
        def log(_, severity, text):
            self.log.append(c.string_at(text.ptr, text.len).decode())
        self._zone_text = c.create_string_buffer(self._zone)
        self._log = abi.HostLog(c.sizeof(abi.HostLog), 0, dict(abi.HostLog._fields_)["log"](log))
        kinds = dict(abi.HostClock._fields_)
        self._clock = abi.HostClock(c.sizeof(abi.HostClock), 0, kinds["now_ms"](lambda _: int(self.now * 1000)),
                                    kinds["zone"](lambda _: c.addressof(self._zone_text)))

        def extension(_, name):
            return {abi.HOST_LOG.encode(): c.addressof(self._log),
                    abi.HOST_CLOCK.encode(): c.addressof(self._clock)}.get(name, 0)
        self._extension = dict(abi.Host._fields_)["get_extension"](extension)
        return abi.Host(c.sizeof(abi.Host), abi.ABI_MAJOR, abi.ABI_MINOR, abi.HOST_THREADED, None, b"tests", b"1",
                        self._extension)

    def _call(self, function, *arguments, answers=True):
        kept, given = [], []
        for argument in arguments:
            if isinstance(argument, int):
                given.append(argument)
                continue
            text, raw = _text(argument)
            given.append(text)
            kept.append(raw)
        answer = bytearray()

        def write(_, data, length):
            answer.extend(c.string_at(data, length))
            return 0
        sink = abi.Sink(None, dict(abi.Sink._fields_)["write"](write))
        error = abi.Error(c.sizeof(abi.Error), 0, b"")
        tail = [c.addressof(sink), c.addressof(error)] if answers else [c.addressof(error)]
        status = function(self._address, *given, *tail)
        if status != abi.OK:
            raise Refused(status, error.message.decode())
        return json.loads(answer.decode()) if answer else None

    def client(self, actor, name):
        return self._call(self._tables[abi.HOST_CLIENTS].get, actor, name)

    def course(self, actor, name):
        return self._call(self._tables[abi.HOST_CLIENTS].course, actor, name)

    def clinician(self, actor, name):
        return self._call(self._tables[abi.HOST_CLIENTS].clinician, actor, name)

    def search(self, actor, text, limit=50):
        query = {"schema": "holdfast.client-query/1", "text": text, "limit": limit}
        return [one["id"] for one in self._call(self._tables[abi.HOST_CLIENTS].search, actor, query)["clients"]]

    def session(self, actor, name):
        return self._call(self._tables[abi.HOST_SESSIONS].get, actor, name)

    def sessions(self, actor, begin, end, **more):
        query = {"schema": "holdfast.session-query/1", "from": begin, "to": end, "limit": 1000} | more
        return self._call(self._tables[abi.HOST_SESSIONS].list, actor, query)["sessions"]

    def changes(self, cursor="", limit=1000):
        return self._call(self._tables[abi.HOST_CHANGES].since, cursor, limit)

    def all_changes(self, cursor="", limit=1000):
        """-> every change since the cursor, and the next cursor."""
        found = []
        while True:
            page = self.changes(cursor, limit)
            found += page["changes"]
            cursor = page["cursor"]
            if not page["more"]:
                return found, cursor

    def describe(self, actor):
        return self._call(self._tables[abi.HOST_IDENTITY].describe, actor)

    def may(self, actor, action, subject):
        try:
            self._call(self._tables[abi.HOST_IDENTITY].may, actor, action, subject, answers=False)
            return True
        except Refused as refused:
            if refused.status == abi.E_DENIED:
                return False
            raise

    def put(self, key, record, actor=SYSTEM):
        return self._call(self._tables[abi.HOST_RECORDS].put, actor, key, record)["id"]

    def retract(self, key, reason, actor=SYSTEM):
        self._call(self._tables[abi.HOST_RECORDS].retract, actor, key, reason, answers=False)

    def post(self, key, notice, actor=SYSTEM):
        self._call(self._tables[abi.HOST_NOTIFY].post, actor, key, notice, answers=False)

    def withdraw(self, key, actor=SYSTEM):
        self._call(self._tables[abi.HOST_NOTIFY].withdraw, actor, key, answers=False)
