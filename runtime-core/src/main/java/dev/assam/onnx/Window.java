package dev.assam.onnx;

import dev.assam.memory.Bytes;
import dev.assam.memory.Kind;
import dev.assam.memory.Storage;

/** The bytes of a file: all of them where they are in memory, else a stretch that moves along. */
final class Window {
  private static final int SIZE = 1 << 16;

  private final Storage file;
  private Bytes bytes;
  private Storage stretch;
  private int start;
  private int end;

  Window(Storage file) {
    this.file = file;
    if (!file.hasSource()) {
      bytes = file.bytes();
      end = file.length();
    }
  }

  byte get(int i) {
    if (i < start || i >= end) {
      move(i);
    }
    return bytes.get(i - start);
  }

  private void move(int to) {
    if (stretch != null) {
      stretch.unload();
    }
    start = to;
    end = Math.min(file.length(), to + SIZE);
    stretch = file.view(start, Kind.BYTES, end - start);
    bytes = stretch.bytes();
  }

  /** Gives the stretch's memory back. */
  void close() {
    if (stretch != null) {
      stretch.unload();
      start = 0;
      end = 0;
    }
  }
}
