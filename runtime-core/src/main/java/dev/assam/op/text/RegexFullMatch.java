package dev.assam.op.text;

import dev.assam.error.UnsupportedException;
import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** Whether each whole string matches the pattern, which is in the syntax of RE2. */
public record RegexFullMatch(String pattern) implements Op {
  public static final OpType<RegexFullMatch> TYPE =
      OpType.<RegexFullMatch>named("RegexFullMatch").since(20, RegexFullMatch::of);

  private static RegexFullMatch of(Attributes a) {
    String pattern = a.getString("pattern", "");
    try {
      new RegexParser(pattern).parse();
    } catch (RegexException e) {
      String what = "\"" + pattern + "\": " + e.getMessage();
      if (e.isUnsupported()) {
        throw new UnsupportedException(a.where() + ": attribute pattern is " + what);
      }
      throw a.error("pattern", what);
    }
    return new RegexFullMatch(pattern);
  }

  @Override
  public OpType<RegexFullMatch> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(0, DTypes.STRINGS);
    return List.of(new TensorType(DType.BOOL, in.tensorType(0).shape()));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Regex regex = new RegexParser(pattern).parse();
    Tensor y = Tensor.allocate(DType.BOOL, x.shape());
    for (int i = 0; i < x.size(); i++) {
      in.checkTime();
      y.setLong(i, regex.matches(x.strings()[i], in::checkTime) ? 1 : 0);
    }
    return List.of(y);
  }
}
