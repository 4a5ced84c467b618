// SPDX-License-Identifier: MIT
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.holdfast.HoldfastException;
import org.holdfast.Host;
import org.holdfast.Plugin;
import org.holdfast.Request;
import org.holdfast.Response;

/**
 * The golden conversation in Java, which has no JSON of its own: a line is a call, its fields are
 * Base64 between tabs; the answer comes in the same manner.
 *
 * <p>usage: Converse PLUGIN CONFIG_JSON FOLDER LINES ZONE NOW_MS
 */
public final class Converse {
  private static String text(String field) {
    return new String(Base64.getDecoder().decode(field), StandardCharsets.UTF_8);
  }

  private static String field(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String field(String text) {
    return field(text.getBytes(StandardCharsets.UTF_8));
  }

  // call, method, path, prefix, query, actor, body, then names and values of headers
  private static String handle(Plugin plugin, List<String> call) {
    final Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 7; i + 1 < call.size(); i += 2) headers.put(call.get(i), call.get(i + 1));
    final byte[] body = call.get(6).getBytes(StandardCharsets.UTF_8);
    final Response page =
        plugin.handle(
            new Request(
                call.get(1), call.get(2), call.get(3), call.get(4), call.get(5), headers, body));
    final StringBuilder line = new StringBuilder("page\t" + page.code() + "\t" + field(page.body()));
    for (List<String> header : page.headers())
      line.append("\t").append(field(header.get(0))).append("\t").append(field(header.get(1)));
    return line.toString();
  }

  private static String runTool(Plugin plugin, List<String> call) {
    final Map<String, byte[]> inputs =
        call.size() > 2 ? Map.of("in", call.get(2).getBytes(StandardCharsets.UTF_8)) : Map.of();
    return "body\t" + field(plugin.runTool(call.get(1), "{}", inputs).getOrDefault("out", new byte[0]));
  }

  private static String answer(Plugin plugin, List<String> call) {
    switch (call.get(0)) {
      case "handle":
        return handle(plugin, call);
      case "run_tool":
        return runTool(plugin, call);
      case "tools":
        return "tools\t" + field(plugin.tools());
      case "tick":
        plugin.tick(200);
        return "done";
      case "activate":
        plugin.activate();
        return "done";
      case "deactivate":
        plugin.deactivate();
        return "done";
      default:
        plugin.beforeBackup();
        return "done";
    }
  }

  public static void main(String[] arguments) throws Exception {
    final Path folder = Files.createDirectories(Path.of(arguments[2]));
    Files.setPosixFilePermissions(
        folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    final Host host =
        new Host() {
          @Override
          public String folder() {
            return folder.toString();
          }

          @Override
          public String zone() {
            return arguments[4];
          }

          @Override
          public long nowMs() {
            return Long.parseLong(arguments[5]);
          }

          @Override
          public void log(int severity, String line) {}
        };
    try (Plugin plugin = new Plugin(arguments[0], host, arguments[1])) {
      for (String line : Files.readAllLines(Path.of(arguments[3]))) {
        final List<String> call = new ArrayList<>();
        for (String one : line.split("\t", -1)) call.add(text(one));
        try {
          System.out.println(answer(plugin, call));
        } catch (HoldfastException refusal) {
          System.out.println("error\t" + refusal.status() + "\t" + field(refusal.getMessage()));
        }
      }
    }
  }
}
