package dev.assam.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Changes a file without looking at what it means. */
final class ByteMutations {
  private ByteMutations() {}

  /** One to four changes; {@code other} is where foreign bytes come from. */
  static byte[] mutate(byte[] bytes, byte[] other, Dice dice) {
    byte[] mutated = bytes;
    for (int left = 1 + dice.below(4); left > 0; left--) {
      mutated = once(mutated, other, dice);
    }
    return mutated;
  }

  private static byte[] once(byte[] bytes, byte[] other, Dice dice) {
    if (bytes.length == 0) {
      return other.clone();
    }
    byte[] copy = bytes.clone();
    int at = dice.below(bytes.length);
    switch (dice.below(9)) {
      case 0 -> copy[at] ^= (byte) (1 << dice.below(8));
      case 1 -> copy[at] = (byte) dice.random.nextInt();
      case 2 -> copy[at] += (byte) (dice.below(2) * 2 - 1);
      case 3 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 4 -> {
        int length = Math.min(1 + dice.below(8), bytes.length - at);
        return splice(bytes, at, length, new byte[0]);
      }
      case 5 -> {
        byte[] some = new byte[1 + dice.below(8)];
        dice.random.nextBytes(some);
        return splice(bytes, at, 0, some);
      }
      case 6 -> {
        int from = dice.below(other.length + 1);
        int length = Math.min(dice.below(64), other.length - from);
        int over = Math.min(dice.below(64), bytes.length - at);
        return splice(bytes, at, over, Arrays.copyOfRange(other, from, from + length));
      }
      case 7 -> {
        return splice(bytes, at, 1, varint(dice.integer()));
      }
      default -> {
        // A stretch of the file once more somewhere else.
        int length = Math.min(1 + dice.below(64), bytes.length - at);
        return splice(
            bytes, dice.below(bytes.length), 0, Arrays.copyOfRange(bytes, at, at + length));
      }
    }
    return copy;
  }

  private static byte[] splice(byte[] bytes, int at, int over, byte[] with) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, at);
    out.writeBytes(with);
    out.write(bytes, at + over, bytes.length - at - over);
    return out.toByteArray();
  }

  private static byte[] varint(long value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
    return out.toByteArray();
  }
}
