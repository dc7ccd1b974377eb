package dev.assam.pages.conformance;

/** A run that ended in an error; the message begins with its code. */
final class WorldException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WorldException(String message) {
    super(message);
  }
}
