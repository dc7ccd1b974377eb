package dev.assam.simd;

import dev.assam.backend.KernelFactory;
import dev.assam.memory.Floats;
import dev.assam.memory.Storage;
import dev.assam.op.nn.ConvTranspose;
import dev.assam.op.nn.Window;
import dev.assam.simd.Images.Axis;
import dev.assam.simd.Images.Image;
import dev.assam.simd.kernel.Lanes;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * ConvTranspose of float32 along one or two dimensions with channels last, one group, no dilation
 * and constant weights. The output's pixels at one place modulo the strides are a convolution of
 * the input with some of the taps, in reverse order.
 */
final class ConvTransposeFactory implements KernelFactory<KernelRequest, Kernel> {
  @Override
  public String name() {
    return "convTransposeF32";
  }

  @Override
  public Kernel create(KernelRequest request) {
    if (!(request.op() instanceof ConvTranspose op)
        || !request.channelsLast()
        || !request.isConstant(1)
        || !request.allOf(DType.FLOAT32)
        || request.shape(0).rank() > 4
        || op.group() != 1) {
      return null;
    }
    int ownBias = request.opInputs() > 2 && request.has(2) ? 2 : -1;
    GemmEpilogue epilogue = GemmEpilogue.of(request, ownBias);
    Window window = op.geometry(Images.inputs(request));
    Axis y = Images.vertical(window);
    Axis x = Images.horizontal(window);
    if (epilogue == null
        || epilogue.general() != null
        || epilogue.bias() >= 0 && !request.isConstant(epilogue.bias())
        || x.dilation() != 1
        || y.dilation() != 1) {
      return null;
    }
    int outputY = window.rank() == 1 ? 1 : window.input(0);
    Phase[] down = Phase.all(y, outputY);
    Phase[] across = Phase.all(x, window.input(window.rank() - 1));
    return new TransposeKernel(request, epilogue, y, x, down, across);
  }

  /**
   * The outputs {@code first}, first + stride … along one dimension.
   *
   * @param count how many there are
   * @param tap the first tap that reaches them; every stride-th one does
   * @param taps how many do
   * @param start the input position that the last of these taps meets at the first output
   */
  private record Phase(int first, int count, int tap, int taps, int start) {
    static Phase[] all(Axis axis, int outputs) {
      int stride = axis.stride();
      Phase[] phases = new Phase[stride];
      for (int tap = 0; tap < stride; tap++) {
        int step = -Math.floorDiv(tap - axis.padBegin(), stride);
        int first = step * stride + tap - axis.padBegin();
        int count = Math.max(0, (outputs - first + stride - 1) / stride);
        int taps = Math.max(0, (axis.kernel() - tap + stride - 1) / stride);
        phases[tap] = new Phase(first, count, tap, taps, step - (taps - 1));
      }
      return phases;
    }

    /** Zeros that all phases need before the input. */
    static int before(Phase[] phases) {
      int most = 0;
      for (Phase phase : phases) {
        if (phase.count > 0 && phase.taps > 0) {
          most = Math.max(most, -phase.start);
        }
      }
      return most;
    }

    /** Zeros that all phases need behind an input of {@code size} positions. */
    static int behind(Phase[] phases, int size) {
      int most = 0;
      for (Phase phase : phases) {
        if (phase.count > 0 && phase.taps > 0) {
          most = Math.max(most, phase.start + phase.count + phase.taps - 1 - size);
        }
      }
      return most;
    }
  }

  private static final class TransposeKernel implements Kernel {
    private final GemmEpilogue epilogue;
    private final List<GemmTask> phases = new ArrayList<>();
    private final List<Storage> weights = new ArrayList<>();
    private final Storage bias;
    private final int columns;
    private final PadTask pad;

