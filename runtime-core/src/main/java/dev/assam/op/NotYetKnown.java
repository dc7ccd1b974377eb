package dev.assam.op;

/** Ends the inference of a node that needs a type or a value known only later; never leaves it. */
public final class NotYetKnown extends RuntimeException {
  private static final long serialVersionUID = 1L;
  static final NotYetKnown INSTANCE = new NotYetKnown();

  private NotYetKnown() {
    super("not yet known", null, false, false);
  }
}
