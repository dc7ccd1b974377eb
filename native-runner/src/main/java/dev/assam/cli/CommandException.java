package dev.assam.cli;

/** An argument that cannot be followed; the message says what came and what is allowed. */
final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CommandException(String message) {
    super(message);
  }
}
