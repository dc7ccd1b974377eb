package dev.assam.error;

/** A tensor or model that does not fit into the memory there is, or that is allowed. */
public final class MemoryException extends AssamException {
  private static final long serialVersionUID = 1L;

  private final boolean placed;

  public MemoryException(String message) {
    this(message, false);
  }

  private MemoryException(String message, boolean placed) {
    super(message);
    this.placed = placed;
  }

  /** This exception with the node that wanted the memory in its message; the first node counts. */
  public MemoryException at(String where) {
    return placed ? this : new MemoryException(where + ": " + getMessage(), true);
  }

  @Override
  public String code() {
    return "MEMORY";
  }
}
