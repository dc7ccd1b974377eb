package dev.assam.webgpu;

import dev.assam.backend.Completion;
import dev.assam.backend.KernelTable;
import dev.assam.backend.NodeRequest;
import dev.assam.backend.device.Device;
import dev.assam.backend.device.DeviceSession;
import dev.assam.graph.Layout;
import dev.assam.tensor.DType;
import java.util.Set;

/** WebGPU as a device: 32-bit elements and, where it has them, float16; channels last. */
public final class WebGpuDevice implements Device<WebGpuKernel> {
  private final Gpu gpu;
  private PipelineCache pipelines;

  public WebGpuDevice(Gpu gpu) {
    this.gpu = gpu;
    this.pipelines = new PipelineCache(gpu);
  }

  @Override
  public String name() {
    return "webgpu";
  }

  @Override
  public Layout layout() {
    return Layout.CHANNELS_LAST;
  }

  /** Integer products run as what they replace, and so does what joins the past and new keys. */
  @Override
  public Set<String> unwantedPasses() {
    return Set.of("quantised-products", "quantised-moves", "find-pasts");
  }

  @Override
  public boolean holds(DType dtype) {
    return Carrier.holds(dtype) || dtype == DType.FLOAT16 && gpu.limits().halves();
  }

  @Override
  public KernelTable.Choice<WebGpuKernel> choose(NodeRequest request) {
    return HalfKernel.choose(request);
  }

  @Override
  public DeviceSession<WebGpuKernel> open() {
    return new WebGpuSession(gpu, pipelines);
  }

  @Override
  public Completion<Boolean> recover() {
    return gpu.recover()
        .map(isNew -> {
          if (isNew) {
            pipelines = new PipelineCache(gpu);
          }
          return true;
        });
  }
}
