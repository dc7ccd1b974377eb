package dev.assam.simd;

import dev.assam.backend.KernelFactory;
import dev.assam.memory.Floats;
import dev.assam.memory.Kind;
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

  /** Three numbers a row. */
  private static final double[] G = new double[SIDE * 3];

  static {
    powers(0, 0, A * A * B * B);
    powers(1, A, 2 * A * A * (A * A - B * B));
    powers(2, -A, 2 * A * A * (A * A - B * B));
    powers(3, B, 2 * B * B * (B * B - A * A));
    powers(4, -B, 2 * B * B * (B * B - A * A));
    G[5 * 3 + 2] = 1;
  }

  private static void powers(int row, double x, double divisor) {
    G[row * 3] = 1 / divisor;
    G[row * 3 + 1] = x / divisor;
    G[row * 3 + 2] = x * x / divisor;
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
    int channels = w.shape().dim(1);
    Panels panels = new Panels(w.shape().dim(0));
    int depth = WinogradTask.depth(channels);
    int position = panels.packedFloats(depth);
    Storage packed = Storage.allocate(Kind.FLOATS, POSITIONS * position + Panels.ZEROS);
    double[] half = new double[SIDE * 3];
    for (int v = 0; v < panels.vectors(); v++) {
      int width = panels.isSingle(v / 2) ? Lanes.F32 : 2 * Lanes.F32;
      for (int lane = 0; lane < Math.min(Lanes.F32, panels.columns()); lane++) {
        int from = (panels.columnOf(v) + lane) * channels * 9;
        int to = panels.vectorAt(v, depth) + lane;
        transform(w.floats(), from, channels, half, packed.floats(), to, width, position);
      }
    }
    return packed;
  }

  /** G · w · Gᵀ of {@code count} windows that follow each other. */
  private static void transform(
      Floats w, int from, int count, double[] half, Floats to, int at, int stride, int position) {
    for (int i = 0; i < count; i++) {
      int window = from + i * 9;
      for (int x = 0; x < 3; x++) {
        double first = w.get(window + x);
        double middle = w.get(window + 3 + x);
        double last = w.get(window + 6 + x);
        for (int y = 0; y < SIDE; y++) {
          half[y * 3 + x] = G[y * 3] * first + G[y * 3 + 1] * middle + G[y * 3 + 2] * last;
        }
      }
      int out = at + i * stride;
      for (int y = 0; y < SIDE; y++) {
        double first = half[y * 3];
        double middle = half[y * 3 + 1];
        double last = half[y * 3 + 2];
        for (int x = 0; x < SIDE; x++) {
          double sum = G[x * 3] * first + G[x * 3 + 1] * middle + G[x * 3 + 2] * last;
          to.set(out, (float) sum);
          out += position;
        }
      }
    }
  }
}
