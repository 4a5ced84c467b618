# SPDX-License-Identifier: MIT
"""The C ABI as ctypes sees it. Made from the headers by generate.py; do not edit."""
import ctypes as c

ABI_MAJOR = 1
ABI_MINOR = 0
OK = 0
E_INVALID = -1
E_NOT_FOUND = -2
E_DENIED = -3
E_CONFLICT = -4
E_UNSUPPORTED = -5
E_UNAVAILABLE = -6
E_STATE = -7
E_LIMIT = -8
E_MEMORY = -9
E_INTERNAL = -10
ACTOR_SYSTEM = "holdfast:system"
HOST_PREFORK = 1 << 0
HOST_THREADED = 1 << 1
PLUGIN_WEB = "holdfast.plugin.web/1"
ADAPTER_GATEWAY = "holdfast.adapter.gateway/1"
ADAPTER_TRANSLATE = "holdfast.adapter.translate/1"
HOST_CHANGES = "holdfast.host.changes/1"
HOST_CLIENTS = "holdfast.host.clients/1"
HOST_CLOCK = "holdfast.host.clock/1"
HOST_IDENTITY = "holdfast.host.identity/1"
HOST_LOG = "holdfast.host.log/1"
LOG_ERROR = 3
LOG_WARNING = 4
LOG_INFO = 6
LOG_DEBUG = 7
HOST_NOTIFY = "holdfast.host.notify/1"
HOST_RECORDS = "holdfast.host.records/1"
HOST_SESSIONS = "holdfast.host.sessions/1"
HOST_STORE = "holdfast.host.store/1"
PLUGIN_LIFECYCLE = "holdfast.plugin.lifecycle/1"
PLUGIN_TOOLS = "holdfast.plugin.tools/1"


class Str(c.Structure):
    _fields_ = [
        ("ptr", c.c_void_p),
        ("len", c.c_size_t),
    ]


class Error(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("code", c.c_int32),
        ("message", c.c_char * 248),
    ]


class Sink(c.Structure):
    _fields_ = [
        ("ctx", c.c_void_p),
        ("write", c.CFUNCTYPE(c.c_int32, c.c_void_p, c.c_void_p, c.c_size_t)),
    ]


class Host(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("abi_major", c.c_uint32),
        ("abi_minor", c.c_uint32),
        ("flags", c.c_uint32),
        ("data", c.c_void_p),
        ("name", c.c_char_p),
        ("version", c.c_char_p),
        ("get_extension", c.CFUNCTYPE(c.c_void_p, c.c_void_p, c.c_char_p)),
    ]


class Plugin(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("reserved", c.c_uint32),
        ("data", c.c_void_p),
        ("activate", c.CFUNCTYPE(c.c_int32, c.c_void_p, c.c_void_p)),
        ("deactivate", c.CFUNCTYPE(None, c.c_void_p)),
        ("destroy", c.CFUNCTYPE(None, c.c_void_p)),
        ("get_extension", c.CFUNCTYPE(c.c_void_p, c.c_void_p, c.c_char_p)),
    ]


class Entry(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("abi_major", c.c_uint32),
        ("abi_minor", c.c_uint32),
        ("reserved", c.c_uint32),
        ("id", c.c_char_p),
        ("name", c.c_char_p),
        ("version", c.c_char_p),
        ("init", c.CFUNCTYPE(c.c_int32, c.c_char_p, c.c_void_p)),
        ("deinit", c.CFUNCTYPE(None)),
        ("create", c.CFUNCTYPE(c.c_void_p, c.c_void_p, Str, c.c_void_p)),
    ]


class AdapterEntry(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("abi_major", c.c_uint32),
        ("abi_minor", c.c_uint32),
        ("reserved", c.c_uint32),
        ("id", c.c_char_p),
        ("name", c.c_char_p),
        ("version", c.c_char_p),
        ("config_schema", c.c_char_p),
        ("init", c.CFUNCTYPE(c.c_int32, c.c_char_p, c.c_void_p)),
        ("deinit", c.CFUNCTYPE(None)),
        ("create", c.CFUNCTYPE(c.c_void_p, c.c_void_p, Str, c.c_void_p)),
        ("destroy", c.CFUNCTYPE(None, c.c_void_p)),
    ]


class Header(c.Structure):
    _fields_ = [
        ("name", Str),
        ("value", Str),
    ]


class WebRequest(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("header_count", c.c_uint32),
        ("method", Str),
        ("script_name", Str),
        ("path_info", Str),
        ("query_string", Str),
        ("actor", Str),
        ("csp_nonce", Str),
        ("headers", c.c_void_p),
        ("body", Str),
    ]


class WebResponse(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("reserved", c.c_uint32),
        ("ctx", c.c_void_p),
        ("start", c.CFUNCTYPE(c.c_int32, c.c_void_p, c.c_int32, c.c_void_p, c.c_uint32)),
        ("write", c.CFUNCTYPE(c.c_int32, c.c_void_p, c.c_void_p, c.c_size_t)),
    ]


