# SPDX-License-Identifier: MIT
"""What a Python program gives to the plugin."""
import ctypes as c
import json
import os
import sys
import time
from typing import Any, Callable, Dict, List, Optional, Tuple

from . import abi, text
from .errors import Error, Status

Json = Dict[str, Any]


class Host:
    """Log, clock and a folder; override the rest where this program knows it.

    Payloads are JSON objects as the schemas describe them. Raise Error(Status.DENIED, "why") and the
    like to refuse; any other exception is told to the plugin as INTERNAL, without its text.
    """

    name, version = "Python host", "1.0.0"

    def __init__(self, folder: str, zone: str = "UTC") -> None:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        self._kept: List[Any] = [c.create_string_buffer(os.path.abspath(folder).encode()),
                                 c.create_string_buffer(zone.encode())]
        self._tables: Dict[bytes, int] = {}
        for identifier, table in _tables_of(self):
            self._kept.append(table)
            self._tables[identifier.encode()] = c.addressof(table)
        self._names = self.name.encode(), self.version.encode()
        ask = text.field_type(abi.Host, "get_extension")(
            lambda _, identifier: self._tables.get(identifier))
        self.struct = abi.Host(c.sizeof(abi.Host), abi.ABI_MAJOR, abi.ABI_MINOR, abi.HOST_THREADED,
                               None, *self._names, ask)

    def log(self, severity: int, line: str) -> None:
        print(f"[{severity}] {line}", file=sys.stderr)

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000

    def client(self, actor: str, client_id: str) -> Json:
        raise NotImplementedError

    def search(self, actor: str, query: Json) -> Json:
        raise NotImplementedError

    def course(self, actor: str, course_id: str) -> Json:
        raise NotImplementedError

    def clinician(self, actor: str, clinician_id: str) -> Json:
        raise NotImplementedError

    def session(self, actor: str, session_id: str) -> Json:
        raise NotImplementedError

    def sessions(self, actor: str, query: Json) -> Json:
        raise NotImplementedError

    def changes(self, cursor: str, limit: int) -> Json:
        raise NotImplementedError

    def describe(self, actor: str) -> Json:
        raise NotImplementedError

    def may(self, actor: str, action: str, subject: str) -> bool:
        raise NotImplementedError

    def put(self, actor: str, key: str, record: Json) -> Json:
        raise NotImplementedError

    def retract(self, actor: str, key: str, reason: str) -> None:
        raise NotImplementedError

    def post(self, actor: str, key: str, notice: Json) -> None:
        raise NotImplementedError

    def withdraw(self, actor: str, key: str) -> None:
        raise NotImplementedError


def _refused(error: Optional[int], body: Callable[[], None]) -> int:
    """Runs `body`; what it raises ends here, as a status and a message."""
    try:
        body()
        return abi.OK
    except Error as refusal:
        return text.fill(error, refusal.status, refusal.message)
    except Exception:  # pylint: disable=broad-except
        return text.fill(error, Status.INTERNAL, "the host failed")


def _strict(raw: bytes) -> Json:
    try:
        value = json.loads(raw.decode())
    except (UnicodeDecodeError, ValueError):
        value = None
    if not isinstance(value, dict):
        raise Error(Status.INVALID, "a JSON object was expected")
    return value


def _convert(kind: str, value: Any) -> Any:
    if kind == "text":
        try:
            return text.bytes_of(value).decode()
        except UnicodeDecodeError:
            raise Error(Status.INVALID, "not UTF-8") from None
    return _strict(text.bytes_of(value)) if kind == "json" else value


# Per extension: its id, its table, and for each function the method and the kinds of its arguments.
_Functions = Tuple[Tuple[str, str, Tuple[str, ...]], ...]
_EXTENSIONS: Tuple[Tuple[str, Any, _Functions], ...] = (
    (abi.HOST_CLIENTS, abi.HostClients, (("get", "client", ("text", "text")),
                                         ("search", "search", ("text", "json")),
                                         ("course", "course", ("text", "text")),
                                         ("clinician", "clinician", ("text", "text")))),
    (abi.HOST_SESSIONS, abi.HostSessions, (("get", "session", ("text", "text")),
                                           ("list", "sessions", ("text", "json")))),
    (abi.HOST_CHANGES, abi.HostChanges, (("since", "changes", ("text", "number")),)),
    (abi.HOST_IDENTITY, abi.HostIdentity, (("describe", "describe", ("text",)),
                                           ("may", "may", ("text", "text", "text")))),
    (abi.HOST_RECORDS, abi.HostRecords, (("put", "put", ("text", "text", "json")),
                                         ("retract", "retract", ("text", "text", "text")))),
    (abi.HOST_NOTIFY, abi.HostNotify, (("post", "post", ("text", "text", "json")),
                                       ("withdraw", "withdraw", ("text", "text")))),
)


def _write(sink_address: int, value: Json) -> None:
    sink = abi.Sink.from_address(sink_address)
    raw = json.dumps(value, ensure_ascii=False).encode()
    buffer = c.create_string_buffer(raw, len(raw))
    status = sink.write(sink.ctx, c.addressof(buffer), len(raw))
    if status != abi.OK:
        raise Error(status, "the receiving side stopped reading")


def _function(host: Host, method: str, kinds: Tuple[str, ...], answers: bool) -> Callable[..., int]:
    def call(_: int, *arguments: Any) -> int:
        error = arguments[-1]

        def body() -> None:
            given = [_convert(kind, value) for kind, value in zip(kinds, arguments)]
            value = getattr(host, method)(*given)
            if answers:
                _write(arguments[len(kinds)], value)
            elif value is False:
                raise Error(Status.DENIED, "this actor may not")
        return _refused(error, body)
    return call


def _tables_of(host: Host) -> List[Tuple[str, Any]]:
    folder, zone = host._kept
    tables = [
        (abi.HOST_LOG, abi.HostLog(c.sizeof(abi.HostLog), 0, text.field_type(abi.HostLog, "log")(
            lambda _, severity, line: host.log(severity, text.text_of(line))))),
        (abi.HOST_CLOCK, abi.HostClock(
            c.sizeof(abi.HostClock), 0, text.field_type(abi.HostClock, "now_ms")(lambda _: host.now_ms()),
            text.field_type(abi.HostClock, "zone")(lambda _: c.addressof(zone)))),
        (abi.HOST_STORE, abi.HostStore(
            c.sizeof(abi.HostStore), 0,
            text.field_type(abi.HostStore, "directory")(lambda _: c.addressof(folder)))),
    ]
    for identifier, table, functions in _EXTENSIONS:
        # An extension is offered when all of its methods are there.
        if any(getattr(type(host), method) is getattr(Host, method) for _, method, _ in functions):
            continue
        calls = []
        for field, method, kinds in functions:
            kind = text.field_type(table, field)
            answers = len(kind._argtypes_) == 1 + len(kinds) + 2
            calls.append(kind(_function(host, method, kinds, answers)))
        tables.append((identifier, table(c.sizeof(table), 0, *calls)))
    return tables
