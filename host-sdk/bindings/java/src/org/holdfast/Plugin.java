// SPDX-License-Identifier: MIT
package org.holdfast;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Loads the library and makes one instance. handle() may be called from any thread, tick() from one
 * at a time. Libraries are never unloaded.
 *
 * <pre>
 *   try (Plugin plugin = new Plugin("/usr/lib/holdfast/holdfast.so", host, "{\"adapter\": ...}")) {
 *     plugin.activate();
 *     Response page = plugin.handle(Request.get("/today", "u-1"));
 *   }
 * </pre>
 */
public final class Plugin implements AutoCloseable {
  private final List<Object> kept = new ArrayList<>(); // what C calls back or reads
  private final Map<String, Pointer> tables = new HashMap<>();
  private final Pointer entry;
  private Pointer plugin;

  public Plugin(String library, Host host, String configJson) {
    final NativeLibrary loaded = NativeLibrary.getInstance(library);
    kept.add(loaded);
    entry = loaded.getFunction("holdfast_plugin_entry").invokePointer(new Object[] {Abi.ABI_MAJOR});
    if (entry == null)
      throw new HoldfastException(Abi.E_UNSUPPORTED, library + " does not speak ABI 1");
    final Pointer error = freshError();
    check(at(entry, Abi.Entry.INIT_AT).invokeInt(new Object[] {library, error}), error);
    plugin =
        at(entry, Abi.Entry.CREATE_AT)
            .invokePointer(new Object[] {makeHost(host), new Calls.Str(configJson), error});
    if (plugin == null)
      throw new HoldfastException(error.getInt(Abi.Error.CODE_AT), message(error));
  }

  public void activate() {
    final Pointer error = freshError();
    check(at(alive(), Abi.Plugin.ACTIVATE_AT).invokeInt(new Object[] {plugin, error}), error);
  }

  public void deactivate() {
    at(alive(), Abi.Plugin.DEACTIVATE_AT).invokeVoid(new Object[] {plugin});
  }

  @Override
  public void close() {
    if (plugin == null) return;
    deactivate();
    at(plugin, Abi.Plugin.DESTROY_AT).invokeVoid(new Object[] {plugin});
    at(entry, Abi.Entry.DEINIT_AT).invokeVoid(new Object[0]);
    plugin = null;
  }

  public Response handle(Request request) {
    final List<Object> lent = new ArrayList<>();
    final Pointer struct = struct(Abi.WebRequest.BYTES);
    lend(lent, struct, Abi.WebRequest.METHOD_AT, new Calls.Str(request.method()));
    lend(lent, struct, Abi.WebRequest.SCRIPT_NAME_AT, new Calls.Str(request.prefix()));
    lend(lent, struct, Abi.WebRequest.PATH_INFO_AT, new Calls.Str(request.path()));
    lend(lent, struct, Abi.WebRequest.QUERY_STRING_AT, new Calls.Str(request.query()));
    lend(lent, struct, Abi.WebRequest.ACTOR_AT, new Calls.Str(request.actor()));
    lend(lent, struct, Abi.WebRequest.BODY_AT, new Calls.Str(request.body()));
    final Pointer headers = new Memory(Math.max(1L, request.headers().size()) * Abi.Header.BYTES);
    int number = 0;
    for (Map.Entry<String, String> one : request.headers().entrySet()) {
      final long at = (long) number++ * Abi.Header.BYTES;
      final String name = one.getKey().toLowerCase(Locale.ROOT);
      lend(lent, headers, at + Abi.Header.NAME_AT, new Calls.Str(name));
      lend(lent, headers, at + Abi.Header.VALUE_AT, new Calls.Str(one.getValue()));
    }
    struct.setInt(Abi.WebRequest.HEADER_COUNT_AT, number);
    struct.setPointer(Abi.WebRequest.HEADERS_AT, headers);

    final int[] code = {0};
    final List<List<String>> received = new ArrayList<>();
    final ByteArrayOutputStream body = new ByteArrayOutputStream();
    final Calls.Start start =
        (ctx, status, given, count) -> {
          code[0] = status;
          for (int i = 0; i < count; ++i) {
            final long at = (long) i * Abi.Header.BYTES;
            received.add(
                List.of(
                    Calls.textAt(given, at + Abi.Header.NAME_AT),
                    Calls.textAt(given, at + Abi.Header.VALUE_AT)));
          }
          return Abi.OK;
        };
    final Calls.Write write = (ctx, data, size) -> append(body, data, size);
    final Pointer response = struct(Abi.WebResponse.BYTES);
    response.setPointer(Abi.WebResponse.START_AT, CallbackReference.getFunctionPointer(start));
    response.setPointer(Abi.WebResponse.WRITE_AT, CallbackReference.getFunctionPointer(write));
    final Pointer error = freshError();
    final Pointer web = extension(Abi.PLUGIN_WEB);
    final Object[] arguments = {plugin, struct, response, error};
    check(at(web, Abi.PluginWeb.HANDLE_AT).invokeInt(arguments), error);
    keepAlive(lent, start, write);
    return new Response(code[0], received, body.toByteArray());
  }

