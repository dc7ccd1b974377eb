package dev.assam.webgl;

import dev.assam.backend.Completion;
import dev.assam.backend.KernelTable;
import dev.assam.backend.NodeRequest;
import dev.assam.backend.device.Device;
import dev.assam.backend.device.DeviceSession;
import dev.assam.graph.Layout;
import dev.assam.tensor.DType;
import dev.assam.webgl.kernel.WebGlKernels;
import java.util.Set;

/** A WebGL 2 context as a device to compute with. */
public final class WebGlDevice implements Device<Kernel> {
  private final Gl gl;
  private final Programs programs;

  public WebGlDevice(Gl gl) {
    this.gl = gl;
    this.programs = new Programs(gl);
  }

  @Override
  public String name() {
    return "webgl";
  }

  @Override
  public Layout layout() {
    return Layout.CHANNELS_LAST;
  }

  /** Attention runs as products and softmaxes, and so do integer products as what they replace. */
  @Override
  public Set<String> unwantedPasses() {
    return Set.of(
        "quantised-products",
        "quantised-moves",
        "quantise-products",
        "find-attention",
        "pack-heads");
  }

  @Override
  public boolean holds(DType dtype) {
    return GlslExpr.holds(dtype);
  }

  @Override
  public KernelTable.Choice<Kernel> choose(NodeRequest request) {
    return WebGlKernels.choose(request);
  }

  @Override
  public DeviceSession<Kernel> open() {
    return new WebGlSession(gl, programs);
  }

  @Override
  public Completion<Boolean> recover() {
    return gl.recover()
        .map(isNew -> {
          if (isNew) {
            programs.clear();
          }
          return true;
        });
  }
}
