package dev.assam.nativerun.ort;

/** ONNX Runtime refused a model or failed while running it; the message is its own. */
public final class OrtException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OrtException(String message, Throwable cause) {
    super(message, cause);
  }
}
