package dev.assam.error;

/** A tensor or model that does not fit into the memory there is. */
public final class MemoryException extends AssamException {
  private static final long serialVersionUID = 1L;

  public MemoryException(String message) {
    super(message);
  }

  @Override
  public String code() {
    return "MEMORY";
  }
}
