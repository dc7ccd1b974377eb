package dev.assam.webgpu.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.op.linear.Einsum;
import dev.assam.op.linear.EinsumLabels;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.webgpu.WebGpuKernel;
import dev.assam.webgpu.WgslExpr;
import java.util.ArrayList;
import java.util.List;

/** Einsum, each element of the output a sum over all other indices. */
final class EinsumKernels implements KernelFactory<NodeRequest, WebGpuKernel> {
  private static final int MOST_OPERANDS = 4;

  /** Sums and dimensions whose parameters fit. */
  private static final int MOST_DIMS = 8;

  @Override
  public String name() {
    return "einsum";
  }

  @Override
  public WebGpuKernel create(NodeRequest request) {
    if (!(request.op() instanceof Einsum einsum)
        || request.epilogue() != null
        || request.inputs() > MOST_OPERANDS) {
      return null;
    }
    DType dtype = request.out(0).dtype();
    if (dtype != DType.FLOAT32 && dtype != DType.INT32 && dtype != DType.UINT32) {
      return null;
    }
    EinsumLabels labels = new EinsumLabels(request.seen(), einsum.equation());
    List<Integer> summed = new ArrayList<>(labels.all());
    summed.removeAll(labels.output());
    Broadcast kept = walk(request, labels, labels.output());
    Broadcast gone = walk(request, labels, summed);
    int outer = kept.dims().length;
    int inner = gone.dims().length;
    int operands = request.inputs();
    if (outer + inner > MOST_DIMS) {
      return null;
    }
    int length = Shape.of(gone.dims()).size();
    String type = WgslExpr.stored(dtype);
    StringBuilder types = new StringBuilder();
    StringBuilder params = new StringBuilder("length");
    List<Steps.Bind> binds = new ArrayList<>();
    List<Integer> words = new ArrayList<>(List.of(length));
    declare(params, words, "o", kept);
    declare(params, words, "s", gone);
    String[] outerSums = new String[2 * operands];
    String[] innerSums = new String[2 * operands];
    StringBuilder body = new StringBuilder();
    StringBuilder starts = new StringBuilder();
    StringBuilder product = new StringBuilder();
    for (int k = 0; k < operands; k++) {
      types.append("x").append(k).append(':').append(type).append(' ');
      binds.add(Steps.in(k));
      body.append("  var from").append(k).append(" = 0u;\n");
      starts.append("  var at").append(k).append(" = from").append(k).append(";\n");
      product.append(k == 0 ? "" : " * ").append("x" + k + "[at" + k + "]");
      outerSums[2 * k] = "from" + k;
      outerSums[2 * k + 1] = "o" + k + "_";
      innerSums[2 * k] = "at" + k;
      innerSums[2 * k + 1] = "s" + k + "_";
    }
    binds.add(Steps.out(0));
    types.append("y:").append(type);
    body.append("  var rest = i;\n").append(TextShader.walk(outer, "rest", "od", outerSums));
    body.append("  var sum = ").append(type).append("(0);\n");
    body.append("  for (var j = 0u; j < p.length; j++) {\n").append(starts);
    body.append("  rest = j;\n").append(TextShader.walk(inner, "rest", "sd", innerSums));
    body.append("  sum += ").append(product).append(";\n  }\n  y[i] = sum;\n");
    int[] array = new int[words.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = words.get(i);
    }
    return new Steps()
        .add(
            new TextShader("einsum", types.toString(), params.toString(), "", body.toString()),
            request.out(0).shape().size(),
            binds,
            array);
  }

  private static void declare(
      StringBuilder params, List<Integer> words, String name, Broadcast walk) {
    int rank = walk.dims().length;
    params.append(' ').append(TextShader.numbered(name + "d", rank, ""));
    for (int dim : walk.dims()) {
      words.add(dim);
    }
    for (int k = 0; k < walk.strides().length; k++) {
      params.append(' ').append(TextShader.numbered(name + k + "_", rank, ""));
      for (int stride : walk.strides()[k]) {
        words.add(stride);
      }
    }
  }

  /** How the operands are walked along labels: diagonals with the sum of their strides. */
  private static Broadcast walk(NodeRequest request, EinsumLabels labels, List<Integer> of) {
    int[] dims = new int[of.size()];
    int[][] strides = new int[request.inputs()][dims.length];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = labels.size(of.get(i));
      for (int k = 0; k < strides.length; k++) {
        Shape x = request.shape(k);
        for (int d = 0; d < x.rank(); d++) {
          if (labels.operand(k).get(d).equals(of.get(i)) && x.dim(d) > 1) {
            strides[k][i] += x.strides()[d];
          }
        }
      }
    }
    return Broadcast.of(dims, strides);
  }
}
