package dev.assam.simd;

import dev.assam.error.ShapeException;
import dev.assam.memory.Ints;
import dev.assam.memory.Longs;
import dev.assam.tensor.Tensor;

/**
 * Copies, for each of {@code outer} slices, the runs of {@code inner} elements that indices along
 * the axis name; negative ones count from the end.
 */
final class GatherTask extends Task {
  private MovePlace x;
  private MovePlace y;
  private boolean wide;
  private Ints ints;
  private Longs longs;
  private int outer;
  private int dim;
  private int inner;
  private int count;

  /** What indices count along, for messages; only where the task was made. */
  private String axis;

  GatherTask() {}

  GatherTask(Tensor x, Tensor indices, Tensor y, String axis, int outer, int dim, int inner) {
    this.axis = axis;
    this.x = new MovePlace(x);
    this.y = new MovePlace(y);
    this.wide = indices.dtype().bits() == 64;
    if (wide) {
      this.longs = indices.longs();
    } else {
      this.ints = indices.ints();
    }
    this.count = indices.size();
    this.outer = outer;
    this.dim = dim;
    this.inner = inner;
  }

  /** All on the calling thread, which may then learn of an index out of range. */
  @Override
  public int units() {
    return 1;
  }

  @Override
  public void run(int from, int to, int thread) {
    for (int o = 0; o < outer; o++) {
      for (int k = 0; k < count; k++) {
        long index = wide ? longs.get(k) : ints.get(k);
        if (index < -dim || index >= dim) {
          throw new ShapeException(
              "index "
                  + index
                  + " out of range for "
                  + axis
                  + " (allowed "
                  + -dim
                  + ".."
                  + (dim - 1)
                  + ")");
        }
        int at = (int) (index < 0 ? index + dim : index);
        y.copyPlane(
            x, (o * dim + at) * inner, inner, 1, (o * count + k) * inner, inner, 1, 1, inner);
      }
    }
  }

  @Override
  public int code() {
    return Tasks.GATHER;
  }

  @Override
  protected void fields(Fields fields) {
    x = x == null ? new MovePlace() : x;
    y = y == null ? new MovePlace() : y;
    x.fields(fields);
    y.fields(fields);
    wide = fields.flag(wide);
    if (wide) {
      longs = fields.longs(longs);
    } else {
      ints = fields.ints(ints);
    }
    outer = fields.number(outer);
    dim = fields.number(dim);
    inner = fields.number(inner);
    count = fields.number(count);
  }
}
