// SPDX-License-Identifier: MIT
package org.holdfast;

/** A call that failed: the status of the ABI and a sentence for operators. */
public final class HoldfastException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int status;

  public HoldfastException(int status, String message) {
    super(message);
    this.status = status;
  }

  public int status() {
    return status;
  }
}
