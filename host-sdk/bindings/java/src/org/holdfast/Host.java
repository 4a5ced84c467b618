// SPDX-License-Identifier: MIT
package org.holdfast;

/** What a Java program gives to the plugin: log, clock and a folder. Called from any thread. */
public interface Host {
  /** Absolute, exists, for its owner alone. */
  String folder();

  /** The IANA name of the zone in which the practice lives. */
  default String zone() {
    return "UTC";
  }

  default long nowMs() {
    return System.currentTimeMillis();
  }

  default void log(int severity, String line) {
    System.err.println("[" + severity + "] " + line);
  }
}
