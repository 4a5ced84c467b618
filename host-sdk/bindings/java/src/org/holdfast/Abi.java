// SPDX-License-Identifier: MIT
// Made from the headers by generate.py; do not edit.
package org.holdfast;

/** The C ABI as bytes: sizes, offsets, constants. */
final class Abi {
  private Abi() {}

  static final int ABI_MAJOR = 1;
  static final int ABI_MINOR = 0;
  static final int OK = 0;
  static final int E_INVALID = -1;
  static final int E_NOT_FOUND = -2;
  static final int E_DENIED = -3;
  static final int E_CONFLICT = -4;
  static final int E_UNSUPPORTED = -5;
  static final int E_UNAVAILABLE = -6;
  static final int E_STATE = -7;
  static final int E_LIMIT = -8;
  static final int E_MEMORY = -9;
  static final int E_INTERNAL = -10;
  static final String ACTOR_SYSTEM = "holdfast:system";
  static final int HOST_PREFORK = 1 << 0;
  static final int HOST_THREADED = 1 << 1;
  static final String PLUGIN_WEB = "holdfast.plugin.web/1";
  static final String ADAPTER_GATEWAY = "holdfast.adapter.gateway/1";
  static final String ADAPTER_TRANSLATE = "holdfast.adapter.translate/1";
  static final String HOST_CHANGES = "holdfast.host.changes/1";
  static final String HOST_CLIENTS = "holdfast.host.clients/1";
  static final String HOST_CLOCK = "holdfast.host.clock/1";
  static final String HOST_IDENTITY = "holdfast.host.identity/1";
  static final String HOST_LOG = "holdfast.host.log/1";
  static final int LOG_ERROR = 3;
  static final int LOG_WARNING = 4;
  static final int LOG_INFO = 6;
  static final int LOG_DEBUG = 7;
  static final String HOST_NOTIFY = "holdfast.host.notify/1";
  static final String HOST_RECORDS = "holdfast.host.records/1";
  static final String HOST_SESSIONS = "holdfast.host.sessions/1";
  static final String HOST_STORE = "holdfast.host.store/1";
  static final String PLUGIN_LIFECYCLE = "holdfast.plugin.lifecycle/1";
  static final String PLUGIN_TOOLS = "holdfast.plugin.tools/1";

  static final class Str {
    static final int PTR_AT = 0;
    static final int LEN_AT = 8;
    static final int BYTES = 16;
  }

  static final class Error {
    static final int SIZE_AT = 0;
    static final int CODE_AT = 4;
    static final int MESSAGE_AT = 8;
    static final int BYTES = 256;
  }

  static final class Sink {
    static final int CTX_AT = 0;
    static final int WRITE_AT = 8;
    static final int BYTES = 16;
  }

  static final class Host {
    static final int SIZE_AT = 0;
    static final int ABI_MAJOR_AT = 4;
    static final int ABI_MINOR_AT = 8;
    static final int FLAGS_AT = 12;
    static final int DATA_AT = 16;
    static final int NAME_AT = 24;
    static final int VERSION_AT = 32;
    static final int GET_EXTENSION_AT = 40;
    static final int BYTES = 48;
  }

  static final class Plugin {
    static final int SIZE_AT = 0;
    static final int RESERVED_AT = 4;
    static final int DATA_AT = 8;
    static final int ACTIVATE_AT = 16;
    static final int DEACTIVATE_AT = 24;
    static final int DESTROY_AT = 32;
    static final int GET_EXTENSION_AT = 40;
    static final int BYTES = 48;
  }

  static final class Entry {
    static final int SIZE_AT = 0;
    static final int ABI_MAJOR_AT = 4;
    static final int ABI_MINOR_AT = 8;
    static final int RESERVED_AT = 12;
    static final int ID_AT = 16;
    static final int NAME_AT = 24;
    static final int VERSION_AT = 32;
    static final int INIT_AT = 40;
    static final int DEINIT_AT = 48;
    static final int CREATE_AT = 56;
    static final int BYTES = 64;
  }

  static final class AdapterEntry {
    static final int SIZE_AT = 0;
    static final int ABI_MAJOR_AT = 4;
    static final int ABI_MINOR_AT = 8;
    static final int RESERVED_AT = 12;
    static final int ID_AT = 16;
    static final int NAME_AT = 24;
    static final int VERSION_AT = 32;
    static final int CONFIG_SCHEMA_AT = 40;
    static final int INIT_AT = 48;
    static final int DEINIT_AT = 56;
    static final int CREATE_AT = 64;
    static final int DESTROY_AT = 72;
    static final int BYTES = 80;
  }

