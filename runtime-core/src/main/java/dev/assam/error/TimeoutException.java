package dev.assam.error;

/** A model that took longer to open or to run than the session's options allow. */
public final class TimeoutException extends AssamException {
  private static final long serialVersionUID = 1L;

  public TimeoutException(String message) {
    super(message);
  }

  @Override
  public String code() {
    return "TIMEOUT";
  }
}
