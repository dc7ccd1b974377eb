package dev.assam.simd;

/**
 * Work cut into independent units, ready to be done as often as wanted: a kernel with everything it
 * needs in fields. Doing it allocates nothing and throws nothing.
 *
 * <p>A task can be told to another thread that shares nothing but linear memory: its class has a
 * number in {@link Tasks}, and {@link #fields} lists its fields.
 */
public abstract class Task {
  private Object told;

  /** Number of units. */
  public abstract int units();

  /**
   * Does units {@code from} to {@code to} − 1; other threads may do other units meanwhile.
   *
   * @param thread number of this thread, from 0 on, for memory of its own
   */
  public abstract void run(int from, int to, int thread);

  /** This class's number in {@link Tasks}. */
  public abstract int code();

  /** Passes every field through {@code fields} in one fixed order: {@code k = fields.number(k)}. */
  protected abstract void fields(Fields fields);

  /** Writes every field down. */
  public final void write(Fields fields) {
    fields(fields);
  }

  /** What {@link Workers} keep with a task that they have told to others; null before that. */
  public final Object told() {
    return told;
  }

  /** See {@link #told}. */
  public final void tell(Object how) {
    told = how;
  }
}
