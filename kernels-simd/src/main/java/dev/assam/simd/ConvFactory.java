package dev.assam.simd;

import dev.assam.backend.KernelFactory;
import dev.assam.memory.Floats;
import dev.assam.memory.Kind;
import dev.assam.memory.Storage;
import dev.assam.op.nn.Conv;
import dev.assam.op.nn.Window;
import dev.assam.simd.Images.Axis;
import dev.assam.simd.Images.Image;
import dev.assam.simd.kernel.Lanes;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;

/**
 * Conv of float32 along one or two dimensions with channels last and constant weights, as a product
 * of the input's windows, which are read where they lie, with the packed weights.
 */
final class ConvFactory implements KernelFactory<KernelRequest, Kernel> {
  /** The layout of weights without groups whose runs are not short. */
  static final String WINDOWS = "windows1";

  /** Runs shorter than this are copied together first. */
  private static final int SHORT_RUN = 48;

  @Override
  public String name() {
    return "convF32";
  }

  @Override
  public Kernel create(KernelRequest request) {
    if (!(request.op() instanceof Conv conv)
        || !request.channelsLast()
        || !request.isConstant(1)
        || !request.allOf(DType.FLOAT32)
        || request.shape(0).rank() > 4) {
      return null;
    }
    GemmEpilogue epilogue =
        GemmEpilogue.of(request, request.opInputs() > 2 && request.has(2) ? 2 : -1);
    return epilogue == null ? null : kernel(request, conv, epilogue);
  }

  private static Kernel kernel(KernelRequest request, Conv conv, GemmEpilogue epilogue) {
    Image image = Images.image(request.shape(0));
    Shape w = request.shape(1);
    Window window = conv.geometry(Images.inputs(request));
    Axis y = Images.vertical(window);
    Axis x = Images.horizontal(window);
    int channels = w.dim(1);
    int maps = w.dim(0) / conv.group();
    boolean pads = y.pads() || x.pads();
    int lines = pads ? y.padBegin() + image.height() + y.padEnd() : image.height();
    int pixels = pads ? x.padBegin() + image.width() + x.padEnd() : image.width();
    int line = pixels * image.channels();

    GemmTask task = new GemmTask();
    task.groups = conv.group();
    task.columns = maps;
    task.width = x.output();
    task.height = y.output();
    task.rows = image.count() * y.output() * x.output();
    task.pixelStride = x.stride() * image.channels();
    task.lineStride = y.stride() * line;
    task.imageStride = lines * line;
    task.groupStride = channels;
    task.groupStrideC = maps;
    task.ldc = w.dim(0);
    task.runsY = y.kernel();
    task.strideY = y.dilation() * line;
    boolean joined = conv.group() == 1 && x.dilation() == 1;
    task.runsX = joined ? 1 : x.kernel();
    task.strideX = x.dilation() * image.channels();
    task.run = joined ? x.kernel() * channels : channels;

    PadTask pad = null;
    if (pads) {
      pad = new PadTask();
      pad.images = image.count();
      pad.lines = image.height();
      pad.line = image.width() * image.channels();
      pad.before = x.padBegin() * image.channels();
      pad.paddedLines = lines;
      pad.paddedLine = line;
      pad.above = y.padBegin();
    }
    int taps = y.kernel() * x.kernel();
    task.dots = Lanes.F32 > 4 && 2 * maps <= Lanes.F32 && task.run >= 2 * Lanes.F32;
    task.gathers = taps > 1 && task.run < SHORT_RUN && !task.dots;
    int depth = task.depth();
    Storage weights =
        task.dots
            ? request.packed(1, "columns", tensor -> columns(tensor, taps, channels))
            : request.packed(
                1,
                "windows" + conv.group() + (depth == taps * channels ? "" : "even"),
                tensor ->
                    new Panels(maps)
                        .pack(
                            tensor,
                            conv.group(),
                            depth,
                            taps,
                            channels,
                            maps * channels * taps,
                            channels * taps,
                            taps,
                            1,
                            1));
    return new GemmKernel(request, task, pad, epilogue, weights, 1);
  }

  /** [map][tap][channel]. */
  private static Storage columns(Tensor tensor, int taps, int channels) {
    int maps = tensor.shape().dim(0);
    Storage storage = Storage.allocate(Kind.FLOATS, maps * taps * channels + Panels.ZEROS);
    Floats to = storage.floats();
    Floats from = tensor.floats();
    for (int m = 0; m < maps; m++) {
      for (int c = 0; c < channels; c++) {
        for (int t = 0; t < taps; t++) {
          to.set((m * taps + t) * channels + c, from.get((m * channels + c) * taps + t));
        }
      }
    }
    return storage;
  }
}
