package dev.assam.op.image;

/** What is wrong with a picture; becomes the operator's exception. */
final class ImageException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final boolean unsupported;

  private ImageException(String message, boolean unsupported) {
    super(message);
    this.unsupported = unsupported;
  }

  static ImageException corrupt(String what) {
    return new ImageException(what, false);
  }

  static ImageException unsupported(String what) {
    return new ImageException(what, true);
  }

  /** Whether the picture may be well-formed, only of a kind that is not read here. */
  boolean isUnsupported() {
    return unsupported;
  }
}
