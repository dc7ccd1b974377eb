package dev.assam.memory;

/** The machine representation of a storage's elements. */
public enum Kind {
  BYTES(1),
  SHORTS(2),
  INTS(4),
  LONGS(8),
  FLOATS(4),
  DOUBLES(8),
  /** Ordinary {@code String} objects; they never live in linear memory. */
  STRINGS(16);

  private final int bytes;

  Kind(int bytes) {
    this.bytes = bytes;
  }

  /** Size of one element in bytes; of strings, what a reference and an object cost at least. */
  public int bytes() {
    return bytes;
  }
}
