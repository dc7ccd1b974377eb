package dev.assam.op.elementwise;

import dev.assam.op.Expr;
import dev.assam.op.Inputs;
import dev.assam.op.Odometer;
import dev.assam.op.OpType;
import dev.assam.op.Pointwise;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** C = A equals B, of numbers, booleans or strings. */
public record Equal() implements Pointwise {
  public static final OpType<Equal> TYPE =
      OpType.<Equal>named("Equal").inputs(2).since(7, a -> new Equal());

  private static final Set<DType> ALLOWED = allowed();
  private static final Expr EXPR = Expr.call(Expr.Fn.EQUAL, Binary.A, Binary.B);

  @Override
  public OpType<Equal> type() {
    return TYPE;
  }

  @Override
  public TensorType outputType(Inputs in) {
    in.sameDType(0, 1, ALLOWED);
    return Pointwise.broadcast(in, DType.BOOL);
  }

  /** Of numbers and booleans. */
  @Override
  public Expr expr(Inputs in) {
    return EXPR;
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    if (in.dtype(0) != DType.STRING) {
      return Pointwise.super.reference(in);
    }
    String[] a = in.tensor(0).strings();
    String[] b = in.tensor(1).strings();
    Shape shape = in.broadcast(in.shape(0), in.shape(1));
    Tensor c = Tensor.allocate(DType.BOOL, shape);
    Odometer odometer =
        new Odometer(
            shape, in.shape(0).broadcastStrides(shape), in.shape(1).broadcastStrides(shape));
    for (int i = 0; i < c.size(); i++) {
      c.setLong(i, a[odometer.at(0)].equals(b[odometer.at(1)]) ? 1 : 0);
      odometer.next();
    }
    return List.of(c);
  }

  private static Set<DType> allowed() {
    Set<DType> allowed = EnumSet.copyOf(DTypes.NUMBERS);
    allowed.add(DType.BOOL);
    allowed.add(DType.STRING);
    return allowed;
  }
}
