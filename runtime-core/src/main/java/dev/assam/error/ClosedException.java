package dev.assam.error;

/** A session, result or tensor used after it was closed. */
public final class ClosedException extends AssamException {
  private static final long serialVersionUID = 1L;

  public ClosedException(String message) {
    super(message);
  }

  @Override
  public String code() {
    return "CLOSED";
  }
}
