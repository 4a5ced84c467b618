# SPDX-License-Identifier: MIT
"""Texts and errors across the boundary."""
import ctypes as c
from typing import Any, Callable, List, Optional

from . import abi
from .errors import Error


class Borrowed:
    """Bytes lent to the plugin for one call: keep this object until the call has returned."""

    def __init__(self, value: "str | bytes") -> None:
        raw = value.encode() if isinstance(value, str) else value
        self._buffer = c.create_string_buffer(raw, len(raw)) if raw else None
        self.str = abi.Str(c.addressof(self._buffer) if self._buffer else None, len(raw))


def bytes_of(text: "abi.Str") -> bytes:
    return c.string_at(text.ptr, text.len) if text.len else b""


def text_of(text: "abi.Str") -> str:
    return bytes_of(text).decode("utf-8", "replace")


def fresh_error() -> "abi.Error":
    return abi.Error(c.sizeof(abi.Error), 0, b"")


def check(status: int, error: "abi.Error") -> None:
    if status != abi.OK:
        raise Error(status, error.message.decode("utf-8", "replace"))


def fill(address: Optional[int], status: int, message: str) -> int:
    """Writes a failure into the plugin's error, as far as that says there is room."""
    if address:
        room = c.c_uint32.from_address(address).value
        if room >= c.sizeof(abi.Error):
            error = abi.Error.from_address(address)
            error.code = status
            error.message = message.encode("utf-8", "replace")[:247]
    return status


class Collector:
    """A sink that keeps what it is given."""

    def __init__(self) -> None:
        self._parts: List[bytes] = []
        write: Callable[..., int] = lambda _, data, size: self._parts.append(c.string_at(data, size)) or 0
        self.sink = abi.Sink(None, dict(abi.Sink._fields_)["write"](write))

    @property
    def bytes(self) -> bytes:
        return b"".join(self._parts)


def field_type(table: Any, name: str) -> Any:
    """The function type of a table's field."""
    return dict(table._fields_)[name]
