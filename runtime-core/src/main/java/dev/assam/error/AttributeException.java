package dev.assam.error;

/** An attribute that is missing, of the wrong kind or out of its range. */
public final class AttributeException extends AssamException {
  private static final long serialVersionUID = 1L;

  public AttributeException(String message) {
    super(message);
  }

  @Override
  public String code() {
    return "ATTRIBUTE";
  }
}
