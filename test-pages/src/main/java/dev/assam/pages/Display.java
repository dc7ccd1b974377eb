package dev.assam.pages;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * An X display, which Firefox wants for WebGL even without a window: the one there is, or one of
 * Xvfb's while it is open.
 */
final class Display implements AutoCloseable {
  /** What to say where there is none. */
  static final String ABSENT =
      "there is no display and Xvfb is not installed; 'apt-get install xvfb' or name one in"
          + " ASSAM_XVFB";

  private final String name;
  private final Process server;

  private Display(String name, Process server) {
    this.name = name;
    this.server = server;
  }

  static boolean isAvailable() {
    return given() != null || executable() != null;
  }

  private static String given() {
    String display = System.getenv("DISPLAY");
    return display == null || display.isEmpty() ? null : display;
  }

  private static Path executable() {
    return Drivers.executable("ASSAM_XVFB", List.of("Xvfb"));
  }

  static Display open() {
    if (given() != null) {
      return new Display(given(), null);
    }
    if (executable() == null) {
      throw new IllegalStateException(ABSENT);
    }
    List<String> command =
        List.of(
            executable().toString(),
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1280x800x24",
            "-nolisten",
            "tcp");
    try {
      Process server =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      BufferedReader numbers = server.inputReader(StandardCharsets.UTF_8);
      String number = numbers.readLine();
      if (number == null) {
        throw new IllegalStateException("Xvfb does not start");
      }
      return new Display(":" + number, server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As in the environment variable DISPLAY. */
  String name() {
    return name;
  }

  @Override
  public void close() {
    if (server != null) {
      server.destroy();
    }
  }
}
