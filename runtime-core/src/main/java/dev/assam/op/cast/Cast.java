package dev.assam.op.cast;

import dev.assam.error.AttributeException;
import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * Y = X as elements of the type {@code to}; {@code saturate} is for 8-bit floats, {@code roundMode}
 * for float8e8m0.
 */
public record Cast(DType to, boolean saturate, String roundMode) implements Op {
  public static final OpType<Cast> TYPE =
      OpType.<Cast>named("Cast")
          .since(24, a -> new Cast(to(a), a.getBoolean("saturate", true), roundMode(a)))
          .since(19, a -> new Cast(to(a), a.getBoolean("saturate", true), "up"))
          .since(6, a -> new Cast(to(a), true, "up"));

  static String roundMode(Attributes a) {
    return a.getChoice("round_mode", "up", "down", "nearest");
  }

  private static DType to(Attributes a) {
    a.require("to");
    DType to = a.getDType("to", null);
    if (to == null) {
      throw new AttributeException(a.where() + ": attribute to is missing");
    }
    return to;
  }

  @Override
  public OpType<Cast> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(0);
    return List.of(new TensorType(to, in.tensorType(0).shape()));
  }

  @Override
  public long[] sizes(Inputs in) {
    return in.dtype(0).isInteger() && (to == DType.INT64 || to == DType.INT32) ? in.sizes(0) : null;
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    return List.of(new Conversion(saturate, roundMode).convert(in, in.tensor(0), to));
  }
}
