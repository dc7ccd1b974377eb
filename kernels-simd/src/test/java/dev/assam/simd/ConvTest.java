package dev.assam.simd;

import static dev.assam.op.Expr.add;
import static dev.assam.op.Expr.c;
import static dev.assam.op.Expr.in;
import static dev.assam.op.Expr.max;
import static dev.assam.op.Expr.mul;
import static dev.assam.op.Expr.sigmoid;
import static dev.assam.simd.KernelCheck.noise;

import dev.assam.op.nn.Conv;
import dev.assam.op.nn.ConvTranspose;
import dev.assam.op.nn.WindowAttributes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Convolutions with channels last. */
class ConvTest {
  private static Conv conv(int group, int stride, int dilation, int... pads) {
    return new Conv(
        new WindowAttributes(
            "NOTSET",
            null,
            List.of(stride, stride),
            List.of(dilation, dilation),
            List.of(pads[0], pads[1], pads[2], pads[3]),
            false),
        group);
  }

  @Test
  void pointwise() {
    for (int channels : new int[] {1, 3, 8, 33}) {
      for (int maps : new int[] {1, 3, 5, 8, 16, 31, 33, 64, 129}) {
        new KernelCheck(conv(1, 1, 1, 0, 0, 0, 0))
            .channelsLast()
            .input(noise(1, 2, channels, 5, 7))
            .constant(noise(2, maps, channels, 1, 1))
            .constant(noise(3, maps))
            .check("convF32");
      }
    }
    new KernelCheck(conv(1, 2, 1, 0, 0, 0, 0))
        .channelsLast()
        .input(noise(1, 2, 9, 7, 8))
        .constant(noise(2, 20, 9, 1, 1))
        .check("convF32");
  }

  @Test
  void windows() {
    for (int size : new int[] {2, 3, 5, 7}) {
      for (int stride : new int[] {1, 2, 3}) {
        for (int dilation : new int[] {1, 2}) {
          for (int channels : new int[] {1, 3, 8, 20}) {
            boolean winograd = size == 3 && stride == 1 && dilation == 1 && channels == 20;
            new KernelCheck(conv(1, stride, dilation, 1, 2, 0, 3))
                .channelsLast()
                .input(noise(1, 2, channels, 15, 17))
                .constant(noise(2, 19, channels, size, size))
                .constant(noise(3, 19))
                .tolerance(1e-4)
                .check(winograd ? "winogradF32" : "convF32");
          }
        }
      }
    }
  }

  @Test
  void transposed() {
    for (int size : new int[] {1, 2, 3, 4, 5}) {
      for (int stride : new int[] {1, 2, 3}) {
        for (int pad : new int[] {0, 1, 2}) {
          for (int maps : new int[] {1, 3, 8, 24, 40}) {
            if (size > 2 * pad || size > 2) {
              transposed(size, stride, pad, maps);
            }
          }
        }
      }
    }
  }

  private static void transposed(int size, int stride, int pad, int maps) {
    WindowAttributes window =
        new WindowAttributes(
            "NOTSET",
            null,
            List.of(stride, stride),
            List.of(1, 1),
            List.of(pad, 0, pad, pad),
            false);
    List<Integer> extra = List.of(stride - 1, 0);
    new KernelCheck(new ConvTranspose(window, 1, extra, null))
        .channelsLast()
        .input(noise(1, 2, 5, 6, 7))
        .constant(noise(2, 5, maps, size, size))
        .constant(noise(3, maps))
        .epilogue(max(in(0), c(0)))
        .check("convTransposeF32");
  }

  @Test
  void fewMaps() {
    for (int maps : new int[] {1, 2, 3, 4, 5, 8}) {
      for (int channels : new int[] {7, 11, 32, 33}) {
        for (int dilation : new int[] {1, 2}) {
          new KernelCheck(conv(1, 1, dilation, 2, 2, 2, 2))
              .channelsLast()
              .input(noise(1, 2, channels, 7, 9))
              .constant(noise(2, maps, channels, 3, 5))
              .constant(noise(3, maps))
              .epilogue(max(in(0), c(0)))
              .check("convF32");
        }
      }
    }
    new KernelCheck(conv(3, 1, 1, 1, 1, 1, 1))
        .channelsLast()
        .input(noise(1, 1, 96, 6, 5))
        .constant(noise(2, 6, 32, 3, 3))
        .check("convF32");
  }

  @Test
  void groups() {
    for (int channels : new int[] {2, 5, 16}) {
      for (int maps : new int[] {1, 4, 17, 40}) {
        new KernelCheck(conv(3, 1, 1, 1, 1, 1, 1))
            .channelsLast()
            .input(noise(1, 1, 3 * channels, 6, 5))
            .constant(noise(2, 3 * maps, channels, 3, 3))
            .constant(noise(3, 3 * maps))
            .check("convF32");
      }
    }
  }

  @Test
  void epilogues() {
    for (int maps : new int[] {3, 8, 40, 64}) {
      new KernelCheck(conv(1, 1, 1, 1, 1, 1, 1))
          .channelsLast()
          .input(noise(1, 1, 8, 9, 9))
          .constant(noise(2, maps, 8, 3, 3))
          .input(noise(3, maps))
          .epilogue(max(add(in(0), in(1)), c(0)))
          .input(noise(4, 1, 9, 9, maps))
          .check("convF32");
    }
  }

  @Test
  void depthwise() {
    for (int channels : new int[] {2, 3, 4, 5, 8, 17, 31, 33, 64}) {
      for (int size : new int[] {1, 2, 3, 5, 7}) {
        for (int stride : new int[] {1, 2}) {
          for (int dilation : new int[] {1, 2}) {
            int pad = size / 2;
            new KernelCheck(conv(channels, stride, dilation, pad, pad, pad, size - 1))
                .channelsLast()
                .input(noise(1, 2, channels, 13, 14))
                .constant(noise(2, channels, 1, size, size))
                .constant(noise(3, channels))
                .epilogue(max(in(0), c(-0.1)))
                .check("depthwiseF32");
          }
        }
      }
      new KernelCheck(conv(channels, 1, 1, 1, 1, 1, 1))
          .channelsLast()
          .input(noise(1, 1, channels, 5, 2))
          .constant(noise(2, channels, 1, 3, 3))
          .epilogue(mul(in(0), sigmoid(add(in(0), in(1)))))
          .input(noise(4, 1, 5, 2, channels))
          .check("depthwiseF32");
    }
    new KernelCheck(conv(8, 1, 1, 9, 9, 9, 9))
        .channelsLast()
        .input(noise(1, 1, 8, 2, 2))
        .constant(noise(2, 8, 1, 3, 3))
        .constant(noise(3, 8))
        .check("depthwiseF32");
  }

  @Test
  void formulas() {
    for (int maps : new int[] {3, 8, 40, 64}) {
      new KernelCheck(conv(2, 1, 1, 1, 1, 1, 1))
          .channelsLast()
          .input(noise(1, 1, 4, 9, 9))
          .constant(noise(2, 2 * maps, 2, 3, 3))
          .constant(noise(3, 2 * maps))
          .epilogue(mul(in(0), sigmoid(add(in(0), in(1)))))
          .input(noise(4, 1, 9, 9, 2 * maps))
          .check("convF32");
    }
  }

  @Test
  void alongOneDimension() {
    new KernelCheck(
            new Conv(
                new WindowAttributes("SAME_UPPER", null, List.of(2), List.of(1), null, false), 1))
        .channelsLast()
        .input(noise(1, 2, 6, 31))
        .constant(noise(2, 10, 6, 4))
        .check("convF32");
  }
}
