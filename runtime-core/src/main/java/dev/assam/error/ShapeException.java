package dev.assam.error;

/** Shapes, axes or shape-like values that do not fit together at a node. */
public final class ShapeException extends AssamException {
  private static final long serialVersionUID = 1L;

  public ShapeException(String message) {
    super(message);
  }

  @Override
  public String code() {
    return "SHAPE";
  }
}