class PluginWeb(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("reserved", c.c_uint32),
        ("handle", c.CFUNCTYPE(c.c_int32, c.c_void_p, c.c_void_p, c.c_void_p, c.c_void_p)),
    ]


class AdapterGateway(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("reserved", c.c_uint32),
        ("handle", c.CFUNCTYPE(c.c_int32, c.c_void_p, c.c_void_p, c.c_void_p, c.c_void_p, c.c_void_p)),
    ]


class AdapterTranslate(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("reserved", c.c_uint32),
        ("translate", c.CFUNCTYPE(c.c_int32, c.c_void_p, Str, Str, c.c_void_p, c.c_void_p)),
    ]


class HostChanges(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("reserved", c.c_uint32),
        ("since", c.CFUNCTYPE(c.c_int32, c.c_void_p, Str, c.c_uint32, c.c_void_p, c.c_void_p)),
    ]


class HostClients(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("reserved", c.c_uint32),
        ("get", c.CFUNCTYPE(c.c_int32, c.c_void_p, Str, Str, c.c_void_p, c.c_void_p)),
        ("search", c.CFUNCTYPE(c.c_int32, c.c_void_p, Str, Str, c.c_void_p, c.c_void_p)),
        ("course", c.CFUNCTYPE(c.c_int32, c.c_void_p, Str, Str, c.c_void_p, c.c_void_p)),
        ("clinician", c.CFUNCTYPE(c.c_int32, c.c_void_p, Str, Str, c.c_void_p, c.c_void_p)),
    ]


class HostClock(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("reserved", c.c_uint32),
        ("now_ms", c.CFUNCTYPE(c.c_int64, c.c_void_p)),
        ("zone", c.CFUNCTYPE(c.c_void_p, c.c_void_p)),
    ]


class HostIdentity(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("reserved", c.c_uint32),
        ("describe", c.CFUNCTYPE(c.c_int32, c.c_void_p, Str, c.c_void_p, c.c_void_p)),
        ("may", c.CFUNCTYPE(c.c_int32, c.c_void_p, Str, Str, Str, c.c_void_p)),
    ]


class HostLog(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("reserved", c.c_uint32),
        ("log", c.CFUNCTYPE(None, c.c_void_p, c.c_int32, Str)),
    ]


class HostNotify(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("reserved", c.c_uint32),
        ("post", c.CFUNCTYPE(c.c_int32, c.c_void_p, Str, Str, Str, c.c_void_p)),
        ("withdraw", c.CFUNCTYPE(c.c_int32, c.c_void_p, Str, Str, c.c_void_p)),
    ]


class HostRecords(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("reserved", c.c_uint32),
        ("put", c.CFUNCTYPE(c.c_int32, c.c_void_p, Str, Str, Str, c.c_void_p, c.c_void_p)),
        ("retract", c.CFUNCTYPE(c.c_int32, c.c_void_p, Str, Str, Str, c.c_void_p)),
    ]


class HostSessions(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("reserved", c.c_uint32),
        ("get", c.CFUNCTYPE(c.c_int32, c.c_void_p, Str, Str, c.c_void_p, c.c_void_p)),
        ("list", c.CFUNCTYPE(c.c_int32, c.c_void_p, Str, Str, c.c_void_p, c.c_void_p)),
    ]


class HostStore(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("reserved", c.c_uint32),
        ("directory", c.CFUNCTYPE(c.c_void_p, c.c_void_p)),
    ]


class PluginLifecycle(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("reserved", c.c_uint32),
        ("tick", c.CFUNCTYPE(c.c_int32, c.c_void_p, c.c_uint32, c.c_void_p, c.c_void_p)),
        ("worker_started", c.CFUNCTYPE(c.c_int32, c.c_void_p, c.c_void_p)),
        ("worker_stopping", c.CFUNCTYPE(None, c.c_void_p)),
        ("before_backup", c.CFUNCTYPE(c.c_int32, c.c_void_p, c.c_void_p)),
    ]


class ToolIo(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("reserved", c.c_uint32),
        ("ctx", c.c_void_p),
        ("read", c.CFUNCTYPE(c.c_int32, c.c_void_p, c.c_char_p, c.c_void_p, c.c_size_t, c.c_void_p)),
        ("write", c.CFUNCTYPE(c.c_int32, c.c_void_p, c.c_char_p, c.c_void_p, c.c_size_t)),
        ("progress", c.CFUNCTYPE(None, c.c_void_p, c.c_uint64, c.c_uint64)),
        ("cancelled", c.CFUNCTYPE(c.c_int32, c.c_void_p)),
    ]


class PluginTools(c.Structure):
    _fields_ = [
        ("size", c.c_uint32),
        ("reserved", c.c_uint32),
        ("run", c.CFUNCTYPE(c.c_int32, c.c_void_p, Str, Str, c.c_void_p, c.c_void_p)),
        ("list", c.CFUNCTYPE(c.c_int32, c.c_void_p, c.c_void_p, c.c_void_p)),
    ]
