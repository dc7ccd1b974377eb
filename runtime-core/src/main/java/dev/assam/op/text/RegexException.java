package dev.assam.op.text;

/** What is wrong with a pattern; becomes the operator's exception. */
final class RegexException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final boolean unsupported;

  RegexException(String message, boolean unsupported) {
    super(message);
    this.unsupported = unsupported;
  }

  /** Whether the pattern may be right, only beyond what is known here. */
  boolean isUnsupported() {
    return unsupported;
  }
}
