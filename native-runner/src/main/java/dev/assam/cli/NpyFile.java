package dev.assam.cli;

import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** NumPy's .npy files: one array each, in C order, either byte order. */
public final class NpyFile {
  private static final Map<String, DType> TYPES =
      Map.ofEntries(
          Map.entry("f4", DType.FLOAT32),
          Map.entry("f8", DType.FLOAT64),
          Map.entry("f2", DType.FLOAT16),
          Map.entry("i1", DType.INT8),
          Map.entry("i2", DType.INT16),
          Map.entry("i4", DType.INT32),
          Map.entry("i8", DType.INT64),
          Map.entry("u1", DType.UINT8),
          Map.entry("u2", DType.UINT16),
          Map.entry("u4", DType.UINT32),
          Map.entry("u8", DType.UINT64),
          Map.entry("b1", DType.BOOL));
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern DESCR = Pattern.compile("'descr':\\s*'([<>|=])(\\w+)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*False");
  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([^)]*)\\)");

  private NpyFile() {}

  /**
   * Reads an array.
   *
   * @throws CommandException if it is not one, or in a form that is not read here
   */
  public static Tensor read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    for (byte expected : MAGIC) {
      if (!bytes.hasRemaining() || bytes.get() != expected) {
        throw new CommandException(file + " is not a NumPy array");
      }
    }
    int version = bytes.get();
    bytes.get();
    int length = version == 1 ? bytes.getShort() & 0xFFFF : bytes.getInt();
    byte[] text = new byte[length];
    bytes.get(text);
    String header = new String(text, StandardCharsets.UTF_8);
    Matcher descr = DESCR.matcher(header);
    Matcher shape = SHAPE.matcher(header);
    DType dtype = descr.find() ? TYPES.get(descr.group(2)) : null;
    if (dtype == null || !shape.find() || !ORDER.matcher(header).find()) {
      throw new CommandException(
          file + ": NumPy header " + header.strip() + " (allowed: numbers and bools in C order)");
    }
    bytes.order(descr.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    Tensor tensor = Tensor.allocate(dtype, shape(shape.group(1)));
    long needed = (long) tensor.size() * dtype.bits() / 8;
    if (bytes.remaining() != needed) {
      throw new CommandException(
          file + ": " + tensor + " needs " + needed + " bytes, there are " + bytes.remaining());
    }
    for (int i = 0; i < tensor.size(); i++) {
      tensor.setBits(i, bits(bytes, dtype));
    }
    return tensor;
  }

  private static Shape shape(String text) {
    return Shape.of(
        Pattern.compile(",")
            .splitAsStream(text)
            .map(String::strip)
            .filter(part -> !part.isEmpty())
            .map(Integer::valueOf)
            .toList());
  }

  private static long bits(ByteBuffer bytes, DType dtype) {
    return switch (dtype.bits()) {
      case 8 -> bytes.get();
      case 16 -> bytes.getShort();
      case 32 -> bytes.getInt();
      default -> bytes.getLong();
    };
  }

  /**
   * Writes an array.
   *
   * @throws CommandException if NumPy has no such element type
   */
  public static void write(Path file, Tensor tensor) throws IOException {
    String type =
        TYPES.entrySet().stream()
            .filter(entry -> entry.getValue() == tensor.dtype())
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow(
                () -> new CommandException("NumPy has no " + tensor.dtype() + " for " + file));
    StringBuilder shape = new StringBuilder();
    for (int dim : tensor.shape().toArray()) {
      shape.append(dim).append(", ");
    }
    String header =
        "{'descr': '<"
            + type
            + "', 'fortran_order': False, 'shape': ("
            + shape.toString().strip()
            + "), }";
    int padding = 63 - (MAGIC.length + 4 + header.length()) % 64;
    header += " ".repeat(padding) + "\n";
    int elementBytes = tensor.dtype().bits() / 8;
    ByteBuffer bytes =
        ByteBuffer.allocate(MAGIC.length + 4 + header.length() + tensor.size() * elementBytes)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(MAGIC)
            .put((byte) 1)
            .put((byte) 0)
            .putShort((short) header.length())
            .put(header.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < tensor.size(); i++) {
      long bits = tensor.bits(i);
      for (int b = 0; b < elementBytes; b++) {
        bytes.put((byte) (bits >>> (8 * b)));
      }
    }
    Files.write(file, bytes.array());
  }
}