  /** Works for about that long; in how many milliseconds more work waits. */
  public int tick(int budgetMs) {
    final Pointer error = freshError();
    final Memory due = new Memory(4);
    final Object[] arguments = {alive(), budgetMs, due, error};
    final Pointer life = extension(Abi.PLUGIN_LIFECYCLE);
    check(at(life, Abi.PluginLifecycle.TICK_AT).invokeInt(arguments), error);
    return due.getInt(0);
  }

  public void beforeBackup() {
    final Pointer error = freshError();
    final Pointer life = extension(Abi.PLUGIN_LIFECYCLE);
    check(at(life, Abi.PluginLifecycle.BEFORE_BACKUP_AT).invokeInt(new Object[] {plugin, error}), error);
  }

  /** The offline commands, as JSON: "holdfast.tools/1". */
  public String tools() {
    final Pointer error = freshError();
    final ByteArrayOutputStream text = new ByteArrayOutputStream();
    final Calls.Write write = (ctx, data, size) -> append(text, data, size);
    final Memory sink = new Memory(Abi.Sink.BYTES);
    sink.clear();
    sink.setPointer(Abi.Sink.WRITE_AT, CallbackReference.getFunctionPointer(write));
    final Pointer tools = extension(Abi.PLUGIN_TOOLS);
    check(at(tools, Abi.PluginTools.LIST_AT).invokeInt(new Object[] {plugin, sink, error}), error);
    keepAlive(write);
    return text.toString(StandardCharsets.UTF_8);
  }

  /** Runs an offline command on channels held in memory; what it wrote, by channel. */
  public Map<String, byte[]> runTool(String name, String optionsJson, Map<String, byte[]> inputs) {
    final Map<String, Integer> taken = new HashMap<>();
    final Map<String, ByteArrayOutputStream> written = new HashMap<>();
    final Calls.Read read =
        (ctx, channel, buffer, capacity, got) -> {
          final byte[] given = inputs.get(channel);
          if (given == null) return Abi.E_UNSUPPORTED;
          final int at = taken.getOrDefault(channel, 0);
          final int size = (int) Math.min(capacity, given.length - at);
          buffer.write(0, given, at, size);
          taken.put(channel, at + size);
          got.setLong(0, size);
          return Abi.OK;
        };
    final Calls.WriteChannel write =
        (ctx, channel, data, size) ->
            append(written.computeIfAbsent(channel, any -> new ByteArrayOutputStream()), data, size);
    final Pointer io = struct(Abi.ToolIo.BYTES);
    io.setPointer(Abi.ToolIo.READ_AT, CallbackReference.getFunctionPointer(read));
    io.setPointer(Abi.ToolIo.WRITE_AT, CallbackReference.getFunctionPointer(write));
    final Pointer error = freshError();
    final Object[] arguments = {
      alive(), new Calls.Str(name), new Calls.Str(optionsJson), io, error
    };
    final Pointer tools = extension(Abi.PLUGIN_TOOLS);
    check(at(tools, Abi.PluginTools.RUN_AT).invokeInt(arguments), error);
    keepAlive(read, write);
    final Map<String, byte[]> out = new HashMap<>();
    written.forEach((channel, bytes) -> out.put(channel, bytes.toByteArray()));
    return out;
  }

