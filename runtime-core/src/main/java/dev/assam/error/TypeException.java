package dev.assam.error;

/** An element type that a node does not allow. */
public final class TypeException extends AssamException {
  private static final long serialVersionUID = 1L;

  public TypeException(String message) {
    super(message);
  }

  @Override
  public String code() {
    return "TYPE";
  }
}
