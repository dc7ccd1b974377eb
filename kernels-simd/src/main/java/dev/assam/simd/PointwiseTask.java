package dev.assam.simd;

import dev.assam.memory.Floats;
import dev.assam.simd.kernel.PointwiseLoops;

/**
 * Runs a {@link Tape} over an output, block by block. A block is part of one row of the innermost
 * dimension or, where rows are short, several whole rows.
 */
final class PointwiseTask extends Task {
  /** Elements of a unit, about. */
  private static final int UNIT = 8192;

  private Tape tape;
  private TypedPlace[] inputs;
  private TypedPlace output;
  private Floats scratch;
  private int threads;
  private int[] dims;

  /** Strides of input i along dimension d at i · rank + d. */
  private int[] strides;

  private int rowLength;
  private int rows;

  /** Rows of a block. */
  private int blockRows;

  /** Blocks of {@link #rows} rows. */
  private int blocks;

  private int blocksPerUnit;
  private TapeFrame[] frames;

  PointwiseTask() {}

  /**
   * @param inputs null where the formula has none
   * @param scratch {@link Tape#scratchFloats} for each thread
   */
  PointwiseTask(
      Tape tape,
      TypedPlace[] inputs,
      TypedPlace output,
      Broadcast broadcast,
      Floats scratch,
      int threads) {
    this.tape = tape;
    this.inputs = inputs;
    this.output = output;
    this.scratch = scratch;
    this.threads = threads;
    this.dims = broadcast.dims();
    this.strides = new int[inputs.length * dims.length];
    for (int i = 0; i < inputs.length; i++) {
      System.arraycopy(broadcast.strides()[i], 0, strides, i * dims.length, dims.length);
    }
    prepare();
  }

  private void prepare() {
    rowLength = dims[dims.length - 1];
    rows = dims.length > 1 ? dims[dims.length - 2] : 1;
    blockRows = Math.max(1, Math.min(rows, Tape.BLOCK / rowLength));
    blocks =
        blockRows > 1
            ? (rows + blockRows - 1) / blockRows
            : rows * ((rowLength + Tape.BLOCK - 1) / Tape.BLOCK);
    int blockLength = Math.min(Tape.BLOCK, blockRows * rowLength);
    blocksPerUnit = Math.max(1, UNIT / blockLength);
    frames = new TapeFrame[threads];
    for (int i = 0; i < threads; i++) {
      frames[i] = new TapeFrame(tape, scratch, i * tape.scratchFloats());
    }
  }

  private int allBlocks() {
    int all = blocks;
    for (int d = 0; d < dims.length - 2; d++) {
      all *= dims[d];
    }
    return all;
  }

  @Override
  public int units() {
    return (allBlocks() + blocksPerUnit - 1) / blocksPerUnit;
  }

  @Override
  public void run(int from, int to, int thread) {
    TapeFrame frame = frames[thread];
    frame.begin(Math.min(Tape.BLOCK, blockRows * rowLength));
    int end = Math.min(allBlocks(), to * blocksPerUnit);
    for (int block = from * blocksPerUnit; block < end; block++) {
      run(frame, block);
    }
  }

  private void run(TapeFrame frame, int block) {
    int outer = block / blocks;
    int inner = block - outer * blocks;
    int perRow = blockRows > 1 ? 1 : blocks / rows;
    int row = blockRows > 1 ? inner * blockRows : inner / perRow;
    int column = blockRows > 1 ? 0 : (inner - row * perRow) * Tape.BLOCK;
    int height = Math.min(blockRows, rows - row);
    int width = Math.min(Tape.BLOCK, rowLength - column);
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i] != null) {
        load(frame, i, outer, row, column, height, width);
      }
    }
    int at = (outer * rows + row) * rowLength + column;
    if (output.isFloats()) {
      frame.pointResult(output.floats(), at);
      frame.run(height * width);
    } else {
      frame.run(height * width);
      output.write(at, frame.scratch(), frame.resultAt(), height * width);
    }
  }

  /** Makes input {@code i} ready for a block. */
  private void load(TapeFrame frame, int i, int outer, int row, int column, int height, int width) {
    int rank = dims.length;
    int s = i * rank;
    int offset = 0;
    int rest = outer;
    for (int d = rank - 3; d >= 0; d--) {
      offset += rest % dims[d] * strides[s + d];
      rest /= dims[d];
    }
    int step = strides[s + rank - 1];
    int rowStep = rank > 1 ? strides[s + rank - 2] : 0;
    offset += row * rowStep + column * step;
    TypedPlace input = inputs[i];
    boolean contiguous = step == 1 && (blockRows == 1 || rowStep == rowLength);
    if (contiguous && input.isFloats()) {
      frame.point(i, input.floats(), offset);
      return;
    }
    // What is in the register for a whole block serves every block at the same offset.
    boolean repeats = blockRows == 1 ? step == 0 : rowStep == 0;
    if (repeats && !frame.isNew(i, offset)) {
      return;
    }
    Floats to = frame.scratch();
    int at = frame.registerAt(i);
    int lines = repeats ? blockRows : height;
    int length = repeats && blockRows == 1 ? Math.min(Tape.BLOCK, rowLength) : width;
    if (contiguous) {
      input.read(offset, to, at, height * width);
      return;
    }
    for (int r = 0; r < lines; r++) {
      int line = at + r * length;
      if (step == 0) {
        input.read(offset + r * rowStep, to, line, 1);
        PointwiseLoops.fill(to.get(line), to, line, length);
      } else {
        input.read(offset + r * rowStep, to, line, length);
      }
    }
  }

  @Override
  public int code() {
    return Tasks.POINTWISE;
  }

  @Override
  protected void fields(Fields fields) {
    boolean told = tape == null;
    tape = Tape.fields(tape, fields);
    if (told) {
      inputs = new TypedPlace[tape.inputs()];
      output = new TypedPlace();
    }
    for (int i = 0; i < inputs.length; i++) {
      if (fields.flag(inputs[i] != null)) {
        inputs[i] = inputs[i] == null ? new TypedPlace() : inputs[i];
        inputs[i].fields(fields);
      }
    }
    output.fields(fields);
    scratch = fields.floats(scratch);
    threads = fields.number(threads);
    dims = fields.numbers(dims);
    strides = fields.numbers(strides);
    if (told) {
      prepare();
    }
  }
}