  private static int append(ByteArrayOutputStream to, Pointer data, long size) {
    to.writeBytes(data.getByteArray(0, (int) size));
    return Abi.OK;
  }

  // Reached after the call, so that nothing lent is collected during it.
  private static void keepAlive(Object... lent) {
    for (Object one : lent) java.lang.ref.Reference.reachabilityFence(one);
  }

  private static void lend(List<Object> lent, Pointer struct, long at, Calls.Str text) {
    lent.add(text);
    text.putInto(struct, at);
  }

  private static Function at(Pointer table, long offset) {
    return Function.getFunction(table.getPointer(offset));
  }

  // Every struct of the ABI begins with its size.
  private static Memory struct(int bytes) {
    final Memory made = new Memory(bytes);
    made.clear();
    made.setInt(0, bytes);
    return made;
  }

  private static Pointer freshError() {
    return struct(Abi.Error.BYTES);
  }

  private static String message(Pointer error) {
    return error.getString(Abi.Error.MESSAGE_AT, "UTF-8");
  }

  private static void check(int status, Pointer error) {
    if (status != Abi.OK) throw new HoldfastException(status, message(error));
  }

  private Pointer alive() {
    if (plugin == null) throw new HoldfastException(Abi.E_STATE, "this plugin was closed");
    return plugin;
  }

  private Pointer extension(String id) {
    final Object[] arguments = {alive(), id};
    final Pointer table = at(plugin, Abi.Plugin.GET_EXTENSION_AT).invokePointer(arguments);
    if (table == null)
      throw new HoldfastException(Abi.E_UNSUPPORTED, "the plugin does not offer " + id);
    return table;
  }

  private Pointer lasting(String text) {
    final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    final Memory memory = new Memory(bytes.length + 1L);
    memory.clear();
    memory.write(0, bytes, 0, bytes.length);
    kept.add(memory);
    return memory;
  }

  private Pointer function(Callback callback) {
    kept.add(callback);
    return CallbackReference.getFunctionPointer(callback);
  }

  private Pointer makeHost(Host host) {
    final Pointer zone = lasting(host.zone());
    final Pointer folder = lasting(host.folder());
    final Memory log = struct(Abi.HostLog.BYTES);
    final Calls.Log says = (self, severity, text) -> host.log(severity, text.text());
    log.setPointer(Abi.HostLog.LOG_AT, function(says));
    final Memory clock = struct(Abi.HostClock.BYTES);
    final Calls.NowMs now = self -> host.nowMs();
    clock.setPointer(Abi.HostClock.NOW_MS_AT, function(now));
    clock.setPointer(Abi.HostClock.ZONE_AT, function((Calls.Lasting) self -> zone));
    final Memory store = struct(Abi.HostStore.BYTES);
    store.setPointer(Abi.HostStore.DIRECTORY_AT, function((Calls.Lasting) self -> folder));
    tables.put(Abi.HOST_LOG, log);
    tables.put(Abi.HOST_CLOCK, clock);
    tables.put(Abi.HOST_STORE, store);
    final Memory struct = struct(Abi.Host.BYTES);
    struct.setInt(Abi.Host.ABI_MAJOR_AT, Abi.ABI_MAJOR);
    struct.setInt(Abi.Host.FLAGS_AT, Abi.HOST_THREADED);
    struct.setPointer(Abi.Host.NAME_AT, lasting("Java host"));
    struct.setPointer(Abi.Host.VERSION_AT, lasting("1.0.0"));
    final Calls.GetExtension find = (self, id) -> tables.get(id);
    struct.setPointer(Abi.Host.GET_EXTENSION_AT, function(find));
    kept.add(struct);
    return struct;
  }
}
