package dev.assam.pages.microbench;

import dev.assam.memory.Kind;
import dev.assam.memory.Storage;
import dev.assam.nativerun.bench.ModelLoop;
import dev.assam.wasm.memory.LinearMemory;
import java.util.ArrayList;
import java.util.List;
import org.teavm.interop.Export;

/** A model's kernels, node by node, in the page. The page's script keeps the time. */
public final class ProfilePage {
  private static final List<int[]> DIMS = new ArrayList<>();
  private static final List<Integer> SIZES = new ArrayList<>();
  private static Storage file;
  private static ModelLoop loop;
  private static String name = "";

  private ProfilePage() {}

  public static void main(String[] args) {}

  /** To be called first; see {@link LinearMemory#init}. */
  @Export(name = "init")
  public static void init(int baseBytes, int pagesNow, int pagesLimit) {
    LinearMemory.init(baseBytes, pagesNow, pagesLimit);
  }

  /** The model's file has so many bytes. */
  @Export(name = "file")
  public static void file(int bytes) {
    file = Storage.allocate(Kind.BYTES, bytes);
    file.retain();
  }

  /** Eight bytes of the file at a time, little-endian, lest calls cost more than the bytes. */
  @Export(name = "bytes")
  public static void bytes(int at, int low, int high) {
    for (int i = 0; i < 4 && at + i < file.length(); i++) {
      file.bytes().set(at + i, (byte) (low >>> (8 * i)));
    }
    for (int i = 0; i < 4 && at + 4 + i < file.length(); i++) {
      file.bytes().set(at + 4 + i, (byte) (high >>> (8 * i)));
    }
  }

  /** The next size of the next input; after the last one −1. */
  @Export(name = "size")
  public static void size(int size) {
    if (size >= 0) {
      SIZES.add(size);
      return;
    }
    int[] dims = new int[SIZES.size()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = SIZES.get(i);
    }
    DIMS.add(dims);
    SIZES.clear();
  }

  /** Prepares the model; how many nodes it has. */
  @Export(name = "open")
  public static int open() {
    loop = new ModelLoop(file, DIMS);
    return loop.nodes();
  }

  @Export(name = "run")
  public static void run(int node) {
    loop.run(node);
  }

  /** How long the name of a node is, which {@link #letter} then tells. */
  @Export(name = "name")
  public static int name(int node) {
    name = loop.name(node);
    return name.length();
  }

  @Export(name = "letter")
  public static int letter(int at) {
    return name.charAt(at);
  }
}
