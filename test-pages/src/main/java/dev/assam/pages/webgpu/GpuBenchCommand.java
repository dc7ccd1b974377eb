package dev.assam.pages.webgpu;

import dev.assam.pages.Chromium;
import dev.assam.pages.Firefox;
import dev.assam.webgpu.Gpu;
import dev.assam.webgpu.Launch;
import dev.assam.webgpu.kernel.PeakShader;
import dev.assam.webgpu.kernel.Products;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Times products on WebGPU beside what registers alone reach. */
@CommandLine.Command(
    name = "assam gpubench",
    mixinStandardHelpOptions = true,
    description = {
      "Times products of float32 in a browser's WebGPU, the shaders that models use, and multiplying"
          + " and adding in registers alone, in one run.",
      "ASSAM_CHROMIUM_GPU=1 uses the machine's GPU instead of the software adapter."
    })
public final class GpuBenchCommand implements Callable<Integer> {
  private static final int MOST_INVOCATIONS = 1 << 18;

  @CommandLine.Parameters(
      paramLabel = "N|MxNxK",
      arity = "0..*",
      description = "sizes of products, columns in fours (default: 256 512)")
  private List<String> sizes = List.of("256", "512");

  @CommandLine.Option(names = "--all", description = "also the programs that are not chosen")
  private boolean all;

  @CommandLine.Option(names = "--firefox", description = "in Firefox instead of Chromium")
  private boolean firefox;

  @CommandLine.Option(
      names = "--ms",
      paramLabel = "MS",
      description = "how long a measurement takes at least (default: ${DEFAULT-VALUE})")
  private int millis = 200;

  @CommandLine.Option(
      names = "--programs-of",
      paramLabel = "FILE",
      description = "count the shaders of an ONNX file, by kind, and time nothing")
  private Path model;

  @CommandLine.Option(
      names = "--shape",
      paramLabel = "INPUT=1x3x224x224",
      description = "of an input of that file, where the file leaves it open")
  private Map<String, String> shapes = new LinkedHashMap<>();

  /** Runs the command; the exit code. */
  public static int run(String[] args) {
    return new CommandLine(new GpuBenchCommand()).execute(args);
  }

  @Override
  public Integer call() throws IOException {
    if (model != null) {
      System.out.print(ModelPrograms.of(model, shapes));
      return 0;
    }
    try (WebGpuPage page = new WebGpuPage(firefox ? Firefox.withWebGpu() : Chromium.withWebGpu())) {
      Gpu gpu = page.gpu();
      LaunchTimer timer = new LaunchTimer(gpu, millis / 1000.0);
      System.out.println("WebGPU" + page.description() + ", " + gpu.limits());
      double peak = peak(gpu, timer);
      System.out.printf(Locale.ROOT, "registers only: %.1f GFLOP/s\n", peak);
      System.out.println("| product | program | GFLOP/s | of registers only |");
      System.out.println("|---|---|--:|--:|");
      for (String size : sizes) {
        product(gpu, timer, size, peak);
      }
      System.out.printf(Locale.ROOT, "registers only, again: %.1f GFLOP/s\n", peak(gpu, timer));
    }
    return 0;
  }

  private static double peak(Gpu gpu, LaunchTimer timer) {
    int invocations = gpu.limits().software() ? 1 << 12 : MOST_INVOCATIONS;
    int rounds = gpu.limits().software() ? 256 : 1024;
    int buffer = gpu.createBuffer(16L * invocations);
    Gpu.Slice to = new Gpu.Slice(buffer, 0, 16L * invocations);
    double seconds = timer.seconds(PeakShader.launch(to, invocations, rounds));
    gpu.destroyBuffer(buffer);
    return PeakShader.operations(invocations, rounds) / seconds / 1e9;
  }

  private static Gpu.Slice buffer(Gpu gpu, int words) {
    return new Gpu.Slice(gpu.createBuffer(4L * words), 0, 4L * words);
  }

  private void product(Gpu gpu, LaunchTimer timer, String size, double peak) {
    String[] parts = size.split("x", -1);
    int m = Integer.parseInt(parts[0]);
    int n = parts.length == 1 ? m : Integer.parseInt(parts[1]);
    int k = parts.length == 1 ? m : Integer.parseInt(parts[2]);
    List<Gpu.Slice> buffers = List.of(buffer(gpu, m * k), buffer(gpu, k * n), buffer(gpu, m * n));
    Launch chosen =
        Products.plain(gpu.limits(), buffers.get(0), buffers.get(1), buffers.get(2), m, n, k);
    List<Launch> launches = new ArrayList<>(List.of(chosen));
    if (all) {
      launches.addAll(chosen.shader().alternatives(chosen, gpu.limits()));
    }
    for (Launch launch : launches) {
      double speed = 2.0 * m * n * k / timer.seconds(launch) / 1e9;
      String name = launch.shader().name() + (launch == chosen ? ", chosen" : "");
      double share = 100 * speed / peak;
      System.out.printf(
          Locale.ROOT, "| %d × %d × %d | %s | %.2f | %.0f %% |\n", m, n, k, name, speed, share);
    }
    buffers.forEach(slice -> gpu.destroyBuffer(slice.buffer()));
  }
}
