package dev.assam.simd;

import dev.assam.memory.Bytes;
import dev.assam.memory.Floats;
import dev.assam.op.nn.Window;
import dev.assam.simd.kernel.PointwiseLoops;
import dev.assam.simd.kernel.PoolLoops;

/** Maxima or means of windows over one or two dimensions; a unit is a line of the output. */
final class PoolTask extends Task {
  /** Ints by spatial dimension: input, output, kernel, stride, dilation, padding on both sides. */
  private static final int AXIS = 7;

  private static final int COLUMNS = AXIS;

  private Floats x;
  private Floats y;

  /** Whether bytes are compared, which are in these two then. */
  private boolean ofBytes;

  private boolean signed;
  private Bytes xBytes;
  private Bytes yBytes;

  /** Images, or where channels come first, planes. */
  private int images;

  /** Neighbouring elements of a pixel: channels, or 1 where they come first. */
  private int channels;

  private boolean max;
  private boolean countPadding;
  private int[] axes;

  PoolTask() {}

  PoolTask(
      Floats x,
      Floats y,
      int images,
      int channels,
      Window window,
      boolean max,
      boolean countPadding) {
    this(images, channels, window);
    this.x = x;
    this.y = y;
    this.max = max;
    this.countPadding = countPadding;
  }

  /** Maxima of bytes. */
  PoolTask(Bytes x, Bytes y, boolean signed, int images, int channels, Window window) {
    this(images, channels, window);
    this.ofBytes = true;
    this.signed = signed;
    this.xBytes = x;
    this.yBytes = y;
    this.max = true;
  }

  private PoolTask(int images, int channels, Window window) {
    this.images = images;
    this.channels = channels;
    this.axes = new int[2 * AXIS];
    for (int i = 0; i < 2; i++) {
      int d = i - 2 + window.rank();
      int[] axis =
          d < 0
              ? new int[] {1, 1, 1, 1, 1, 0, 0}
              : new int[] {
                window.input(d),
                window.output(d),
                window.kernel(d),
                window.stride(d),
                window.dilation(d),
                window.padBegin(d),
                window.padEnd(d)
              };
      System.arraycopy(axis, 0, axes, i * AXIS, AXIS);
    }
  }

  @Override
  public int units() {
    return images * axes[1];
  }

  private int start(int axis, int position) {
    return position * axes[axis + 3] - axes[axis + 5];
  }

  /** The first element of the kernel that lies in the input. */
  private int firstTap(int axis, int start) {
    return start >= 0 ? 0 : (axes[axis + 4] - 1 - start) / axes[axis + 4];
  }

  /** Number of elements of the kernel, from its first one on, before the input's end. */
  private int lastTap(int axis, int start, int end) {
    int room = end - start;
    return room <= 0 ? 0 : Math.min(axes[axis + 2], (room + axes[axis + 4] - 1) / axes[axis + 4]);
  }

  @Override
  public void run(int from, int to, int thread) {
    int width = axes[COLUMNS];
    int line = width * channels;
    for (int unit = from; unit < to; unit++) {
      int image = unit / axes[1];
      int top = start(0, unit % axes[1]);
      int first = firstTap(0, top);
      int rows = lastTap(0, top, axes[0]) - first;
      int at = image * axes[0] * line + (top + first * axes[4]) * line;
      for (int o = 0; o < axes[COLUMNS + 1]; o++) {
        int left = start(COLUMNS, o);
        int firstColumn = firstTap(COLUMNS, left);
        int columns = lastTap(COLUMNS, left, width) - firstColumn;
        int xAt = at + (left + firstColumn * axes[COLUMNS + 4]) * channels;
        int yAt = (unit * axes[COLUMNS + 1] + o) * channels;
        pixel(xAt, rows, columns, yAt, top, left);
      }
    }
  }

  private void pixel(int xAt, int rows, int columns, int yAt, int top, int left) {
    if (ofBytes) {
      ofBytes(xAt, rows, columns, yAt);
      return;
    }
    if (rows <= 0 || columns <= 0) {
      PointwiseLoops.fill(max ? Float.NEGATIVE_INFINITY : 0, y, yAt, channels);
      return;
    }
    int rowStride = axes[4] * axes[COLUMNS] * channels;
    int columnStride = axes[COLUMNS + 4] * channels;
    if (max) {
      PoolLoops.max(x, xAt, rows, rowStride, columns, columnStride, y, yAt, channels);
      return;
    }
    int count = rows * columns;
    if (countPadding) {
      count =
          lastTap(0, top, axes[0] + axes[6])
              * lastTap(COLUMNS, left, axes[COLUMNS] + axes[COLUMNS + 6]);
    }
    PoolLoops.sum(x, xAt, rows, rowStride, columns, columnStride, y, yAt, channels, 1f / count);
  }

  private void ofBytes(int xAt, int rows, int columns, int yAt) {
    byte flip = signed ? 0 : Byte.MIN_VALUE;
    if (rows <= 0 || columns <= 0) {
      for (int i = 0; i < channels; i++) {
        yBytes.set(yAt + i, (byte) (Byte.MIN_VALUE ^ flip));
      }
      return;
    }
    int rowStride = axes[4] * axes[COLUMNS] * channels;
    int columnStride = axes[COLUMNS + 4] * channels;
    PoolLoops.max(xBytes, xAt, rows, rowStride, columns, columnStride, flip, yBytes, yAt, channels);
  }

  @Override
  public int code() {
    return Tasks.POOL;
  }

  @Override
  protected void fields(Fields fields) {
    ofBytes = fields.flag(ofBytes);
    if (ofBytes) {
      xBytes = fields.bytes(xBytes);
      yBytes = fields.bytes(yBytes);
      signed = fields.flag(signed);
    } else {
      x = fields.floats(x);
      y = fields.floats(y);
    }
    images = fields.number(images);
    channels = fields.number(channels);
    max = fields.flag(max);
    countPadding = fields.flag(countPadding);
    axes = fields.numbers(axes);
  }
}
