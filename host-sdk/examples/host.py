#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The smallest host in Python: ctypes and nothing else.

    host.py PLUGIN CONFIG_JSON DATA_FOLDER PATH      prints the status, then the body
"""
import ctypes as c
import os
import signal
import sys
import time


class Str(c.Structure):
    _fields_ = [("ptr", c.c_char_p), ("len", c.c_size_t)]


class Error(c.Structure):
    _fields_ = [("size", c.c_uint32), ("code", c.c_int32), ("message", c.c_char * 248)]


def text(value):
    raw = value.encode()
    return Str(raw, len(raw))


def table(*fields):
    """A struct of the ABI: its size, 32 reserved bits, then the fields."""
    head = [("size", c.c_uint32), ("reserved", c.c_uint32)]
    return type("Table", (c.Structure,), {"_fields_": head + list(fields)})


P = c.c_void_p
Status = c.c_int32
Log = table(("log", c.CFUNCTYPE(None, P, c.c_int32, Str)))
Clock = table(("now_ms", c.CFUNCTYPE(c.c_int64, P)), ("zone", c.CFUNCTYPE(P, P)))
Store = table(("directory", c.CFUNCTYPE(P, P)))
GetExtension = c.CFUNCTYPE(P, P, c.c_char_p)


class Host(c.Structure):
    _fields_ = [("size", c.c_uint32), ("abi_major", c.c_uint32), ("abi_minor", c.c_uint32),
                ("flags", c.c_uint32), ("data", P), ("name", c.c_char_p), ("version", c.c_char_p),
                ("get_extension", GetExtension)]


class Request(c.Structure):
    _fields_ = [("size", c.c_uint32), ("header_count", c.c_uint32)] + [
        (name, Str) for name in ("method", "script_name", "path_info", "query_string", "actor",
                                 "csp_nonce")] + [("headers", P), ("body", Str)]


Response = table(("ctx", P), ("start", c.CFUNCTYPE(Status, P, c.c_int32, P, c.c_uint32)),
                 ("write", c.CFUNCTYPE(Status, P, P, c.c_size_t)))
Plugin = table(("data", P), ("activate", c.CFUNCTYPE(Status, P, c.POINTER(Error))),
               ("deactivate", c.CFUNCTYPE(None, P)), ("destroy", c.CFUNCTYPE(None, P)),
               ("get_extension", c.CFUNCTYPE(P, P, c.c_char_p)))
Web = table(("handle", c.CFUNCTYPE(Status, P, c.POINTER(Request), c.POINTER(Response),
                                   c.POINTER(Error))))


class Entry(c.Structure):
    _fields_ = [("size", c.c_uint32), ("abi_major", c.c_uint32), ("abi_minor", c.c_uint32),
                ("reserved", c.c_uint32), ("id", c.c_char_p), ("name", c.c_char_p),
                ("version", c.c_char_p),
                ("init", c.CFUNCTYPE(Status, c.c_char_p, c.POINTER(Error))),
                ("deinit", c.CFUNCTYPE(None)),
                ("create", c.CFUNCTYPE(P, c.POINTER(Host), Str, c.POINTER(Error)))]


def main(library, config, folder, path):
    library = os.path.realpath(library)
    entry_of = c.CDLL(library).holdfast_plugin_entry  # CDLL loads now and local
    entry_of.restype = c.POINTER(Entry)
    entry = entry_of(1).contents

    # Everything that C calls back is kept in a name for as long as the plugin lives.
    place = c.create_string_buffer(folder.encode())
    utc = c.create_string_buffer(b"UTC")
    log = Log(c.sizeof(Log), 0, dict(Log._fields_)["log"](
        lambda host, severity, line: print(f"[{severity}]", c.string_at(line.ptr, line.len).decode(),
                                           file=sys.stderr)))
    clock = Clock(c.sizeof(Clock), 0, dict(Clock._fields_)["now_ms"](
        lambda host: time.time_ns() // 1_000_000), dict(Clock._fields_)["zone"](
            lambda host: c.addressof(utc)))
    store = Store(c.sizeof(Store), 0, dict(Store._fields_)["directory"](
        lambda host: c.addressof(place)))
    given = {b"holdfast.host.log/1": c.addressof(log), b"holdfast.host.clock/1": c.addressof(clock),
             b"holdfast.host.store/1": c.addressof(store)}
    host = Host(c.sizeof(Host), 1, 0, 0, None, b"smallest host", b"1",
                GetExtension(lambda host, name: given.get(name)))

    error = Error(c.sizeof(Error))

    def must(is_well):
        if not is_well:
            sys.exit(error.message.decode())

    mask = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    must(entry.init(library.encode(), error) == 0)
    pointer = entry.create(host, text(config), error)
    must(pointer)
    plugin = Plugin.from_address(pointer)
    must(plugin.activate(pointer, error) == 0)
    if signal.pthread_sigmask(signal.SIG_BLOCK, []) != mask:
        sys.exit("activate changed the signal mask")

    parts = []
    starts = dict(Response._fields_)["start"](
        lambda ctx, status, headers, count: parts.append(f"{status}\n".encode()) or 0)
    writes = dict(Response._fields_)["write"](
        lambda ctx, data, length: parts.append(c.string_at(data, length)) or 0)
    response = Response(c.sizeof(Response), 0, None, starts, writes)
    request = Request(c.sizeof(Request), 0, text("GET"), text("/holdfast"), text(path))
    web = Web.from_address(plugin.get_extension(pointer, b"holdfast.plugin.web/1"))
    must(web.handle(pointer, request, response, error) == 0)
    sys.stdout.buffer.write(b"".join(parts))
    plugin.deactivate(pointer)
    plugin.destroy(pointer)
    entry.deinit()


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit("usage: host.py PLUGIN CONFIG DATA PATH")
    main(*sys.argv[1:])
