package dev.assam.op.fused;

import dev.assam.error.UnsupportedException;
import dev.assam.op.Op;
import dev.assam.op.OpType;

/** How internal operators are declared. */
public final class Internal {
  /** The domain of internal operators. */
  public static final String DOMAIN = "dev.assam";

  private Internal() {}

  /** An operator of any number of inputs and outputs that cannot be made from a node of a file. */
  public static <T extends Op> OpType<T> declare(String name) {
    return OpType.<T>named(name)
        .domain(DOMAIN)
        .inputs(0, Integer.MAX_VALUE)
        .outputs(1, Integer.MAX_VALUE)
        .since(
            1,
            a -> {
              throw new UnsupportedException(a.where() + ": internal, not for files");
            });
  }
}
