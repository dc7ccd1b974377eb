package dev.assam.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assam.tensor.DType;
import dev.assam.tensor.Narrow;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ElementsTest {
  @Test
  void stretchesReadAsSingleElementsDo() {
    for (DType type : DType.values()) {
      if (type == DType.STRING) {
        continue;
      }
      Tensor x = Tensor.allocate(type, Shape.of(300));
      for (int i = 0; i < x.size(); i++) {
        x.setLong(i, i * 7919L * 104729L);
      }
      double[] reals = new double[100];
      Elements.read(x, 5, 3, reals, 2, 98);
      long[] longs = new long[100];
      Elements.read(x, 5, 3, longs, 2, 98);
      for (int i = 0; i < 98; i++) {
        assertEquals(x.getDouble(5 + 3 * i), reals[2 + i], type.toString());
        assertEquals(x.getLong(5 + 3 * i), longs[2 + i], type.toString());
      }
    }
  }

  @Test
  void stretchesWriteAsSingleElementsDo() {
    double[] reals = {0, -1.5, 2.5, 300.7, -70000.2, 1e10, 1e19, -1e19, Double.NaN, 1e300};
    long[] longs = {0, -1, 2, 300, -70000, 1L << 40, Long.MIN_VALUE, Long.MAX_VALUE};
    for (DType type : DType.values()) {
      if (type == DType.STRING) {
        continue;
      }
      Tensor y = Tensor.allocate(type, Shape.of(20));
      Tensor z = Tensor.allocate(type, Shape.of(20));
      Elements.write(reals, y, 0, reals.length);
      Elements.write(longs, y, 10, longs.length);
      for (int i = 0; i < reals.length; i++) {
        z.setDouble(i, reals[i]);
      }
      for (int i = 0; i < longs.length; i++) {
        z.setLong(10 + i, longs[i]);
      }
      for (int i = 0; i < 20; i++) {
        assertEquals(z.bits(i), y.bits(i), type + " at " + i);
      }
    }
  }

  @Test
  void stretchesEncodeAsSingleElementsDo() {
    for (DType type : new DType[] {DType.FLOAT16, DType.BFLOAT16}) {
      double[] values = new double[1000];
      Tensor y = Tensor.allocate(type, Shape.of(values.length));
      java.util.Random random = new java.util.Random(1);
      for (int round = 0; round < 300; round++) {
        for (int i = 0; i < values.length; i++) {
          double exact = Narrow.decode(type, random.nextInt(1 << 16));
          values[i] =
              switch (round % 3) {
                case 0 -> Double.longBitsToDouble(random.nextLong());
                case 1 -> exact * (1 + (random.nextInt(3) - 1) * 0x1p-9 / (1 << random.nextInt(4)));
                default -> random.nextGaussian() * Math.pow(10, random.nextInt(10) - 5);
              };
        }
        Elements.write(values, y, 0, values.length);
        for (int i = 0; i < values.length; i++) {
          assertEquals((short) Narrow.encode(type, values[i], false), y.bits(i), "" + values[i]);
        }
      }
    }
  }
}
