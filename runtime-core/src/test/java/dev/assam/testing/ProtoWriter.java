package dev.assam.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Writes protobuf's wire format: one method per kind of field. */
public final class ProtoWriter {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** An integer or enum field. */
  public ProtoWriter integer(int field, long value) {
    tag(field, VARINT);
    varint(value);
    return this;
  }

  /** A float field. */
  public ProtoWriter real(int field, float value) {
    tag(field, FIXED32);
    fixed(Float.floatToRawIntBits(value), 4);
    return this;
  }

  /** A double field. */
  public ProtoWriter real(int field, double value) {
    tag(field, FIXED64);
    fixed(Double.doubleToRawLongBits(value), 8);
    return this;
  }

  /** A string field. */
  public ProtoWriter string(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** A bytes field. */
  public ProtoWriter bytes(int field, byte[] value) {
    tag(field, BYTES);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  /** A message field. */
  public ProtoWriter message(int field, Consumer<ProtoWriter> content) {
    ProtoWriter inner = new ProtoWriter();
    content.accept(inner);
    return bytes(field, inner.toBytes());
  }

  /** A packed repeated integer field. */
  public ProtoWriter packedIntegers(int field, long... values) {
    ProtoWriter inner = new ProtoWriter();
    for (long value : values) {
      inner.varint(value);
    }
    return bytes(field, inner.toBytes());
  }

  /** A packed repeated float field. */
  public ProtoWriter packedFloats(int field, float... values) {
    ProtoWriter inner = new ProtoWriter();
    for (float value : values) {
      inner.fixed(Float.floatToRawIntBits(value), 4);
    }
    return bytes(field, inner.toBytes());
  }

  /** A packed repeated double field. */
  public ProtoWriter packedDoubles(int field, double... values) {
    ProtoWriter inner = new ProtoWriter();
    for (double value : values) {
      inner.fixed(Double.doubleToRawLongBits(value), 8);
    }
    return bytes(field, inner.toBytes());
  }

  public byte[] toBytes() {
    return out.toByteArray();
  }

  private void tag(int field, int wireType) {
    varint(((long) field << 3) | wireType);
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private void fixed(long bits, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write((int) (bits >>> (8 * i)));
    }
  }
}
