package dev.assam.teavm.build;

import java.io.ByteArrayOutputStream;

/** Changes to a WebAssembly module's bytes that TeaVM has no setting for. */
final class WasmModule {
  private static final int HEADER_BYTES = 8;
  private static final int IMPORT_SECTION = 2;
  private static final int MAX_PAGES = 65536;

  private static final int HAS_MAXIMUM = 1;
  private static final int IS_SHARED = 2;

  private static final int FUNCTION = 0;
  private static final int MEMORY = 2;
  private static final int GLOBAL = 3;

  private final byte[] bytes;
  private final boolean shared;
  private int at;

  private WasmModule(byte[] bytes, boolean shared) {
    this.bytes = bytes;
    this.shared = shared;
  }

  /**
   * The module with its imported memory allowed to grow to 4 GiB, where TeaVM stops at 2, and
   * private or shared among threads.
   */
  static byte[] withFullMemory(byte[] module, boolean shared) {
    return new WasmModule(module, shared).rewrite();
  }

  private byte[] rewrite() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 8);
    out.write(bytes, 0, HEADER_BYTES);
    at = HEADER_BYTES;
    boolean found = false;
    while (at < bytes.length) {
      int start = at;
      int section = bytes[at++];
      int length = varint();
      int end = at + length;
      if (section == IMPORT_SECTION) {
        byte[] imports = imports(end);
        out.write(section);
        write(out, imports.length);
        out.writeBytes(imports);
        found = true;
      } else {
        out.write(bytes, start, end - start);
      }
      at = end;
    }
    if (!found) {
      throw new BuildFailure("the WebAssembly module imports nothing, not even its memory");
    }
    return out.toByteArray();
  }

  private byte[] imports(int end) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(end - at + 8);
    int count = varint();
    write(out, count);
    for (int i = 0; i < count; i++) {
      int start = at;
      skipName();
      skipName();
      int kind = bytes[at++];
      switch (kind) {
        case FUNCTION -> varint();
        case GLOBAL -> at += 2;
        case MEMORY -> {
          out.write(bytes, start, at - start);
          int flags = bytes[at++];
          out.write(flags | HAS_MAXIMUM | (shared ? IS_SHARED : 0));
          write(out, varint());
          if ((flags & HAS_MAXIMUM) != 0) {
            varint();
          }
          write(out, MAX_PAGES);
          start = at;
        }
        default -> throw new BuildFailure("import of kind " + kind + " in TeaVM's module");
      }
      out.write(bytes, start, at - start);
    }
    if (at != end) {
      throw new BuildFailure("the import section of TeaVM's module is not as expected");
    }
    return out.toByteArray();
  }

  private void skipName() {
    int length = varint();
    at += length;
  }

  private int varint() {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = bytes[at++];
      value |= (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }

  private static void write(ByteArrayOutputStream out, int value) {
    int left = value;
    while (left >>> 7 != 0) {
      out.write((left & 0x7F) | 0x80);
      left >>>= 7;
    }
    out.write(left);
  }
}
