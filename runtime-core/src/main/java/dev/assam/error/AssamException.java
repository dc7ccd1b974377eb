package dev.assam.error;

/**
 * What goes wrong in Assam, as one family. The message names the thing, what came and what is
 * allowed; {@link #code} is stable and reaches JavaScript as {@code error.code}.
 */
public abstract class AssamException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  protected AssamException(String message) {
    super(message);
  }

  /** A stable upper-case word for programs, such as {@code SHAPE}. */
  public abstract String code();
}
