package dev.assam.pages;

import dev.assam.pages.microbench.MicrobenchCommand;

/** The command {@code ./assam microbench}. */
public final class Microbench {
  private Microbench() {}

  public static void main(String[] args) {
    System.exit(MicrobenchCommand.run(args));
  }
}
