package dev.assam.pages;

import dev.assam.pages.webgpu.GpuBenchCommand;

/** The command {@code ./assam gpubench}. */
public final class GpuBench {
  private GpuBench() {}

  public static void main(String[] args) {
    System.exit(GpuBenchCommand.run(args));
  }
}
