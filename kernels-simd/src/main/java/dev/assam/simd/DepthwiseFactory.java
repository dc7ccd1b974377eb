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
import java.util.List;

/**
 * Conv of float32 along one or two dimensions with channels last, as many groups as channels and
 * maps, and constant weights.
 */
final class DepthwiseFactory implements KernelFactory<KernelRequest, Kernel> {
  @Override
  public String name() {
    return "depthwiseF32";
  }

  @Override
  public Kernel create(KernelRequest request) {
    if (!(request.op() instanceof Conv conv)
        || !request.channelsLast()
        || !request.isConstant(1)
        || !request.allOf(DType.FLOAT32)
        || request.shape(0).rank() > 4
        || conv.group() == 1
        || request.shape(1).dim(1) != 1
        || request.shape(1).dim(0) != conv.group()) {
      return null;
    }
    int ownBias = request.opInputs() > 2 && request.has(2) ? 2 : -1;
    GemmEpilogue epilogue = GemmEpilogue.of(request, ownBias);
    return epilogue == null ? null : new DepthwiseKernel(request, conv, epilogue);
  }

  private static final class DepthwiseKernel implements Kernel {
    private final DepthwiseTask task = new DepthwiseTask();
    private final GemmEpilogue epilogue;
    private final int opInputs;
    private final Storage weights;

    DepthwiseKernel(KernelRequest request, Conv conv, GemmEpilogue epilogue) {
      this.epilogue = epilogue;
      this.opInputs = request.opInputs();
      Image image = Images.image(request.shape(0));
      Window window = conv.geometry(Images.inputs(request));
      Axis y = Images.vertical(window);
      Axis x = Images.horizontal(window);
      task.channels = image.channels();
      task.inputX = image.width();
      task.inputY = image.height();
      task.images = image.count();
      task.outputX = x.output();
      task.outputY = y.output();
      task.kernelX = x.kernel();
      task.kernelY = y.kernel();
      task.strideX = x.stride();
      task.strideY = y.stride();
      task.dilationX = x.dilation();
      task.dilationY = y.dilation();
      task.padX = x.padBegin();
      task.padY = y.padBegin();
      weights = request.packed(1, "depthwise", DepthwiseKernel::pack);
    }

    /** [tap][channel], and zeros for a bias where there is none. */
    private static Storage pack(Tensor tensor) {
      Shape shape = tensor.shape();
      int channels = shape.dim(0);
      int taps = tensor.size() / channels;
      Storage storage = Storage.allocate(Kind.FLOATS, (taps + 1) * channels);
      Floats to = storage.floats();
      Floats from = tensor.floats();
      for (int c = 0; c < channels; c++) {
        for (int t = 0; t < taps; t++) {
          to.set(t * channels + c, from.get(c * taps + t));
        }
      }
      return storage;
    }

    @Override
    public int scratchFloats(int threads) {
      Epilogue general = epilogue.general();
      return threads * Lanes.F32 + (general == null ? 0 : general.scratchFloats(threads));
    }

    @Override
    public void addTasks(Places places, List<Task> tasks) {
      task.in = places.in(0).floats();
      task.weights = weights.floats();
      task.out = places.out(0).floats();
      task.scratch = places.scratch();
      task.flags = epilogue.flags();
      task.lo = epilogue.lo();
      task.hi = epilogue.hi();
      task.rest = epilogue.rest() < 0 ? task.in : places.in(epilogue.rest()).floats();
      if (epilogue.bias() < 0) {
        task.bias = task.weights;
        task.biasAt = weights.length() - task.channels;
      } else {
        task.bias = places.in(epilogue.bias()).floats();
      }
      if (epilogue.general() != null) {
        task.epilogue = epilogue.general().bind(places, opInputs, places.threads() * Lanes.F32);
      }
      tasks.add(task);
    }
  }
}
