package dev.assam.error;

/**
 * The bytes are not a well-formed model: truncated, corrupt, cyclic, or inconsistent in themselves.
 */
public final class ModelFormatException extends AssamException {
  private static final long serialVersionUID = 1L;

  public ModelFormatException(String message) {
    super(message);
  }

  @Override
  public String code() {
    return "MODEL_FORMAT";
  }
}
