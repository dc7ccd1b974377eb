package dev.assam.simd;

import dev.assam.memory.Floats;
import dev.assam.op.Expr;
import dev.assam.simd.kernel.PointwiseLoops;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * What is still to be done with a matrix product or a convolution, in place, on the part of the
 * output that was just computed and is still in the cache. The output is seen as a matrix whose
 * columns are the last dimension. A field of a task: {@link #fields} tells it to other threads.
 *
 * <p>Calls cost some ten nanoseconds for each row and instruction, so the part should be wide.
 */
final class Epilogue {
  /** An element for each of the output's. */
  private static final int SAME = 0;

  /** One row, for every row of the output. */
  private static final int ROW = 1;

  /** One column, for every column of the output. */
  private static final int COLUMN = 2;

  /** One number. */
  private static final int ONE = 3;

  private Tape tape;
  private int[] kinds;
  private TypedPlace[] extras;
  private Floats scratch;
  private int scratchAt;
  private int threads;
  private TapeFrame[] frames;

  private Epilogue() {}

  private Epilogue(Tape tape, int[] kinds) {
    this.tape = tape;
    this.kinds = kinds;
  }

  /** An empty one for a task that {@link #fields} is about to read. */
  static Epilogue unread() {
    return new Epilogue();
  }

  /**
   * The epilogue of a request, or null if it has to be done by {@link EpilogueKernel}: extra inputs
   * must be float32 of the output's shape, one row, one column or one number.
   */
  static Epilogue of(KernelRequest request) {
    TensorType out = request.out(0);
    int extras = request.inputs() - request.opInputs();
    DType[] types = new DType[1 + extras];
    int[] kinds = new int[1 + extras];
    List<Expr> arguments = new ArrayList<>();
    types[0] = DType.FLOAT32;
    arguments.add(Expr.in(0));
    if (out.dtype() != DType.FLOAT32 || out.shape().rank() == 0) {
      return null;
    }
    for (int i = 1; i <= extras; i++) {
      TensorType type = request.in(request.opInputs() + i - 1);
      Tensor constant = request.constant(request.opInputs() + i - 1);
      arguments.add(Expr.in(i));
      if (type.dtype() != DType.FLOAT32) {
        return null;
      }
      types[i] = DType.FLOAT32;
      kinds[i] = kind(type.shape(), out.shape());
      if (constant != null && constant.size() == 1) {
        arguments.set(i, Expr.c(constant.getDouble(0)));
      } else if (kinds[i] < 0) {
        return null;
      }
    }
    Tape tape = Tape.compile(request.epilogue().substitute(arguments), types, DType.FLOAT32);
    return tape == null ? null : new Epilogue(tape, kinds);
  }

  private static int kind(Shape shape, Shape out) {
    int last = out.rank() - 1;
    if (shape.elements() == out.elements()) {
      return SAME;
    }
    if (shape.elements() == 1) {
      return ONE;
    }
    if (shape.elements() == out.dim(last) && shape.dim(shape.rank() - 1) == out.dim(last)) {
      return ROW;
    }
    return shape.rank() == out.rank() && shape.equals(out.with(last, 1)) ? COLUMN : -1;
  }

  /** Scratch that {@link #bind} needs. */
  int scratchFloats(int threadCount) {
    return threadCount * tape.scratchFloats();
  }

  /**
   * This epilogue with its extra inputs in place.
   *
   * @param opInputs number of the first extra input
   * @param at offset in the scratch of {@code places} from which it may be used
   */
  Epilogue bind(Places places, int opInputs, int at) {
    Epilogue bound = new Epilogue(tape, kinds);
    bound.extras = new TypedPlace[kinds.length];
    for (int i = 1; i < kinds.length; i++) {
      bound.extras[i] = new TypedPlace(places.in(opInputs + i - 1));
    }
    bound.scratch = places.scratch();
    bound.scratchAt = at;
    bound.threads = places.threads();
    bound.prepare();
    return bound;
  }

  private void prepare() {
    frames = new TapeFrame[threads];
    for (int i = 0; i < threads; i++) {
      frames[i] = new TapeFrame(tape, scratch, scratchAt + i * tape.scratchFloats());
    }
  }

  /** Has to be called once in each {@link Task#run} before {@link #apply}. */
  void begin(int thread) {
    frames[thread].begin(Tape.BLOCK);
  }

  /**
   * Does it to {@code height} × {@code width} elements of the output {@code c}.
   *
   * @param at offset of the first element
   * @param stride elements from one row to the next
   * @param row number of the first row in the output
   * @param column number of the first column
   */
  void apply(int thread, Floats c, int at, int stride, int height, int width, int row, int column) {
    TapeFrame frame = frames[thread];
    for (int r = 0; r < height; r++) {
      for (int x = 0; x < width; x += Tape.BLOCK) {
        int n = Math.min(Tape.BLOCK, width - x);
        int place = at + r * stride + x;
        for (int i = 1; i < kinds.length; i++) {
          load(frame, i, place, row + r, column + x);
        }
        frame.point(0, c, place);
        frame.pointResult(c, place);
        frame.run(n);
      }
    }
  }

  private void load(TapeFrame frame, int i, int place, int row, int column) {
    Floats extra = extras[i].floats();
    switch (kinds[i]) {
      case SAME -> frame.point(i, extra, place);
      case ROW -> frame.point(i, extra, column);
      default -> {
        int at = kinds[i] == COLUMN ? row : 0;
        if (frame.isNew(i, at)) {
          PointwiseLoops.fill(extra.get(at), frame.scratch(), frame.registerAt(i), Tape.BLOCK);
        }
      }
    }
  }

  void fields(Fields fields) {
    boolean told = tape == null;
    tape = Tape.fields(tape, fields);
    kinds = fields.numbers(kinds);
    if (told) {
      extras = new TypedPlace[kinds.length];
    }
    for (int i = 1; i < kinds.length; i++) {
      extras[i] = told ? new TypedPlace() : extras[i];
      extras[i].fields(fields);
    }
    scratch = fields.floats(scratch);
    scratchAt = fields.number(scratchAt);
    threads = fields.number(threads);
    if (told) {
      prepare();
    }
  }
}
