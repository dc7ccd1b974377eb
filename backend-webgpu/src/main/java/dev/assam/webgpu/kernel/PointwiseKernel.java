package dev.assam.webgpu.kernel;

import dev.assam.backend.NodeRequest;
import dev.assam.backend.device.ExprWriter;
import dev.assam.op.Expr;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.TensorType;
import dev.assam.webgpu.Gpu;
import dev.assam.webgpu.Launch;
import dev.assam.webgpu.Places;
import dev.assam.webgpu.WebGpuKernel;
import dev.assam.webgpu.kernel.PointwiseShader.Access;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A formula of the elements of inputs, which broadcast to the output's shape. */
final class PointwiseKernel implements WebGpuKernel {
  private final Expr expr;
  private final List<DType> types;
  private final DType out;
  private final int[] inputs;
  private final boolean onOutput;
  private final int[] dims;
  private final int[][] strides;
  private final boolean vector;
  private final List<Access> accesses = new ArrayList<>();

  private PointwiseKernel(
      Expr expr,
      List<DType> types,
      DType out,
      int[] inputs,
      boolean onOutput,
      Broadcast broadcast) {
    this.expr = expr;
    this.types = types;
    this.out = out;
    this.inputs = inputs;
    this.onOutput = onOutput;
    this.dims = broadcast.dims();
    this.strides = broadcast.strides();
    int rank = dims.length;
    boolean four = rank > 0 && dims[rank - 1] % 4 == 0;
    for (int[] of : strides) {
      boolean along = rank > 0 && of[rank - 1] == 1;
      four &= rank > 0 && (along || of[rank - 1] == 0);
      for (int d = 0; d < rank - 1; d++) {
        four &= !along || of[d] % 4 == 0;
      }
    }
    this.vector = four;
    for (int[] of : strides) {
      accesses.add(access(of));
    }
  }

  private Access access(int[] of) {
    boolean flat = true;
    boolean one = true;
    int stride = 1;
    for (int d = dims.length - 1; d >= 0; d--) {
      flat &= of[d] == stride;
      one &= of[d] == 0;
      stride *= dims[d];
    }
    if (flat) {
      return Access.FLAT;
    }
    return one
        ? Access.ONE
        : dims.length == 0 || of[dims.length - 1] == 1
            ? Access.ROWS
            : vector ? Access.COLUMNS : Access.ROWS;
  }

  /**
   * A kernel for a formula, or null if shaders cannot compute it.
   *
   * @param first of the request's inputs that the formula sees
   * @param end of these, exclusive
   * @param onOutput whether the formula's x0 is what lies in the output already, and x1 and so on
   *     are the inputs
   */
  static PointwiseKernel of(Expr expr, NodeRequest request, int first, int end, boolean onOutput) {
    TensorType y = request.out(0);
    List<DType> types = new ArrayList<>();
    List<Shape> shapes = new ArrayList<>();
    if (onOutput) {
      types.add(y.dtype());
      shapes.add(y.shape());
    }
    List<Expr> parts = new ArrayList<>();
    if (onOutput) {
      parts.add(Expr.in(0));
    }
    int[] inputs = new int[end - first];
    int present = 0;
    for (int i = first; i < end; i++) {
      // An absent input's element is in no formula.
      parts.add(request.has(i) ? Expr.in(types.size()) : Expr.c(0));
      if (request.has(i)) {
        inputs[present++] = i;
        types.add(request.in(i).dtype());
        shapes.add(request.shape(i));
      }
    }
    if (present < inputs.length) {
      return of(expr.substitute(parts), y, types, shapes, Arrays.copyOf(inputs, present), onOutput);
    }
    return of(expr, y, types, shapes, inputs, onOutput);
  }

  private static PointwiseKernel of(
      Expr expr,
      TensorType y,
      List<DType> types,
      List<Shape> shapes,
      int[] inputs,
      boolean onOutput) {
    if (types.size() > 7 || !ExprWriter.canWrite(expr, types.toArray(new DType[0]), y.dtype())) {
      return null;
    }
    Broadcast broadcast = Broadcast.of(y.shape(), shapes);
    return broadcast.dims().length > PointwiseShader.MOST_DIMS
        ? null
        : new PointwiseKernel(expr, types, y.dtype(), inputs, onOutput, broadcast);
  }

  @Override
  public boolean canOverwrite(int i) {
    for (int k = 0; k < inputs.length && !onOutput; k++) {
      if (inputs[k] == i) {
        return accesses.get(k) == Access.FLAT && PointwiseShader.sameWords(types.get(k), out);
      }
    }
    return false;
  }

  @Override
  public void addLaunches(Places places, List<Launch> launches) {
    List<Gpu.Slice> buffers = new ArrayList<>();
    List<Integer> slots = new ArrayList<>();
    Gpu.Slice result = places.out(0);
    if (onOutput) {
      buffers.add(result);
      slots.add(0);
    }
    for (int k = 0; k < inputs.length; k++) {
      int slot = shared(places, k);
      if (slot >= 0) {
        slots.add(slots.get(slot));
        continue;
      }
      slots.add(buffers.size());
      buffers.add(places.in(inputs[k]));
    }
    int at = buffers.indexOf(result);
    slots.add(at >= 0 ? at : buffers.size());
    if (at < 0) {
      buffers.add(result);
    }
    int width = vector ? 4 : 1;
    PointwiseShader shader =
        new PointwiseShader(expr, types, out, accesses, coordinates(), vector, slots);
    int count = Shape.of(dims).size() / width;
    launches.add(Launch.flat(shader, buffers, count, params(width)));
  }

  /** An earlier input in the same place that is read in the same way, or −1. */
  private int shared(Places places, int k) {
    int before = onOutput ? 1 : 0;
    for (int j = 0; j < k; j++) {
      if (places.same(inputs[j], inputs[k])
          && types.get(j + before) == types.get(k + before)
          && accesses.get(j + before) == accesses.get(k + before)) {
        return j + before;
      }
    }
    return -1;
  }

  /** Number of coordinates that a shader needs; 0 if every input is read by the flat index. */
  private int coordinates() {
    for (Access access : accesses) {
      if (access == Access.ROWS || access == Access.COLUMNS) {
        return dims.length;
      }
    }
    return 0;
  }

  /** The dimensions but the first, then the strides of each input that is read by coordinates. */
  private int[] params(int width) {
    List<Integer> params = new ArrayList<>();
    if (coordinates() > 0) {
      for (int d = 1; d < dims.length; d++) {
        params.add(d == dims.length - 1 ? dims[d] / width : dims[d]);
      }
      for (int k = 0; k < accesses.size(); k++) {
        Access access = accesses.get(k);
        for (int d = 0; d < dims.length && access.byCoordinates(); d++) {
          boolean last = d == dims.length - 1;
          int unit = access == Access.ROWS && !last ? width : 1;
          params.add(strides[k][d] / unit);
        }
      }
    }
    int[] words = new int[params.size()];
    for (int i = 0; i < words.length; i++) {
      words[i] = params.get(i);
    }
    return words;
  }
}
