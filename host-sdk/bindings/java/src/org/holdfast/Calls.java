// SPDX-License-Identifier: MIT
package org.holdfast;

import com.sun.jna.Callback;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Texts, and the functions that C calls back. */
final class Calls {
  private Calls() {}

  /** Borrowed text, by value; the bytes live as long as this object. */
  public static class Str extends Structure implements Structure.ByValue {
    public Pointer ptr;
    public long len;

    public Str() {}

    Str(String text) {
      this(text.getBytes(StandardCharsets.UTF_8));
    }

    Str(byte[] bytes) {
      len = bytes.length;
      if (bytes.length > 0) {
        final Memory memory = new Memory(bytes.length);
        memory.write(0, bytes, 0, bytes.length);
        ptr = memory;
      }
    }

    @Override
    protected List<String> getFieldOrder() {
      return List.of("ptr", "len");
    }

    void putInto(Pointer struct, long at) {
      struct.setPointer(at, ptr);
      struct.setLong(at + Abi.Str.LEN_AT, len);
    }

    String text() {
      return len == 0 ? "" : new String(ptr.getByteArray(0, (int) len), StandardCharsets.UTF_8);
    }
  }

  static String textAt(Pointer struct, long at) {
    final long length = struct.getLong(at + Abi.Str.LEN_AT);
    if (length == 0) return "";
    return new String(struct.getPointer(at).getByteArray(0, (int) length), StandardCharsets.UTF_8);
  }

  interface GetExtension extends Callback {
    Pointer call(Pointer host, String id);
  }

  interface Log extends Callback {
    void call(Pointer host, int severity, Str text);
  }

  interface NowMs extends Callback {
    long call(Pointer host);
  }

  interface Lasting extends Callback {
    Pointer call(Pointer host);
  }

  interface Start extends Callback {
    int call(Pointer ctx, int status, Pointer headers, int count);
  }

  interface Write extends Callback {
    int call(Pointer ctx, Pointer data, long size);
  }

  interface Read extends Callback {
    int call(Pointer ctx, String channel, Pointer buffer, long capacity, Pointer got);
  }

  interface WriteChannel extends Callback {
    int call(Pointer ctx, String channel, Pointer data, long size);
  }
}
