package dev.assam.simd;

/** Threads that do tasks. */
public interface Workers extends AutoCloseable {
  /** The calling thread alone. */
  Workers ONE =
      new Workers() {
        @Override
        public int threads() {
          return 1;
        }

        @Override
        public void run(Task task) {
          task.run(0, task.units(), 0);
        }

        @Override
        public void close() {}
      };

  /** Number of threads, the caller's counted. */
  int threads();

  /** Does a task and comes back when all of it is done. */
  void run(Task task);

  /** Lets go of what was kept with a task that will not be done any more. */
  default void forget(Task task) {}

  @Override
  void close();
}
