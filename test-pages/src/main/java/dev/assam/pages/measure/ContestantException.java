package dev.assam.pages.measure;

import com.microsoft.playwright.PlaywrightException;
import dev.assam.nativerun.row.Status;
import java.util.Locale;

/** A runtime does not do what it should; the row tells why. */
public final class ContestantException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Status status;

  public ContestantException(Status status, String message) {
    super(message);
    this.status = status;
  }

  /** With the status that the message tells of. */
  public static ContestantException of(String message) {
    String text = message.toLowerCase(Locale.ROOT);
    // The status says what these words say.
    String line = firstLine(message).replaceFirst("^(Error|OrtException): ", "");
    return new ContestantException(
        statusOf(text), line.replaceFirst("^(absent|unsupported): ", ""));
  }

  /** Of what the page said, without what Playwright puts around it. */
  public static ContestantException of(PlaywrightException e) {
    String text = e.getMessage().strip();
    int own = text.indexOf("message='");
    return of(own < 0 ? text : text.substring(own + "message='".length()));
  }

  private static Status statusOf(String text) {
    if (text.contains("out of memory")
        || text.contains("outofmemory")
        || text.contains("memory access out of bounds")
        || text.contains("array buffer allocation failed")
        || text.contains("invalid array buffer length")
        || text.contains("invalid typed array length")
        || text.contains("could not allocate memory")
        || text.contains("[memory]")
        || text.contains("bad_alloc")) {
      return Status.MEMORY;
    }
    if (text.contains("absent:")
        || text.contains("failed to load shared library")
        || text.contains("backend \"") && text.contains("(allowed:")) {
      return Status.ABSENT;
    }
    if (text.contains("unsupported")
        || text.contains("not supported")
        || text.contains("not implemented")
        || text.contains("cannot resolve operator")
        || text.contains("not registered")
        || text.contains("does not have")
        || text.contains("no available backend")) {
      return Status.UNSUPPORTED;
    }
    return Status.FAILED;
  }

  /** The first line that says something, shortened. */
  public static String firstLine(String message) {
    String line =
        message.lines().map(String::strip).filter(l -> l.length() > 1).findFirst().orElse(message);
    return line.length() > 300 ? line.substring(0, 300) + "…" : line;
  }

  public Status status() {
    return status;
  }
}
