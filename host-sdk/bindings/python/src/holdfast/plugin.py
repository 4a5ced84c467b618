# SPDX-License-Identifier: MIT
"""A loaded plugin: requests in, answers out."""
import ctypes as c
import dataclasses
import json
import os
from typing import Any, Dict, List, Optional, Tuple

from . import abi, text
from .errors import Error, Status
from .host import Host


@dataclasses.dataclass
class Request:
    """`prefix` is where this program has mounted the plugin: "" or "/holdfast"."""

    method: str = "GET"
    path: str = "/"
    prefix: str = ""
    query: str = ""
    actor: str = ""
    headers: Dict[str, str] = dataclasses.field(default_factory=dict)
    body: bytes = b""
    csp_nonce: str = ""


@dataclasses.dataclass
class Response:
    code: int
    headers: List[Tuple[str, str]]
    body: bytes


class Plugin:
    """Loads the library, makes one instance; a context manager that activates and ends it.

    Libraries are never unloaded. handle() may be called from any thread, tick() from one at a time.
    """

    def __init__(self, library: str, host: Host, config: Optional[Dict[str, Any]] = None) -> None:
        self._library = os.path.realpath(library)
        entry_of = c.CDLL(self._library).holdfast_plugin_entry  # loads now and local
        entry_of.restype, entry_of.argtypes = c.POINTER(abi.Entry), [c.c_uint32]
        entry = entry_of(abi.ABI_MAJOR)
        if not entry:
            raise Error(Status.UNSUPPORTED, f"{self._library} does not speak ABI {abi.ABI_MAJOR}")
        self._entry, self._host = entry.contents, host
        error = text.fresh_error()
        text.check(self._entry.init(self._library.encode(), c.addressof(error)), error)
        borrowed = text.Borrowed(json.dumps(config or {}))
        self._address = self._entry.create(c.addressof(host.struct), borrowed.str, c.addressof(error))
        if not self._address:
            raise Error(error.code or Status.INTERNAL, error.message.decode("utf-8", "replace"))
        self._table = abi.Plugin.from_address(self._address)

    def __enter__(self) -> "Plugin":
        try:
            self.activate()
        except Error:
            self.close()
            raise
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    @property
    def version(self) -> str:
        return str(self._entry.version.decode())

    def activate(self) -> None:
        error = text.fresh_error()
        text.check(self._table.activate(self._address, c.addressof(error)), error)

    def deactivate(self) -> None:
        self._table.deactivate(self._address)

    def close(self) -> None:
        """Ends the instance; a second time does nothing."""
        if self._address:
            self._table.deactivate(self._address)
            self._table.destroy(self._address)
            self._entry.deinit()
            self._address = None

    def handle(self, request: Request) -> Response:
        kept = [text.Borrowed(value) for value in (
            request.method, request.prefix, request.path, request.query, request.actor,
            request.csp_nonce, request.body)]
        pairs = [(text.Borrowed(name.lower()), text.Borrowed(value))
                 for name, value in request.headers.items()]
        headers = (abi.Header * max(1, len(pairs)))(*[(name.str, value.str) for name, value in pairs])
        struct = abi.WebRequest(c.sizeof(abi.WebRequest), len(pairs), *[one.str for one in kept[:6]],
                                c.addressof(headers), kept[6].str)
        response, parts = Response(0, [], b""), []

        def start(_: int, code: int, given: int, count: int) -> int:
            response.code = code
            for header in (abi.Header * count).from_address(given) if count else ():
                response.headers.append((text.text_of(header.name), text.text_of(header.value)))
            return 0

        def write(_: int, data: int, size: int) -> int:
            parts.append(c.string_at(data, size))
            return 0

        out = abi.WebResponse(c.sizeof(abi.WebResponse), 0, None,
                              text.field_type(abi.WebResponse, "start")(start),
                              text.field_type(abi.WebResponse, "write")(write))
        error = text.fresh_error()
        web = self._extension(abi.PLUGIN_WEB, abi.PluginWeb)
        text.check(web.handle(self._address, c.addressof(struct), c.addressof(out), c.addressof(error)),
                   error)
        response.body = b"".join(parts)
        return response

    def tick(self, budget_ms: int = 200) -> int:
        """Works for about that long; in how many milliseconds more work waits."""
        due, error = c.c_uint32(0), text.fresh_error()
        life = self._extension(abi.PLUGIN_LIFECYCLE, abi.PluginLifecycle)
        text.check(life.tick(self._address, budget_ms, c.addressof(due), c.addressof(error)), error)
        return int(due.value)

    def before_backup(self) -> None:
        error = text.fresh_error()
        life = self._extension(abi.PLUGIN_LIFECYCLE, abi.PluginLifecycle)
        text.check(life.before_backup(self._address, c.addressof(error)), error)

    def tools(self) -> List[Dict[str, str]]:
        """The offline commands: name, and what of the configuration each needs opened."""
        collector, error = text.Collector(), text.fresh_error()
        tools = self._extension(abi.PLUGIN_TOOLS, abi.PluginTools)
        text.check(tools.list(self._address, c.addressof(collector.sink), c.addressof(error)), error)
        found: List[Dict[str, str]] = json.loads(collector.bytes)["tools"]
        return found

    def run_tool(self, name: str, options: Optional[Dict[str, Any]] = None,
                 inputs: Optional[Dict[str, bytes]] = None) -> Dict[str, bytes]:
        """Runs an offline command on channels held in memory; what it wrote, by channel."""
        given = {channel: memoryview(value) for channel, value in (inputs or {}).items()}
        written: Dict[str, bytearray] = {}

        def read(_: int, channel: bytes, buffer: int, capacity: int, got: int) -> int:
            rest = given.get(channel.decode())
            if rest is None:
                return int(Status.UNSUPPORTED)
            piece = bytes(rest[:capacity])
            c.memmove(buffer, piece, len(piece))
            given[channel.decode()] = rest[len(piece):]
            c.c_size_t.from_address(got).value = len(piece)
            return 0

        def write(_: int, channel: bytes, data: int, size: int) -> int:
            written.setdefault(channel.decode(), bytearray()).extend(c.string_at(data, size))
            return 0

        kind = abi.ToolIo
        io = kind(c.sizeof(kind), 0, None, text.field_type(kind, "read")(read),
                  text.field_type(kind, "write")(write), text.field_type(kind, "progress")(0),
                  text.field_type(kind, "cancelled")(0))
        title, choice = text.Borrowed(name), text.Borrowed(json.dumps(options or {}))
        error = text.fresh_error()
        tools = self._extension(abi.PLUGIN_TOOLS, abi.PluginTools)
        text.check(tools.run(self._address, title.str, choice.str, c.addressof(io), c.addressof(error)),
                   error)
        return {channel: bytes(value) for channel, value in written.items()}

    def _extension(self, identifier: str, table: Any) -> Any:
        if not self._address:
            raise Error(Status.STATE, "this plugin was closed")
        address = self._table.get_extension(self._address, identifier.encode())
        if not address:
            raise Error(Status.UNSUPPORTED, f"the plugin does not offer {identifier}")
        return table.from_address(address)
