package dev.assam.simd;

/**
 * For every index i in a box: to[toAt + Σ iₖ·toStridesₖ] = from[fromAt + Σ iₖ·fromStridesₖ]. The
 * box is walked plane by plane, the last dimension being neighbours in one of the two if any is.
 */
final class MoveTask extends Task {
  /** Elements of a unit, about. */
  private static final int UNIT = 8192;

  private MovePlace from;
  private MovePlace to;
  private int fromAt;
  private int toAt;

  /** The two last ones are the plane's. */
  private int[] dims;

  private int[] fromStrides;
  private int[] toStrides;

  MoveTask() {}

  /** A task for the box, with dimensions merged and reordered as is best. */
  static MoveTask of(
      MovePlace from,
      int fromAt,
      int[] fromStrides,
      MovePlace to,
      int toAt,
      int[] toStrides,
      int[] dims) {
    MoveTask task = new MoveTask();
    task.from = from;
    task.to = to;
    task.fromAt = fromAt;
    task.toAt = toAt;
    task.merge(dims, fromStrides, toStrides);
    return task;
  }

  private void merge(int[] box, int[] f, int[] t) {
    int n = box.length;
    int[] mergedDims = new int[n + 2];
    int[] mergedFrom = new int[n + 2];
    int[] mergedTo = new int[n + 2];
    int rank = 0;
    for (int d = 0; d < n; d++) {
      if (box[d] == 1) {
        continue;
      }
      boolean merges =
          rank > 0 && mergedFrom[rank - 1] == f[d] * box[d] && mergedTo[rank - 1] == t[d] * box[d];
      mergedDims[merges ? rank - 1 : rank] = merges ? mergedDims[rank - 1] * box[d] : box[d];
      mergedFrom[merges ? rank - 1 : rank] = f[d];
      mergedTo[merges ? rank - 1 : rank] = t[d];
      rank += merges ? 0 : 1;
    }
    int last = rank - 1;
    // Of a transpose the rows are what is contiguous in the source.
    int row = last - 1;
    for (int d = 0; d < last; d++) {
      if (mergedFrom[last] != 1 && mergedFrom[d] == 1 && mergedTo[last] == 1) {
        row = d;
      }
    }
    int outer = Math.max(0, rank - 2);
    dims = new int[outer + 2];
    fromStrides = new int[outer + 2];
    toStrides = new int[outer + 2];
    dims[outer] = 1;
    dims[outer + 1] = 1;
    int k = 0;
    for (int d = 0; d < rank; d++) {
      int place = d == last ? outer + 1 : d == row ? outer : k++;
      dims[place] = mergedDims[d];
      fromStrides[place] = mergedFrom[d];
      toStrides[place] = mergedTo[d];
    }
    cutLongRows();
  }

  /** One long row as rows of a unit each, if it divides. */
  private void cutLongRows() {
    int last = dims.length - 1;
    if (dims[last - 1] == 1 && dims[last] >= 2 * UNIT && dims[last] % UNIT == 0) {
      dims[last - 1] = dims[last] / UNIT;
      fromStrides[last - 1] = UNIT * fromStrides[last];
      toStrides[last - 1] = UNIT * toStrides[last];
      dims[last] = UNIT;
    }
  }

  /** Rows of a plane in a unit; a multiple of four. */
  private int rowsPerUnit() {
    return Math.max(1, (UNIT / dims[dims.length - 1] + 3) / 4) * 4;
  }

  private int unitsPerPlane() {
    return (dims[dims.length - 2] + rowsPerUnit() - 1) / rowsPerUnit();
  }

  private int planes() {
    int planes = 1;
    for (int d = 0; d < dims.length - 2; d++) {
      planes *= dims[d];
    }
    return planes;
  }

  private int planesPerUnit() {
    return unitsPerPlane() > 1
        ? 1
        : Math.max(1, UNIT / (dims[dims.length - 1] * dims[dims.length - 2]));
  }

  @Override
  public int units() {
    return unitsPerPlane() > 1
        ? planes() * unitsPerPlane()
        : (planes() + planesPerUnit() - 1) / planesPerUnit();
  }

  @Override
  public void run(int first, int last, int thread) {
    int perPlane = unitsPerPlane();
    if (perPlane > 1) {
      int height = rowsPerUnit();
      for (int unit = first; unit < last; unit++) {
        int row = unit % perPlane * height;
        plane(unit / perPlane, row, Math.min(height, dims[dims.length - 2] - row));
      }
      return;
    }
    int end = Math.min(planes(), last * planesPerUnit());
    for (int plane = first * planesPerUnit(); plane < end; plane++) {
      plane(plane, 0, dims[dims.length - 2]);
    }
  }

  private void plane(int plane, int row, int height) {
    int rank = dims.length;
    int f = fromAt + row * fromStrides[rank - 2];
    int t = toAt + row * toStrides[rank - 2];
    int rest = plane;
    for (int d = rank - 3; d >= 0; d--) {
      int index = rest % dims[d];
      rest /= dims[d];
      f += index * fromStrides[d];
      t += index * toStrides[d];
    }
    to.copyPlane(
        from,
        f,
        fromStrides[rank - 2],
        fromStrides[rank - 1],
        t,
        toStrides[rank - 2],
        toStrides[rank - 1],
        height,
        dims[rank - 1]);
  }

  @Override
  public int code() {
    return Tasks.MOVE;
  }

  @Override
  protected void fields(Fields fields) {
    from = from == null ? new MovePlace() : from;
    to = to == null ? new MovePlace() : to;
    from.fields(fields);
    to.fields(fields);
    fromAt = fields.number(fromAt);
    toAt = fields.number(toAt);
    dims = fields.numbers(dims);
    fromStrides = fields.numbers(fromStrides);
    toStrides = fields.numbers(toStrides);
  }
}
