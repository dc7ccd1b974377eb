package dev.assam.simd;

/** Every class of tasks, by number: what a thread needs to do a task it was told. */
public final class Tasks {
  public static final int COPY = 0;
  public static final int POINTWISE = 1;
  public static final int GEMM = 2;
  public static final int PAD = 3;
  public static final int BIAS = 4;
  public static final int LINES = 20;
  public static final int MOMENTS = 21;
  public static final int COLUMN_MOMENTS = 22;
  public static final int FILL = 23;
  public static final int POOL = 24;
  public static final int MOVE = 25;
  public static final int GRID = 26;
  public static final int GATHER = 27;
  public static final int RESAMPLE = 28;

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
          case LINES -> new LinesTask();
          case MOMENTS -> new MomentsTask();
          case COLUMN_MOMENTS -> new ColumnMomentsTask();
          case FILL -> new FillTask();
          case POOL -> new PoolTask();
          case MOVE -> new MoveTask();
          case GRID -> new GridTask();
          case GATHER -> new GatherTask();
          case RESAMPLE -> new ResampleTask();
          default -> throw new IllegalArgumentException("task " + code);
        };
    task.fields(fields);
    return task;
  }
}
