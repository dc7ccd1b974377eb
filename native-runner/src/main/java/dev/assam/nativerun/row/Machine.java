package dev.assam.nativerun.row;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What the machine tells of itself. */
public final class Machine {
  private Machine() {}

  /** Processor, cores, memory, system and Java, in one line. */
  public static String description() {
    int cores = Runtime.getRuntime().availableProcessors();
    long kilobytes = number(field(Path.of("/proc/meminfo"), "MemTotal"));
    String model = field(Path.of("/proc/cpuinfo"), "model name");
    return (model.isEmpty() ? System.getProperty("os.arch") : model)
        + ", "
        + cores
        + (cores == 1 ? " core" : " cores")
        + (kilobytes > 0 ? ", " + Math.round(kilobytes / 1048576.0) + " GiB" : "")
        + ", "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.version")
        + ", Java "
        + Runtime.version();
  }

  /** Which instructions it has that matter here. */
  public static String vectors() {
    List<String> flags = List.of(field(Path.of("/proc/cpuinfo"), "flags").split(" ", -1));
    List<String> found = new ArrayList<>();
    for (String flag :
        List.of("sse4_2", "avx", "avx2", "fma", "avx512f", "avx512_vnni", "avx_vnni")) {
      if (flags.contains(flag)) {
        found.add(flag);
      }
    }
    return String.join(" ", found);
  }

  /** The project's commit, with {@code +} if its files were changed; empty if it is not known. */
  public static String commit(Path root) {
    String commit = git(root, "rev-parse", "--short=12", "HEAD");
    return commit.isEmpty() || git(root, "status", "--porcelain", "-uno").isEmpty()
        ? commit
        : commit + "+";
  }

  /** What NVIDIA's driver calls the GPU; null if there is none. */
  public static String gpu() {
    String name = output(List.of("nvidia-smi", "--query-gpu=name", "--format=csv,noheader"));
    return name.isEmpty() ? null : name.lines().findFirst().orElse(null);
  }

  private static String git(Path root, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-C", root.toString()));
    command.addAll(List.of(arguments));
    return output(command);
  }

  /** What a command prints; empty if it is not there or fails. */
  private static String output(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String text =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 ? text : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  public static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Proportional set size of a process in bytes; null if the system does not tell. */
  public static Long pssBytes(long pid) {
    long kilobytes = number(field(Path.of("/proc/" + pid + "/smaps_rollup"), "Pss"));
    return kilobytes > 0 ? kilobytes * 1024 : null;
  }

  /** The energy counters' sum in joules; null if the system has none or does not show them. */
  public static Double joules() {
    Path folder = Path.of("/sys/class/powercap");
    if (!Files.isDirectory(folder)) {
      return null;
    }
    double joules = 0;
    boolean any = false;
    try (Stream<Path> zones = Files.list(folder)) {
      for (Path zone : zones.toList()) {
        // Zones of packages only: those below are parts of them.
        if (zone.getFileName().toString().matches("intel-rapl:\\d+")) {
          joules += Long.parseLong(Files.readString(zone.resolve("energy_uj")).strip()) / 1e6;
          any = true;
        }
      }
    } catch (IOException | NumberFormatException e) {
      return null;
    }
    return any ? joules : null;
  }

  private static String field(Path file, String name) {
    try {
      for (String line : Files.readAllLines(file)) {
        int colon = line.indexOf(':');
        if (colon > 0 && line.substring(0, colon).strip().equals(name)) {
          return line.substring(colon + 1).strip();
        }
      }
    } catch (IOException e) {
      return "";
    }
    return "";
  }

  private static long number(String text) {
    String digits = text.split(" ", 2)[0];
    return digits.isEmpty() ? 0 : Long.parseLong(digits);
  }
}
