package dev.assam.pages;

import dev.assam.pages.bench.BenchCommand;

/** The command {@code ./assam bench}. */
public final class Bench {
  private Bench() {}

  public static void main(String[] args) {
    System.exit(BenchCommand.run(args));
  }
}
