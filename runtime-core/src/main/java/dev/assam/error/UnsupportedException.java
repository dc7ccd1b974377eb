package dev.assam.error;

/**
 * The model is well-formed but asks for something Assam does not have: an operator, opset, type or
 * attribute.
 */
public final class UnsupportedException extends AssamException {
  private static final long serialVersionUID = 1L;

  public UnsupportedException(String message) {
    super(message);
  }

  @Override
  public String code() {
    return "UNSUPPORTED";
  }
}
