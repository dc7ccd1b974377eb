package dev.assam.op.reduce;

import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.op.Odometer;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;
import java.util.Set;

/**
 * Y = the fold of X over {@code axes}, which are an attribute in older opsets and the second input
 * in newer ones; folded dimensions stay as 1 if {@code keepDims}. Of nothing, a sum is 0, a product
 * 1, a maximum the least value of the type and a minimum the greatest.
 */
public record Reduce(Fold fold, List<Long> axes, boolean keepDims, boolean noopWithEmptyAxes)
    implements Op {
  /** What becomes of the folded elements x. */
  public enum Fold {
    /** Σ |x|. */
    L1,
    /** √Σ x². */
    L2,
    /** log Σ x. */
    LOG_SUM,
    /** log Σ exp x. */
    LOG_SUM_EXP,
    MAX,
    MEAN,
    MIN,
    PROD,
    SUM,
    /** Σ x². */
    SUM_SQUARE
  }

  public static final OpType<Reduce> L1 = type("ReduceL1", Fold.L1, 18);
  public static final OpType<Reduce> L2 = type("ReduceL2", Fold.L2, 18);
  public static final OpType<Reduce> LOG_SUM = type("ReduceLogSum", Fold.LOG_SUM, 18);
  public static final OpType<Reduce> LOG_SUM_EXP = type("ReduceLogSumExp", Fold.LOG_SUM_EXP, 18);
  public static final OpType<Reduce> MAX = type("ReduceMax", Fold.MAX, 18);
  public static final OpType<Reduce> MEAN = type("ReduceMean", Fold.MEAN, 18);
  public static final OpType<Reduce> MIN = type("ReduceMin", Fold.MIN, 18);
  public static final OpType<Reduce> PROD = type("ReduceProd", Fold.PROD, 18);
  public static final OpType<Reduce> SUM = type("ReduceSum", Fold.SUM, 13);
  public static final OpType<Reduce> SUM_SQUARE = type("ReduceSumSquare", Fold.SUM_SQUARE, 18);

  private static OpType<Reduce> type(String name, Fold fold, int axesAsInput) {
    return OpType.<Reduce>named(name)
        .inputs(1, 2)
        .since(
            axesAsInput,
            a -> new Reduce(fold, null, keepDims(a), a.getBoolean("noop_with_empty_axes", false)))
        .since(1, a -> new Reduce(fold, a.getLongs("axes"), keepDims(a), false));
  }

  private static boolean keepDims(Attributes a) {
    return a.getBoolean("keepdims", true);
  }

  @Override
  public OpType<Reduce> type() {
    return switch (fold) {
      case L1 -> L1;
      case L2 -> L2;
      case LOG_SUM -> LOG_SUM;
      case LOG_SUM_EXP -> LOG_SUM_EXP;
      case MAX -> MAX;
      case MEAN -> MEAN;
      case MIN -> MIN;
      case PROD -> PROD;
      case SUM -> SUM;
      case SUM_SQUARE -> SUM_SQUARE;
    };
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    boolean ordered = fold == Fold.MAX || fold == Fold.MIN;
    Set<DType> allowed = ordered ? ORDERED : DTypes.NUMBERS;
    DType dtype = in.dtype(0, allowed);
    return List.of(new TensorType(dtype, axes(in).output()));
  }

  private static final Set<DType> ORDERED = withBool();

  private static Set<DType> withBool() {
    Set<DType> all = java.util.EnumSet.copyOf(DTypes.NUMBERS);
    all.add(DType.BOOL);
    return all;
  }

  private Axes axes(Inputs in) {
    long[] given = null;
    if (in.has(1)) {
      given = in.longs(1);
    } else if (axes != null) {
      given = new long[axes.size()];
      for (int i = 0; i < given.length; i++) {
        given[i] = axes.get(i);
      }
    }
    return Axes.of(in, in.shape(0), given, keepDims, noopWithEmptyAxes);
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Axes axes = axes(in);
    Tensor y = Tensor.allocate(x.dtype(), axes.output());
    boolean exact =
        !x.dtype().isFloat()
            && switch (fold) {
              case L1, MAX, MIN, PROD, SUM, SUM_SQUARE, MEAN -> true;
              case L2, LOG_SUM, LOG_SUM_EXP -> false;
            };
    Odometer kept = new Odometer(axes.kept(), axes.keptStrides());
    for (int i = 0; i < y.size(); i++, kept.next()) {
      if (exact) {
        y.setLong(i, foldLongs(x, kept.at(0), axes));
      } else {
        y.setDouble(i, foldDoubles(x, kept.at(0), axes));
      }
    }
    return List.of(y);
  }

  private double foldDoubles(Tensor x, int at, Axes axes) {
    int count = axes.folded().size();
    double shift = 0;
    if (fold == Fold.LOG_SUM_EXP) {
      shift = extreme(x, at, axes, true);
      if (Double.isInfinite(shift)) {
        return count == 0 || shift < 0 ? Double.NEGATIVE_INFINITY : shift;
      }
    } else if (fold == Fold.MAX || fold == Fold.MIN) {
      return extreme(x, at, axes, fold == Fold.MAX);
    }
    double sum = fold == Fold.PROD ? 1 : 0;
    Odometer walk = new Odometer(axes.folded(), axes.foldedStrides());
    boolean f32 = x.dtype() == DType.FLOAT32;
    for (int i = 0; i < count; i++, walk.next()) {
      int from = at + walk.at(0);
      double v = f32 ? x.floats().get(from) : x.getDouble(from);
      switch (fold) {
        case L1 -> sum += Math.abs(v);
        case L2, SUM_SQUARE -> sum += v * v;
        case LOG_SUM_EXP -> sum += Math.exp(v - shift);
        case PROD -> sum *= v;
        default -> sum += v;
      }
    }
    return switch (fold) {
      case L2 -> Math.sqrt(sum);
      case LOG_SUM -> Math.log(sum);
      case LOG_SUM_EXP -> Math.log(sum) + shift;
      case MEAN -> sum / count;
      default -> sum;
    };
  }

  /** The largest or smallest; NaN if there is one. */
  private static double extreme(Tensor x, int at, Axes axes, boolean largest) {
    double extreme = largest ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    int count = axes.folded().size();
    Odometer walk = new Odometer(axes.folded(), axes.foldedStrides());
    for (int i = 0; i < count; i++, walk.next()) {
      double v = x.getDouble(at + walk.at(0));
      extreme = largest ? Math.max(extreme, v) : Math.min(extreme, v);
    }
    return extreme;
  }

  private long foldLongs(Tensor x, int at, Axes axes) {
    int count = axes.folded().size();
    boolean max = fold == Fold.MAX;
    // Unsigned 64-bit values are in signed order once their highest bit is flipped.
    long flip = x.dtype() == DType.UINT64 ? Long.MIN_VALUE : 0;
    long result =
        switch (fold) {
          case PROD -> 1;
          case MAX -> leastOf(x.dtype()) ^ flip;
          case MIN -> ~leastOf(x.dtype()) ^ flip;
          default -> 0;
        };
    if (fold == Fold.MIN && x.dtype().isUnsigned() && x.dtype() != DType.UINT64) {
      result = (1L << x.dtype().bits()) - 1;
    } else if (fold == Fold.MIN && x.dtype() == DType.BOOL) {
      result = 1;
    }
    Odometer walk = new Odometer(axes.folded(), axes.foldedStrides());
    for (int i = 0; i < count; i++, walk.next()) {
      long v = x.getLong(at + walk.at(0));
      switch (fold) {
        case L1 -> result += Math.abs(v);
        case SUM_SQUARE -> result += v * v;
        case PROD -> result *= v;
        case MAX, MIN -> {
          long w = v ^ flip;
          result = max ? Math.max(result, w) : Math.min(result, w);
        }
        default -> result += v;
      }
    }
    if (fold == Fold.MEAN) {
      return count == 0 ? 0 : result / count;
    }
    return max || fold == Fold.MIN ? result ^ flip : result;
  }

  /** The least value of an integer type; of bool, false. */
  private static long leastOf(DType dtype) {
    return dtype.isUnsigned() || dtype == DType.BOOL ? 0 : -1L << (dtype.bits() - 1);
  }
}
