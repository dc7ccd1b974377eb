package dev.assam.pages.webgpu;

import com.microsoft.playwright.Page;
import dev.assam.backend.Backend;
import dev.assam.backend.device.DeviceBackend;
import dev.assam.pages.HeadlessBrowser;
import dev.assam.pages.Project;
import dev.assam.pages.StaticServer;
import dev.assam.simd.SimdBackend;
import dev.assam.webgpu.WebGpuDevice;

/** A page whose WebGPU the backend on the JVM computes with; nothing needs to be built for it. */
public final class WebGpuPage implements AutoCloseable {
  private final StaticServer server;
  private final HeadlessBrowser browser;
  private final RemoteGpu gpu;

  /**
   * @param browser one with WebGPU, which this closes
   */
  public WebGpuPage(HeadlessBrowser browser) {
    this.browser = browser;
    this.server =
        new StaticServer(0).mount("/assam/", Project.root().resolve("backend-wasm/src/main/web"));
    Page page = browser.newPage();
    page.setDefaultTimeout(600_000);
    page.navigate(server.url() + "/assam/assam.js");
    this.gpu = new RemoteGpu(page, "/assam/assam-webgpu.js");
  }

  public RemoteGpu gpu() {
    return gpu;
  }

  /** The backend, with the kernels of the CPU beside it. */
  public Backend backend() {
    return new DeviceBackend(new WebGpuDevice(gpu), new SimdBackend());
  }

  /** Browser and adapter. */
  public String description() {
    return ", " + browser.version() + ", " + gpu.limits().name();
  }

  @Override
  public void close() {
    browser.close();
    server.close();
  }
}
