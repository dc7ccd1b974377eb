package dev.assam.op.quantize;

import dev.assam.op.Elements;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Y = (X − zero point) · scale, with a scale for the whole tensor, for each index along {@code
 * axis}, or for each block of {@code blockSize} elements along it; Y has the scale's type or {@code
 * outputType}.
 */
public record DequantizeLinear(int axis, int blockSize, DType outputType) implements Op {
  public static final OpType<DequantizeLinear> TYPE =
      OpType.<DequantizeLinear>named("DequantizeLinear")
          .inputs(2, 3)
          .since(
              23,
              a ->
                  new DequantizeLinear(
                      a.getInt("axis", 1),
                      a.getInt("block_size", 0),
                      QuantizeLinear.optionalType(a, "output_dtype")))
          .since(
              21, a -> new DequantizeLinear(a.getInt("axis", 1), a.getInt("block_size", 0), null))
          .since(13, a -> new DequantizeLinear(a.getInt("axis", 1), 0, null))
          .since(10, a -> new DequantizeLinear(1, 0, null));

  private static final Set<DType> INPUTS = withInt32();

  private static Set<DType> withInt32() {
    Set<DType> types = EnumSet.copyOf(QuantizeLinear.QUANTIZED);
    types.add(DType.INT32);
    return types;
  }

  @Override
  public OpType<DequantizeLinear> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    DType x = in.dtype(0, INPUTS);
    DType scale = in.dtype(1, Scales.TYPES);
    if (in.has(2) && in.dtype(2) != x) {
      throw in.typeError("X is " + x + ", the zero point " + in.dtype(2));
    }
    DType y = outputType != null ? outputType : scale;
    if (!DTypes.FLOATS.contains(y)) {
      throw in.typeError("the result would be " + y + " (allowed: " + DTypes.FLOATS + ")");
    }
    Shape shape = in.tensorType(0).shape();
    if (shape.isStatic()) {
      Scales.of(in, axis, blockSize);
    }
    return List.of(new TensorType(y, shape));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor scale = in.tensor(1);
    Tensor y = Tensor.allocate(infer(in).get(0));
    Scales scales = Scales.of(in, axis, blockSize);
    double[] values = new double[Math.min(Scales.BLOCK, x.size())];
    double[] zeros = new double[values.length];
    double[] factors = new double[values.length];
    for (int i = 0; i < x.size(); ) {
      int count = scales.run(i, Math.min(values.length, x.size() - i));
      Elements.read(x, i, 1, values, 0, count);
      Elements.read(scale, scales.at(i), scales.step(), factors, 0, count);
      if (in.has(2)) {
        Elements.read(in.tensor(2), scales.at(i), scales.step(), zeros, 0, count);
      }
      for (int k = 0; k < count; k++) {
        values[k] = (values[k] - zeros[k]) * factors[k];
      }
      Elements.write(values, y, i, count);
      i += count;
    }
    return List.of(y);
  }
}
