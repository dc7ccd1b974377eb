package dev.assam.simd;

import static dev.assam.simd.KernelCheck.noise;
import static dev.assam.simd.OpMaker.op;

import dev.assam.op.fused.DynamicQuantizedConv;
import dev.assam.op.fused.QuantizedGemm;
import dev.assam.op.quantize.ConvInteger;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Products and convolutions of bytes: their results are exactly the operators'. */
class IntProductTest {
  private static final DType[] BYTES = {DType.INT8, DType.UINT8};

  private static Tensor bytes(DType dtype, int seed, int... dims) {
    Random random = new Random(seed);
    Tensor tensor = Tensor.allocate(dtype, Shape.of(dims));
    for (int i = 0; i < tensor.size(); i++) {
      tensor.setLong(i, dtype == DType.INT8 ? random.nextInt(256) - 128 : random.nextInt(256));
    }
    return tensor;
  }

  private static Tensor one(DType dtype, int value) {
    return Tensor.ofLongs(dtype, Shape.SCALAR, value);
  }

  /** Powers of two among them, so that there are ties to round. */
  private static Tensor scales(int count) {
    Tensor tensor = Tensor.allocate(DType.FLOAT32, Shape.of(count));
    for (int i = 0; i < count; i++) {
      tensor.setDouble(i, i % 3 == 0 ? 0.5 : 0.003 * (i + 1));
    }
    return tensor;
  }

  private static Tensor scale(float value) {
    return Tensor.of(Shape.SCALAR, value);
  }

  @Test
  void matrices() {
    for (int n : new int[] {1, 5, 8, 31, 33, 70}) {
      for (int k : new int[] {1, 3, 8, 33, 260}) {
        for (DType a : BYTES) {
          for (DType b : BYTES) {
            new KernelCheck(op("MatMulInteger"))
                .input(bytes(a, 1, 2, 9, k))
                .constant(bytes(b, 2, k, n))
                .input(one(a, 7))
                .constant(bytes(b, 3, n))
                .tolerance(0)
                .check("integers");
          }
        }
        new KernelCheck(op("MatMulInteger"))
            .input(bytes(DType.UINT8, 1, 9, k))
            .input(bytes(DType.INT8, 2, k, n))
            .input(bytes(DType.UINT8, 5, 9))
            .input(bytes(DType.INT8, 6, n))
            .tolerance(0)
            .check("integers");
        new KernelCheck(op("MatMulInteger"))
            .input(bytes(DType.UINT8, 1, 3, 9, k))
            .input(bytes(DType.INT8, 2, 3, k, n))
            .tolerance(0)
            .check("integers");
      }
    }
  }

  @Test
  void quantisedMatrices() {
    for (int n : new int[] {1, 5, 8, 33}) {
      for (int k : new int[] {1, 8, 33}) {
        for (DType a : BYTES) {
          for (DType b : BYTES) {
            new KernelCheck(op("QLinearMatMul"))
                .input(bytes(a, 1, 2, 9, k))
                .input(scale(0.5f))
                .input(one(a, 3))
                .constant(bytes(b, 2, k, n))
                .constant(scales(n))
                .constant(one(b, 5))
                .constant(scale(8f))
                .constant(one(a, 100))
                .tolerance(0)
                .check("integers");
          }
        }
      }
    }
  }

  @Test
  void quantisedMatricesAndWhatIsAdded() {
    for (int n : new int[] {1, 5, 8, 33}) {
      Tensor bias = Tensor.allocate(DType.INT32, Shape.of(n));
      for (int i = 0; i < n; i++) {
        bias.setLong(i, 1000L * i - 3000);
      }
      for (DType a : BYTES) {
        new KernelCheck(new QuantizedGemm())
            .input(bytes(a, 1, 9, 33))
            .input(scale(0.5f))
            .input(one(a, 3))
            .constant(bytes(DType.INT8, 2, 33, n))
            .constant(scales(n))
            .constant(one(DType.INT8, 5))
            .constant(scale(8f))
            .constant(one(a, 100))
            .constant(bias)
            .tolerance(0)
            .check("integers");
      }
    }
  }

  @Test
  void convolutions() {
    for (int channels : new int[] {1, 3, 4, 17}) {
      for (int maps : new int[] {1, 5, 16, 33}) {
        for (int kernel : new int[] {1, 3}) {
          for (int pad : new int[] {0, 1}) {
            conv("ConvInteger", 1, pad)
                .input(bytes(DType.UINT8, 1, 2, channels, 6, 5))
                .constant(bytes(DType.INT8, 2, maps, channels, kernel, kernel))
                .input(one(DType.UINT8, 130))
                .constant(one(DType.INT8, 3))
                .channelsLast()
                .tolerance(0)
                .check("integers");
          }
        }
      }
    }
  }

  private static KernelCheck conv(String name, int group, int pad) {
    return new KernelCheck(
        op(name, "group", group, "pads", List.of((long) pad, 0L, 0L, (long) pad)));
  }

  @Test
  void quantisedConvolutions() {
    for (int[] shape :
        new int[][] {{1, 6, 10}, {2, 6, 10}, {5, 5, 5}, {17, 17, 17}, {40, 40, 40}}) {
      int group = shape[0];
      for (DType type : BYTES) {
        conv("QLinearConv", group, 1)
            .input(bytes(type, 1, 2, shape[1], 6, 7))
            .constant(scale(0.25f))
            .constant(one(type, 9))
            .constant(bytes(DType.INT8, 2, shape[2], shape[1] / group, 3, 2))
            .constant(scales(shape[2]))
            .constant(bytes(DType.INT8, 5, shape[2]))
            .constant(scale(2f))
            .constant(one(type, 7))
            .constant(Tensor.allocate(DType.INT32, Shape.of(shape[2])))
            .channelsLast()
            .tolerance(0)
            .check("integers");
      }
    }
  }

  @Test
  void dynamicConvolutions() {
    for (int[] shape : new int[][] {{1, 6, 10}, {2, 6, 10}, {17, 17, 17}}) {
      ConvInteger inner =
          (ConvInteger) op("ConvInteger", "group", shape[0], "pads", List.of(1L, 1L, 1L, 1L));
      new KernelCheck(new DynamicQuantizedConv(inner))
          .input(noise(1, 2, shape[1], 6, 7))
          .constant(bytes(DType.INT8, 2, shape[2], shape[1] / shape[0], 3, 3))
          .constant(scales(shape[2]))
          .constant(one(DType.INT8, 4))
          .channelsLast()
          .tolerance(1e-6)
          .check("integers");
    }
  }

  @Test
  void dynamicQuantisation() {
    for (int size : new int[] {1, 7, 16, 33, 8191, 20000}) {
      new KernelCheck(op("DynamicQuantizeLinear"))
          .input(noise(1, size))
          .outputs(3)
          .tolerance(0)
          .check("dynamicQuantize");
    }
    new KernelCheck(op("DynamicQuantizeLinear"))
        .input(Tensor.allocate(DType.FLOAT32, Shape.of(40)))
        .outputs(3)
        .tolerance(0)
        .check("dynamicQuantize");
  }
}