  static final class Header {
    static final int NAME_AT = 0;
    static final int VALUE_AT = 16;
    static final int BYTES = 32;
  }

  static final class WebRequest {
    static final int SIZE_AT = 0;
    static final int HEADER_COUNT_AT = 4;
    static final int METHOD_AT = 8;
    static final int SCRIPT_NAME_AT = 24;
    static final int PATH_INFO_AT = 40;
    static final int QUERY_STRING_AT = 56;
    static final int ACTOR_AT = 72;
    static final int CSP_NONCE_AT = 88;
    static final int HEADERS_AT = 104;
    static final int BODY_AT = 112;
    static final int BYTES = 128;
  }

  static final class WebResponse {
    static final int SIZE_AT = 0;
    static final int RESERVED_AT = 4;
    static final int CTX_AT = 8;
    static final int START_AT = 16;
    static final int WRITE_AT = 24;
    static final int BYTES = 32;
  }

  static final class PluginWeb {
    static final int SIZE_AT = 0;
    static final int RESERVED_AT = 4;
    static final int HANDLE_AT = 8;
    static final int BYTES = 16;
  }

  static final class AdapterGateway {
    static final int SIZE_AT = 0;
    static final int RESERVED_AT = 4;
    static final int HANDLE_AT = 8;
    static final int BYTES = 16;
  }

  static final class AdapterTranslate {
    static final int SIZE_AT = 0;
    static final int RESERVED_AT = 4;
    static final int TRANSLATE_AT = 8;
    static final int BYTES = 16;
  }

  static final class HostChanges {
    static final int SIZE_AT = 0;
    static final int RESERVED_AT = 4;
    static final int SINCE_AT = 8;
    static final int BYTES = 16;
  }

  static final class HostClients {
    static final int SIZE_AT = 0;
    static final int RESERVED_AT = 4;
    static final int GET_AT = 8;
    static final int SEARCH_AT = 16;
    static final int COURSE_AT = 24;
    static final int CLINICIAN_AT = 32;
    static final int BYTES = 40;
  }

  static final class HostClock {
    static final int SIZE_AT = 0;
    static final int RESERVED_AT = 4;
    static final int NOW_MS_AT = 8;
    static final int ZONE_AT = 16;
    static final int BYTES = 24;
  }

  static final class HostIdentity {
    static final int SIZE_AT = 0;
    static final int RESERVED_AT = 4;
    static final int DESCRIBE_AT = 8;
    static final int MAY_AT = 16;
    static final int BYTES = 24;
  }

  static final class HostLog {
    static final int SIZE_AT = 0;
    static final int RESERVED_AT = 4;
    static final int LOG_AT = 8;
    static final int BYTES = 16;
  }

  static final class HostNotify {
    static final int SIZE_AT = 0;
    static final int RESERVED_AT = 4;
    static final int POST_AT = 8;
    static final int WITHDRAW_AT = 16;
    static final int BYTES = 24;
  }

  static final class HostRecords {
    static final int SIZE_AT = 0;
    static final int RESERVED_AT = 4;
    static final int PUT_AT = 8;
    static final int RETRACT_AT = 16;
    static final int BYTES = 24;
  }

  static final class HostSessions {
    static final int SIZE_AT = 0;
    static final int RESERVED_AT = 4;
    static final int GET_AT = 8;
    static final int LIST_AT = 16;
    static final int BYTES = 24;
  }

  static final class HostStore {
    static final int SIZE_AT = 0;
    static final int RESERVED_AT = 4;
    static final int DIRECTORY_AT = 8;
    static final int BYTES = 16;
  }

  static final class PluginLifecycle {
    static final int SIZE_AT = 0;
    static final int RESERVED_AT = 4;
    static final int TICK_AT = 8;
    static final int WORKER_STARTED_AT = 16;
    static final int WORKER_STOPPING_AT = 24;
    static final int BEFORE_BACKUP_AT = 32;
    static final int BYTES = 40;
  }

  static final class ToolIo {
    static final int SIZE_AT = 0;
    static final int RESERVED_AT = 4;
    static final int CTX_AT = 8;
    static final int READ_AT = 16;
    static final int WRITE_AT = 24;
    static final int PROGRESS_AT = 32;
    static final int CANCELLED_AT = 40;
    static final int BYTES = 48;
  }

  static final class PluginTools {
    static final int SIZE_AT = 0;
    static final int RESERVED_AT = 4;
    static final int RUN_AT = 8;
    static final int LIST_AT = 16;
    static final int BYTES = 24;
  }
}
