package dev.assam.pages;

import dev.assam.pages.compare.CompareCommand;

/** The command {@code ./assam compare}. */
public final class Compare {
  private Compare() {}

  public static void main(String[] args) {
    System.exit(CompareCommand.run(args));
  }
}
