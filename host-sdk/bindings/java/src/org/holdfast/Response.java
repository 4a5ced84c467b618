// SPDX-License-Identifier: MIT
package org.holdfast;

import java.util.List;

/** The plugin's answer; headers are pairs of name and value, in the order in which they came. */
public record Response(int code, List<List<String>> headers, byte[] body) {}
