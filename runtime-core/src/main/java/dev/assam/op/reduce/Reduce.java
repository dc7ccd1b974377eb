package dev.assam.op.reduce;

import dev.assam.op.Attributes;
import dev.assam.op.Elements;
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

  private static final int BLOCK = 512;
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
    return Axes.of(in, in.ranked(0), given, keepDims, noopWithEmptyAxes);
  }

  /** For each axis of X whether it is folded; needs the axes' values. */
  public boolean[] folded(Inputs in) {
    return axes(in).reduced();
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
    Lines lines = new Lines(axes.folded(), axes.foldedStrides());
    int length = Math.min(BLOCK, lines.length());
    double[] reals = new double[exact ? 0 : length];
    long[] longs = new long[exact ? length : 0];
    for (int i = 0; i < y.size(); i++, kept.next()) {
      if (exact) {
        y.setLong(i, foldLongs(x, kept.at(0), lines, longs));
      } else {
        y.setDouble(i, foldReals(x, kept.at(0), lines, reals));
      }
    }
    return List.of(y);
  }

  private double foldReals(Tensor x, int at, Lines lines, double[] block) {
    double shift = 0;
    if (fold == Fold.LOG_SUM_EXP) {
      shift = accumulate(Fold.MAX, x, at, lines, block, 0);
      if (Double.isInfinite(shift)) {
        return shift;
      }
    }
    double result = accumulate(fold, x, at, lines, block, shift);
    return switch (fold) {
      case L2 -> Math.sqrt(result);
      case LOG_SUM -> Math.log(result);
      case LOG_SUM_EXP -> Math.log(result) + shift;
      case MEAN -> result / ((double) lines.count() * lines.length());
      default -> result;
    };
  }

  private static double accumulate(
      Fold fold, Tensor x, int at, Lines lines, double[] block, double shift) {
    double result =
        switch (fold) {
          case MAX -> Double.NEGATIVE_INFINITY;
          case MIN -> Double.POSITIVE_INFINITY;
          case PROD -> 1;
          default -> 0;
        };
    for (int line = 0; line < lines.count(); line++) {
      int from = at + lines.next();
      for (int done = 0; done < lines.length(); done += block.length) {
        int count = Math.min(block.length, lines.length() - done);
        Elements.read(x, from + done * lines.step(), lines.step(), block, 0, count);
        result = accumulate(fold, result, block, count, shift);
      }
    }
    return result;
  }

  private static double accumulate(Fold fold, double result, double[] x, int count, double shift) {
    switch (fold) {
      case L1 -> {
        for (int i = 0; i < count; i++) {
          result += Math.abs(x[i]);
        }
      }
      case L2, SUM_SQUARE -> {
        for (int i = 0; i < count; i++) {
          result += x[i] * x[i];
        }
      }
      case LOG_SUM_EXP -> {
        for (int i = 0; i < count; i++) {
          result += Math.exp(x[i] - shift);
        }
      }
      case PROD -> {
        for (int i = 0; i < count; i++) {
          result *= x[i];
        }
      }
      case MAX -> {
        for (int i = 0; i < count; i++) {
          result = Math.max(result, x[i]);
        }
      }
      case MIN -> {
        for (int i = 0; i < count; i++) {
          result = Math.min(result, x[i]);
        }
      }
      case LOG_SUM, MEAN, SUM -> {
        for (int i = 0; i < count; i++) {
          result += x[i];
        }
      }
    }
    return result;
  }

  private long foldLongs(Tensor x, int at, Lines lines, long[] block) {
    DType dtype = x.dtype();
    // Unsigned 64-bit values are in signed order once their highest bit is flipped.
    long flip = dtype == DType.UINT64 ? Long.MIN_VALUE : 0;
    long result =
        switch (fold) {
          case PROD -> 1;
          case MAX -> leastOf(dtype) ^ flip;
          case MIN -> greatestOf(dtype) ^ flip;
          default -> 0;
        };
    for (int line = 0; line < lines.count(); line++) {
      int from = at + lines.next();
      for (int done = 0; done < lines.length(); done += block.length) {
        int count = Math.min(block.length, lines.length() - done);
        Elements.read(x, from + done * lines.step(), lines.step(), block, 0, count);
        for (int i = 0; i < count; i++) {
          long v = block[i];
          result =
              switch (fold) {
                case L1 -> result + (dtype.isUnsigned() ? v : Math.abs(v));
                case SUM_SQUARE -> result + v * v;
                case PROD -> result * v;
                case MAX -> Math.max(result, v ^ flip);
                case MIN -> Math.min(result, v ^ flip);
                default -> result + v;
              };
        }
      }
    }
    return switch (fold) {
      case MAX, MIN -> result ^ flip;
      case MEAN -> mean(dtype, result, (long) lines.count() * lines.length());
      default -> result;
    };
  }

  /** Towards zero; 0 of nothing. */
  private static long mean(DType dtype, long sum, long count) {
    if (count == 0) {
      return 0;
    }
    return dtype == DType.UINT64 ? Long.divideUnsigned(sum, count) : sum / count;
  }

  /** The least value of an integer type; of bool, false. */
  private static long leastOf(DType dtype) {
    return dtype.isUnsigned() || dtype == DType.BOOL ? 0 : -1L << (dtype.bits() - 1);
  }

  /** The greatest value of an integer type; of bool, true. */
  private static long greatestOf(DType dtype) {
    if (dtype == DType.BOOL) {
      return 1;
    }
    return -1L >>> (64 - dtype.bits() + (dtype.isUnsigned() ? 0 : 1));
  }
}
