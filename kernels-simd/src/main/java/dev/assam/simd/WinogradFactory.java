package dev.assam.simd;

import dev.assam.backend.KernelFactory;
import dev.assam.memory.Floats;
import dev.assam.memory.Storage;
import dev.assam.op.nn.Conv;
import dev.assam.op.nn.Window;
import dev.assam.simd.Images.Axis;
import dev.assam.simd.Images.Image;
import dev.assam.simd.kernel.Lanes;
import dev.assam.simd.kernel.WinogradF32;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;

/**
 * Conv 3 × 3 of float32 with stride 1, channels last and constant weights by Winograd's F(4×4,
 * 3×3), where there are enough channels and tiles for it to be faster. Its weights take four times
 * the memory.
 */
final class WinogradFactory implements KernelFactory<KernelRequest, Kernel> {
  private static final int TILE = WinogradF32.TILE;
  private static final int SIDE = WinogradF32.SIDE;
  private static final int POSITIONS = WinogradF32.POSITIONS;
  private static final String LAYOUT = "winograd";

  private static final int FEWEST_CHANNELS = 16;
  private static final int FEWEST_TILES = 8;

  private static final double A = WinogradF32.A;
  private static final double B = WinogradF32.B;
  private static final double[][] G = {
    powers(0, A * A * B * B),
    powers(A, 2 * A * A * (A * A - B * B)),
    powers(-A, 2 * A * A * (A * A - B * B)),
    powers(B, 2 * B * B * (B * B - A * A)),
    powers(-B, 2 * B * B * (B * B - A * A)),
    {0, 0, 1}
  };

  private static double[] powers(double x, double divisor) {
    return new double[] {1 / divisor, x / divisor, x * x / divisor};
  }

  @Override
  public String name() {
    return "winogradF32";
  }

  @Override
  public Kernel create(KernelRequest request) {
    if (!(request.op() instanceof Conv conv)
        || !request.channelsLast()
        || !request.isConstant(1)
        || !request.allOf(DType.FLOAT32)
        || request.shape(0).rank() != 4
        || conv.group() != 1) {
      return null;
    }
    Shape w = request.shape(1);
    int least = Math.max(FEWEST_CHANNELS, Lanes.F32);
    Window window = conv.geometry(Images.inputs(request));
    Axis y = Images.vertical(window);
    Axis x = Images.horizontal(window);
    if (!fits(y) || !fits(x) || w.dim(0) < least || w.dim(1) < least) {
      return null;
    }
    WinogradTask task = new WinogradTask();
    Image image = Images.image(request.shape(0));
    task.images = image.count();
    task.channels = image.channels();
    task.columns = w.dim(0);
    task.width = x.output();
    task.height = y.output();
    task.inWidth = padded(x);
    task.inHeight = padded(y);
    boolean isPacked = request.isPacked(1, LAYOUT);
    boolean isPackedElse = request.isPacked(1, ConvFactory.WINDOWS);
    // What the first binding chose stays where the weights were released after it.
    boolean canPack = !isPackedElse || !request.isReleased(1);
    if (!isPacked && (!canPack || task.tiles() < FEWEST_TILES)) {
      return null;
    }
    GemmEpilogue epilogue =
        GemmEpilogue.of(request, request.opInputs() > 2 && request.has(2) ? 2 : -1);
    if (epilogue == null) {
      return null;
    }
    PadTask pad = null;
    if (task.inWidth != image.width() || task.inHeight != image.height()) {
      pad = new PadTask();
      pad.images = image.count();
      pad.lines = image.height();
      pad.line = image.line();
      pad.before = x.padBegin() * image.channels();
      pad.paddedLines = task.inHeight;
      pad.paddedLine = task.inWidth * image.channels();
      pad.above = y.padBegin();
    }
    Storage weights = request.packed(1, LAYOUT, WinogradFactory::pack);
    return new WinogradKernel(request, task, pad, epilogue, weights);
  }

  private static boolean fits(Axis axis) {
    return axis.kernel() == 3
        && axis.stride() == 1
        && axis.dilation() == 1
        && axis.padBegin() >= 0
        && axis.padEnd() >= 0
        && axis.output() > 0;
  }

  /** Pixels of input for whole tiles. */
  private static int padded(Axis axis) {
    return (axis.output() + TILE - 1) / TILE * TILE + SIDE - TILE;
  }

  /** G · w · Gᵀ in panels, position by position. */
  private static Storage pack(Tensor w) {
    int maps = w.shape().dim(0);
    int channels = w.shape().dim(1);
    int size = maps * channels;
    Floats from = w.floats();
    Tensor transformed = Tensor.allocate(DType.FLOAT32, Shape.of(POSITIONS, maps, channels));
    Floats to = transformed.floats();
    double[] half = new double[SIDE * 3];
    for (int i = 0; i < size; i++) {
      for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < 3; x++) {
          double sum = 0;
          for (int t = 0; t < 3; t++) {
            sum += G[y][t] * from.get(i * 9 + t * 3 + x);
          }
          half[y * 3 + x] = sum;
        }
      }
      for (int p = 0; p < POSITIONS; p++) {
        double sum = 0;
        for (int t = 0; t < 3; t++) {
          sum += half[p / SIDE * 3 + t] * G[p % SIDE][t];
        }
        to.set(p * size + i, (float) sum);
      }
    }
    int depth = WinogradTask.depth(channels);
    return new Panels(maps)
        .pack(transformed, POSITIONS, depth, 1, channels, size, channels, 1, 0, 1);
  }
}
