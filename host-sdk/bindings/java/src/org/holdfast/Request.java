// SPDX-License-Identifier: MIT
package org.holdfast;

import java.util.Map;

/** A request to a page; the prefix is where this program has mounted the plugin. */
public record Request(
    String method,
    String path,
    String prefix,
    String query,
    String actor,
    Map<String, String> headers,
    byte[] body) {

  public static Request get(String path, String actor) {
    return new Request("GET", path, "", "", actor, Map.of(), new byte[0]);
  }
}
