package dev.assam.simd;

/** Every class of tasks, by number: what a thread needs to do a task it was told. */
public final class Tasks {
  public static final int COPY = 0;
  public static final int POINTWISE = 1;
  public static final int GEMM = 2;
  public static final int PAD = 3;
  public static final int BIAS = 4;

  private Tasks() {}

  /** The task of this class whose fields were written down. */
  public static Task read(int code, Fields fields) {
    Task task =
        switch (code) {
          case COPY -> new CopyTask();
          case POINTWISE -> new PointwiseTask();
          case GEMM -> new GemmTask();
          case PAD -> new PadTask();
          case BIAS -> new BiasTask();
          default -> throw new IllegalArgumentException("task " + code);
        };
    task.fields(fields);
    return task;
  }
}
