package dev.assam.op.quantize;

import dev.assam.op.Elements;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Narrow;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Y = saturate(round(X / scale) + zero point), ties to even, with a scale for the whole tensor, for
 * each index along {@code axis}, or for each block of {@code blockSize} elements along it. For
 * narrow floats Y is X / scale rounded to the type. {@code precision} is the type to divide in.
 */
public record QuantizeLinear(
    int axis, int blockSize, DType outputType, DType precision, boolean saturate) implements Op {
  public static final OpType<QuantizeLinear> TYPE =
      OpType.<QuantizeLinear>named("QuantizeLinear")
          .inputs(2, 3)
          .since(
              23,
              a ->
                  new QuantizeLinear(
                      a.getInt("axis", 1),
                      a.getInt("block_size", 0),
                      optionalType(a, "output_dtype"),
                      optionalType(a, "precision"),
                      a.getBoolean("saturate", true)))
          .since(
              21,
              a ->
                  new QuantizeLinear(
                      a.getInt("axis", 1),
                      a.getInt("block_size", 0),
                      optionalType(a, "output_dtype"),
                      null,
                      a.getBoolean("saturate", true)))
          .since(
              19,
              a ->
                  new QuantizeLinear(
                      a.getInt("axis", 1), 0, null, null, a.getBoolean("saturate", true)))
          .since(13, a -> new QuantizeLinear(a.getInt("axis", 1), 0, null, null, true))
          .since(10, a -> new QuantizeLinear(1, 0, null, null, true));

  static final Set<DType> QUANTIZED =
      EnumSet.of(
          DType.INT8,
          DType.UINT8,
          DType.INT16,
          DType.UINT16,
          DType.INT4,
          DType.UINT4,
          DType.INT2,
          DType.UINT2,
          DType.FLOAT8E4M3FN,
          DType.FLOAT8E4M3FNUZ,
          DType.FLOAT8E5M2,
          DType.FLOAT8E5M2FNUZ,
          DType.FLOAT4E2M1);

  private static final Set<DType> INPUTS = withInt32();

  private static Set<DType> withInt32() {
    Set<DType> types = EnumSet.copyOf(DTypes.FLOATS);
    types.add(DType.INT32);
    return types;
  }

  /** An element type of which 0 means "not said". */
  static DType optionalType(dev.assam.op.Attributes a, String name) {
    return a.getLong(name, 0) == 0 ? null : a.getDType(name, null);
  }

  @Override
  public OpType<QuantizeLinear> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(0, INPUTS);
    in.dtype(1, Scales.TYPES);
    DType y = outputType == null ? DType.UINT8 : outputType;
    if (in.has(2)) {
      y = in.dtype(2, QUANTIZED);
      if (outputType != null && outputType != y) {
        throw in.typeError("output_dtype is " + outputType + ", the zero point " + y);
      }
    } else if (!QUANTIZED.contains(y)) {
      throw in.typeError("output_dtype is " + y + " (allowed: " + QUANTIZED + ")");
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
    DType divideIn = precision != null ? precision : scale.dtype();
    double[] values = new double[Math.min(Scales.BLOCK, x.size())];
    double[] zeros = new double[values.length];
    double[] divisors = new double[values.length];
    for (int i = 0; i < x.size(); ) {
      int count = scales.run(i, Math.min(values.length, x.size() - i));
      Elements.read(x, i, 1, values, 0, count);
      Elements.read(scale, scales.at(i), scales.step(), divisors, 0, count);
      if (in.has(2)) {
        Elements.read(in.tensor(2), scales.at(i), scales.step(), zeros, 0, count);
      }
      for (int k = 0; k < count; k++) {
        double quotient = divide(values[k], divisors[k], divideIn);
        if (y.dtype().isFloat()) {
          y.setBits(i + k, Narrow.encode(y.dtype(), quotient, saturate));
        } else {
          values[k] = Scales.saturate(quotient, zeros[k], y.dtype());
        }
      }
      if (!y.dtype().isFloat()) {
        Elements.write(values, y, i, count);
      }
      i += count;
    }
    return List.of(y);
  }

  private static double divide(double x, double scale, DType type) {
    return switch (type) {
      case FLOAT32 -> (float) x / (float) scale;
      case FLOAT16, BFLOAT16 -> Elements.rounded(type, x / scale);
      default -> x / scale;
    };
  }
}
