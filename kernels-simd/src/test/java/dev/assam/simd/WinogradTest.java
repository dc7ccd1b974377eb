package dev.assam.simd;

import static dev.assam.op.Expr.add;
import static dev.assam.op.Expr.c;
import static dev.assam.op.Expr.in;
import static dev.assam.op.Expr.max;
import static dev.assam.op.Expr.mul;
import static dev.assam.op.Expr.sigmoid;
import static dev.assam.simd.KernelCheck.noise;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assam.graph.Graph;
import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.fused.ChannelsLast;
import dev.assam.op.nn.Conv;
import dev.assam.op.nn.WindowAttributes;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Convolutions 3 × 3 that may be Winograd's. Their error is up to 5·10⁻⁷ of the sum of the
 * products' magnitudes, which is some 150 here, where that of products is 2·10⁻⁷.
 */
class WinogradTest {
  private static final double TOLERANCE = 1e-4;

  private static Conv conv(int... pads) {
    return new Conv(
        new WindowAttributes(
            "NOTSET", null, null, null, List.of(pads[0], pads[1], pads[2], pads[3]), false),
        1);
  }

  private static KernelCheck check(Conv conv, int images, int c, int maps, int height, int width) {
    return new KernelCheck(conv)
        .channelsLast()
        .tolerance(TOLERANCE)
        .input(noise(1, images, c, height, width))
        .constant(noise(2, maps, c, 3, 3));
  }

  @Test
  void channels() {
    for (int channels : new int[] {1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 67}) {
      for (int maps : new int[] {1, 5, 8, 15, 16, 17, 32, 33, 48, 71}) {
        boolean chosen = channels >= 16 && maps >= 16;
        check(conv(1, 1, 1, 1), 1, channels, maps, 15, 14)
            .constant(noise(3, maps))
            .check(chosen ? "winogradF32" : "convF32");
      }
    }
  }

  @Test
  void edges() {
    for (int height : new int[] {13, 14, 15, 16, 17, 18, 21}) {
      for (int width : new int[] {15, 16, 17, 18, 19, 50}) {
        check(conv(0, 1, 1, 0), 1, 32, 33, height, width).check("winogradF32");
        check(conv(1, 0, 0, 2), 2, 33, 40, height, width).check("winogradF32");
      }
    }
    check(conv(0, 0, 0, 0), 1, 32, 32, 18, 18).check("winogradF32");
    check(conv(1, 1, 1, 1), 20, 32, 32, 3, 1).check("winogradF32");
    check(conv(1, 1, 1, 1), 1, 64, 64, 7, 7).check("convF32");
  }

  @Test
  void laterBindingsKeepTheFirstOnesWeights() {
    for (boolean isLarge : new boolean[] {true, false}) {
      Tensor w = noise(2, 32, 32, 3, 3);
      Value x = new Value("x", null);
      Value weights = new Value("w", null);
      Conv conv = conv(1, 1, 1, 1);
      Value y = new Value("y", null);
      Node node = new Node("test", new ChannelsLast(conv), List.of(x, weights), List.of(y));
      Packs packs = new Packs();
      packs.offer(weights, w, true);
      packs.expect(new Graph("test", List.of(x), List.of(y), List.of(node), Map.of(weights, w)));
      for (int size : isLarge ? new int[] {16, 4, 16} : new int[] {4, 16, 4}) {
        TensorType image = new TensorType(DType.FLOAT32, Shape.of(1, size, size, 32));
        KernelRequest request =
            new KernelRequest(
                node,
                new TensorType[] {image, w.type()},
                new Tensor[] {null, w},
                new TensorType[] {image},
                packs);
        assertEquals(isLarge ? "winogradF32" : "convF32", SimdKernels.choose(request).name());
        packs.letGo();
      }
    }
  }

  @Test
  void epilogues() {
    for (int maps : new int[] {32, 45, 200}) {
      check(conv(1, 1, 1, 1), 2, 32, maps, 17, 14)
          .input(noise(3, maps))
          .epilogue(max(add(in(0), in(1)), c(0)))
          .input(noise(4, 2, 17, 14, maps))
          .check("winogradF32");
      check(conv(1, 1, 1, 1), 2, 33, maps, 17, 14)
          .constant(noise(3, maps))
          .epilogue(mul(in(0), sigmoid(add(in(0), in(1)))))
          .input(noise(4, 2, 17, 14, maps))
          .check("winogradF32");
    }
  }

  @Test
  void otherWindows() {
    for (int[] form : new int[][] {{3, 2, 1, 1}, {3, 1, 2, 1}, {5, 1, 1, 1}, {3, 1, 1, 2}}) {
      WindowAttributes window =
          new WindowAttributes(
              "NOTSET",
              null,
              List.of(form[1], form[1]),
              List.of(form[2], form[2]),
              List.of(1, 1, 1, 1),
              false);
      new KernelCheck(new Conv(window, form[3]))
          .channelsLast()
          .tolerance(TOLERANCE)
          .input(noise(1, 1, 64, 30, 31))
          .constant(noise(2, 64, 64 / form[3], form[0], form[0]))
          .check("convF32");
    }
  }
}
