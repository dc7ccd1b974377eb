package dev.assam.op.text;

import dev.assam.op.Inputs;
import dev.assam.op.Odometer;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** The strings of X followed by those of Y, broadcast. */
public record StringConcat() implements Op {
  public static final OpType<StringConcat> TYPE =
      OpType.<StringConcat>named("StringConcat").inputs(2).since(20, a -> new StringConcat());

  @Override
  public OpType<StringConcat> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.sameDType(0, 1, DTypes.STRINGS);
    return List.of(new TensorType(DType.STRING, in.broadcast(in.shape(0), in.shape(1))));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor a = in.tensor(0);
    Tensor b = in.tensor(1);
    Tensor y = Tensor.allocate(infer(in).get(0));
    Shape shape = y.shape();
    Odometer at =
        new Odometer(shape, a.shape().broadcastStrides(shape), b.shape().broadcastStrides(shape));
    for (int i = 0; i < y.size(); i++) {
      y.strings()[i] = a.strings()[at.at(0)] + b.strings()[at.at(1)];
      at.next();
    }
    return List.of(y);
  }
}
