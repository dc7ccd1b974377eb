package dev.assam.pages.webgl;

import com.microsoft.playwright.Page;
import dev.assam.backend.Backend;
import dev.assam.backend.device.DeviceBackend;
import dev.assam.pages.HeadlessBrowser;
import dev.assam.pages.StaticServer;
import dev.assam.simd.SimdBackend;
import dev.assam.webgl.WebGlDevice;
import java.nio.file.Path;

/** A page whose WebGL the backend on the JVM draws with. */
public final class WebGlPage implements AutoCloseable {
  private final StaticServer server;
  private final HeadlessBrowser browser;
  private final RemoteGl gl;

  /**
   * @param browser which this closes
   * @param web what the build of backend-wasm leaves for a static server
   */
  public WebGlPage(HeadlessBrowser browser, Path web) {
    this.browser = browser;
    this.server = new StaticServer(0).mount("/assam/", web);
    Page page = browser.newPage();
    page.setDefaultTimeout(600_000);
    page.navigate(server.url() + "/assam/assam.js");
    this.gl = new RemoteGl(page, "/assam/assam-webgl.js");
  }

  public RemoteGl gl() {
    return gl;
  }

  /** The backend, with the kernels of the CPU beside it. */
  public Backend backend() {
    return new DeviceBackend(new WebGlDevice(gl), new SimdBackend());
  }

  /** Browser and renderer. */
  public String description() {
    return ", " + browser.version() + ", " + gl.limits().renderer();
  }

  @Override
  public void close() {
    browser.close();
    server.close();
  }
}