    TransposeKernel(
        KernelRequest request,
        GemmEpilogue epilogue,
        Axis y,
        Axis x,
        Phase[] down,
        Phase[] across) {
      this.epilogue = epilogue;
      Image image = Images.image(request.shape(0));
      Image out = Images.image(request.out(0).shape());
      columns = out.channels();
      int above = Phase.before(down);
      int before = Phase.before(across);
      int lines = image.height() + above + Phase.behind(down, image.height());
      int line = (image.width() + before + Phase.behind(across, image.width())) * image.channels();
      pad = new PadTask();
      pad.images = image.count();
      pad.lines = image.height();
      pad.line = image.line();
      pad.before = before * image.channels();
      pad.paddedLines = lines;
      pad.paddedLine = line;
      pad.above = above;
      for (Phase v : down) {
        for (Phase h : across) {
          if (v.count == 0 || h.count == 0) {
            continue;
          }
          boolean empty = v.taps == 0 || h.taps == 0;
          GemmTask task = new GemmTask();
          task.rows = image.count() * v.count * h.count;
          task.columns = columns;
          task.width = h.count;
          task.height = v.count;
          task.pixelStride = empty ? 0 : image.channels();
          task.lineStride = empty ? 0 : line;
          task.imageStride = empty ? 0 : lines * line;
          task.aAt = empty ? 0 : (v.start + above) * line + (h.start + before) * image.channels();
          task.runsY = empty ? 0 : v.taps;
          task.strideY = line;
          task.run = h.taps * image.channels();
          task.scatters = true;
          task.cStart = v.first * out.line() + h.first * columns;
          task.ldc = x.stride() * columns;
          task.lineStrideC = y.stride() * out.line();
          task.imageStrideC = out.height() * out.line();
          phases.add(task);
          weights.add(
              request.packed(
                  1,
                  "phase" + v.tap + "," + h.tap + "/" + y.stride() + "," + x.stride(),
                  tensor -> pack(tensor, y, x, v, h)));
        }
      }
      bias =
          epilogue.bias() < 0
              ? null
              : request.packed(
                  epilogue.bias(),
                  GemmKernel.biasName(1, columns, 1),
                  tensor -> GemmKernel.packBias(tensor, 1, columns, 1));
    }

    /** The taps of one phase, reversed, as rows of panels; W is [C, M, kernel…]. */
    private static Storage pack(Tensor w, Axis y, Axis x, Phase v, Phase h) {
      Shape shape = w.shape();
      int channels = shape.dim(0);
      int maps = shape.dim(1);
      int taps = v.taps * h.taps;
      Tensor rows = Tensor.allocate(DType.FLOAT32, Shape.of(Math.max(1, taps * channels), maps));
      rows.retain();
      Floats to = rows.floats();
      Floats from = w.floats();
      int at = 0;
      for (int j = v.taps - 1; j >= 0; j--) {
        for (int i = h.taps - 1; i >= 0; i--) {
          int tap = (v.tap + j * y.stride()) * x.kernel() + h.tap + i * x.stride();
          for (int c = 0; c < channels; c++) {
            for (int m = 0; m < maps; m++) {
              to.set(at++, from.get((c * maps + m) * y.kernel() * x.kernel() + tap));
            }
          }
        }
      }
      Storage pack =
          new Panels(maps).pack(rows, 1, taps * channels, 1, taps * channels, 0, 1, maps, 0, 1);
      rows.release();
      return pack;
    }

    private int paddedFloats() {
      boolean pads = pad.paddedLines != pad.lines || pad.paddedLine != pad.line;
      return pads ? pad.images * pad.paddedLines * pad.paddedLine : 0;
    }

    @Override
    public int scratchFloats(int threads) {
      return paddedFloats() + threads * phases.get(0).cut(threads).scratchFloats();
    }

    @Override
    public void addTasks(Places places, List<Task> tasks) {
      int padded = paddedFloats();
      Floats in = places.in(0).floats();
      Floats scratch = scratchFloats(places.threads()) > 0 ? places.scratch() : in;
      if (padded > 0) {
        pad.from = in;
        pad.to = scratch;
        tasks.add(pad);
      }
      for (int i = 0; i < phases.size(); i++) {
        GemmTask task = phases.get(i);
        Storage pack = weights.get(i);
        task.a = padded > 0 ? scratch : in;
        task.b = pack.floats();
        task.c = places.out(0).floats();
        task.bias = bias == null ? task.b : bias.floats();
        task.biasAt = bias == null ? pack.length() - Panels.ZEROS : 0;
        task.biasStep = bias == null ? 0 : Lanes.F32;
        task.scratch = scratch;
        task.scratchAt = padded;
        task.flags = epilogue.flags();
        task.lo = epilogue.lo();
        task.hi = epilogue.hi();
        task.rest = epilogue.rest() < 0 ? task.b : places.in(epilogue.rest()).floats();
        tasks.add(task.cut(places.threads()));
      }
    }
  }
}
