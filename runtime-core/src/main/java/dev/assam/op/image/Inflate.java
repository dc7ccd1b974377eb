package dev.assam.op.image;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** zlib's format. */
final class Inflate {
  private Inflate() {}

  /** Exactly {@code size} bytes out of a compressed stream, whose rest does not matter. */
  static byte[] inflate(byte[] compressed, int size) {
    byte[] bytes = new byte[size];
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(compressed);
      int done = 0;
      while (done < size) {
        int count = inflater.inflate(bytes, done, size - done);
        if (count <= 0) {
          throw ImageException.corrupt(done + " bytes of " + size + " to decompress");
        }
        done += count;
      }
      return bytes;
    } catch (DataFormatException e) {
      throw ImageException.corrupt("compressed data that is not zlib's");
    } finally {
      inflater.end();
    }
  }
}
