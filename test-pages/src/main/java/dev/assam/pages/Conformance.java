package dev.assam.pages;

/** The command {@code ./assam conformance}. */
public final class Conformance {
  private Conformance() {}

  public static void main(String[] args) {
    System.exit(dev.assam.pages.conformance.ConformanceCommand.run(args));
  }
}
