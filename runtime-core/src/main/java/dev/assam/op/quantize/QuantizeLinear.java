package dev.assam.op.quantize;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Narrow;
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
    Scales.of(in, axis, blockSize);
    return List.of(new TensorType(y, in.shape(0)));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor scale = in.tensor(1);
    Tensor y = Tensor.allocate(infer(in).get(0));
    Scales scales = Scales.of(in, axis, blockSize);
    DType divideIn =
        precision != null ? precision : x.dtype() == DType.INT32 ? scale.dtype() : x.dtype();
    for (int i = 0; i < x.size(); i++) {
      int s = scales.at(i);
      double quotient = x.getDouble(i) / scale.getDouble(s);
      if (divideIn == DType.FLOAT32) {
        quotient = (float) x.getDouble(i) / (float) scale.getDouble(s);
      } else if (divideIn == DType.FLOAT16 || divideIn == DType.BFLOAT16) {
        quotient = Narrow.decode(divideIn, Narrow.encode(divideIn, quotient, false));
      }
      if (y.dtype().isFloat()) {
        y.setBits(i, Narrow.encode(y.dtype(), quotient, saturate));
      } else {
        long zero = in.has(2) ? in.tensor(2).getLong(s) : 0;
        y.setLong(i, Scales.saturate(quotient, zero, y.dtype()));
      }
    }
    return List.of(y);
  }
}
