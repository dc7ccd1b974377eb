package dev.assam.pages.simd;

import dev.assam.memory.Bytes;
import dev.assam.memory.Floats;
import dev.assam.memory.Ints;
import dev.assam.memory.Kind;
import dev.assam.memory.Shorts;
import dev.assam.memory.Storage;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The cases on the JVM, which must have been started with vectors of 128 bits; into a file. */
public final class SimdJvm {
  private SimdJvm() {}

  public static void main(String[] args) throws IOException {
    int operands = SimdData.OPERANDS * SimdData.COUNT;
    // Unlike a page's memory an array ends; loads may reach a little beyond the operands.
    int room = operands + 1024;
    Floats floats = Storage.allocate(Kind.FLOATS, room).floats();
    Ints ints = Storage.allocate(Kind.INTS, room).ints();
    Shorts shorts = Storage.allocate(Kind.SHORTS, 2 * room).shorts();
    Bytes bytes = Storage.allocate(Kind.BYTES, 4 * room).bytes();
    Ints result = Storage.allocate(Kind.INTS, SimdData.COUNT).ints();
    SimdData.fill(floats, ints, shorts, bytes);
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(Path.of(args[0]))))) {
      for (int c = 0; c < SimdCases.names().length; c++) {
        SimdCases.run(c, floats, ints, shorts, bytes, result);
        for (int i = 0; i < SimdData.COUNT; i++) {
          out.writeInt(result.get(i));
        }
      }
    }
  }
}
