package dev.assam.pages;

import dev.assam.pages.demo.DemoCommand;

/** The command {@code ./assam demo}. */
public final class Demo {
  private Demo() {}

  public static void main(String[] args) {
    System.exit(DemoCommand.run(args));
  }
}
