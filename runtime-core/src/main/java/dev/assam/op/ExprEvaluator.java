package dev.assam.op;

import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Evaluates an {@link Expr} over tensors: block after block, each subexpression once in a loop of
 * its own, reals as doubles and integers and booleans as longs.
 */
public final class ExprEvaluator {
  private static final int BLOCK = 512;

  private final Tensor[] inputs;
  private final Shape shape;
  private final int length;
  private final List<Slot> slots = new ArrayList<>();
  private final Map<Expr, Slot> known = new HashMap<>();

  /** A subexpression and its value over the current block. */
  private static final class Slot {
    /** Type of an integer or a boolean; null for reals. */
    final DType type;

    final double[] reals;
    final long[] longs;
    Expr.Fn fn;
    Expr.Cast cast;
    BlockReader reader;
    Slot a;
    Slot b;
    Slot c;

    Slot(DType type, int length) {
      this.type = type;
      this.reals = type == null ? new double[length] : null;
      this.longs = type == null ? null : new long[length];
    }
  }

  private ExprEvaluator(Shape shape, Tensor[] inputs) {
    this.inputs = inputs;
    this.shape = shape;
    this.length = Math.min(BLOCK, shape.size());
  }

  /**
   * A tensor of this type and shape whose elements are the formula's.
   *
   * @param inputs what In(i) stands for, each broadcasting to the shape; null where the formula has
   *     no In(i)
   */
  public static Tensor evaluate(Expr expr, DType dtype, Shape shape, Tensor... inputs) {
    Tensor y = Tensor.allocate(dtype, shape);
    evaluate(expr, y, inputs);
    return y;
  }

  /** As the other one, into a tensor, which may be an input, too. */
  public static void evaluate(Expr expr, Tensor y, Tensor... inputs) {
    DType dtype = y.dtype();
    ExprEvaluator evaluator = new ExprEvaluator(y.shape(), inputs);
    Slot result = evaluator.slot(expr);
    if (result.type != null && dtype.isFloat()) {
      result = evaluator.toReal(result);
    }
    for (int at = 0; at < y.size(); at += evaluator.length) {
      int n = Math.min(evaluator.length, y.size() - at);
      for (Slot slot : evaluator.slots) {
        run(slot, n);
      }
      if (result.type == null) {
        Elements.write(result.reals, y, at, n);
      } else {
        Elements.write(result.longs, y, at, n);
      }
    }
  }

  private Slot slot(Expr expr) {
    Slot slot = known.get(expr);
    if (slot == null) {
      slot =
          switch (expr) {
            case Expr.In in -> input(in);
            case Expr.Const constant -> constant(constant.value(), null);
            case Expr.Cast cast -> cast(cast);
            case Expr.Call call -> call(call);
          };
      known.put(expr, slot);
    }
    return slot;
  }

  private Slot add(Slot slot) {
    slots.add(slot);
    return slot;
  }

  private Slot input(Expr.In in) {
    Tensor tensor = inputs[in.index()];
    Slot slot = new Slot(tensor.dtype().isFloat() ? null : tensor.dtype(), length);
    slot.reader = new BlockReader(tensor, shape);
    return add(slot);
  }

  private Slot constant(double value, DType type) {
    Slot slot = new Slot(type, length);
    if (type == null) {
      Arrays.fill(slot.reals, value);
    } else {
      Arrays.fill(slot.longs, Elements.wrapped(type, (long) value));
    }
    return slot;
  }

  private Slot cast(Expr.Cast cast) {
    Slot slot = new Slot(cast.to().isFloat() ? null : cast.to(), length);
    slot.cast = cast;
    slot.a = slot(cast.argument());
    return add(slot);
  }

  private Slot toReal(Slot integers) {
    Slot slot = new Slot(null, length);
    slot.cast = new Expr.Cast(DType.FLOAT64, null);
    slot.a = integers;
    return add(slot);
  }

  private Slot call(Expr.Call call) {
    List<Expr> arguments = call.arguments();
    Expr.Kind kind = call.fn().kind();
    int first = kind == Expr.Kind.CHOICE ? 1 : 0;
    DType type = null;
    boolean real = kind == Expr.Kind.REAL || kind == Expr.Kind.REAL_PREDICATE;
    for (int i = first; i < arguments.size(); i++) {
      if (arguments.get(i) instanceof Expr.Const constant) {
        real |= constant.value() != Math.floor(constant.value());
      } else if (slot(arguments.get(i)).type == null) {
        real = true;
      } else if (type == null) {
        type = slot(arguments.get(i)).type;
      }
    }
    DType domain = real ? null : type;
    boolean predicate = kind == Expr.Kind.PREDICATE || kind == Expr.Kind.REAL_PREDICATE;
    Slot slot = new Slot(predicate ? DType.BOOL : domain, length);
    slot.fn = call.fn();
    slot.a = first == 1 ? slot(arguments.get(0)) : argument(arguments.get(0), domain);
    slot.b = arguments.size() > 1 ? argument(arguments.get(1), domain) : slot.a;
    slot.c = arguments.size() > 2 ? argument(arguments.get(2), domain) : null;
    return add(slot);
  }

  private Slot argument(Expr argument, DType domain) {
    if (argument instanceof Expr.Const constant) {
      return constant(constant.value(), domain);
    }
    Slot slot = slot(argument);
    return domain == null && slot.type != null ? toReal(slot) : slot;
  }

  private static void run(Slot slot, int n) {
    if (slot.reader != null) {
      if (slot.type == null) {
        slot.reader.read(slot.reals, n);
      } else {
        slot.reader.read(slot.longs, n);
      }
    } else if (slot.cast != null) {
      cast(slot, n);
    } else if (slot.fn.kind() == Expr.Kind.CHOICE) {
      if (slot.type == null) {
        ExprLoops.select(slot.a.longs, slot.b.reals, slot.c.reals, slot.reals, n);
      } else {
        ExprLoops.select(slot.a.longs, slot.b.longs, slot.c.longs, slot.longs, n);
      }
    } else if (slot.a.type != null) {
      ExprLoops.integers(slot.fn, slot.a.type, slot.a.longs, slot.b.longs, slot.longs, n);
    } else if (slot.type != null) {
      ExprLoops.predicate(slot.fn, slot.a.reals, slot.b.reals, slot.longs, n);
    } else if (slot.fn.arity() == 1) {
      ExprLoops.reals(slot.fn, slot.a.reals, slot.reals, n);
    } else {
      ExprLoops.reals(slot.fn, slot.a.reals, slot.b.reals, slot.reals, n);
    }
  }

  private static void cast(Slot slot, int n) {
    DType to = slot.cast.to();
    Slot a = slot.a;
    for (int i = 0; i < n; i++) {
      if (slot.type == null) {
        double value = a.type == null ? a.reals[i] : Elements.toDouble(a.type, a.longs[i]);
        slot.reals[i] = Elements.rounded(to, value);
      } else {
        slot.longs[i] =
            a.type == null ? Elements.toLong(to, a.reals[i]) : Elements.wrapped(to, a.longs[i]);
      }
    }
  }
}
