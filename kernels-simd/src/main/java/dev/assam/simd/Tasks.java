package dev.assam.simd;

/** Every class of tasks, by number: what a thread needs to do a task it was told. */
public final class Tasks {
  public static final int POINTWISE = 1;
  public static final int GEMM = 2;
  public static final int PAD = 3;
  public static final int BIAS = 4;
  public static final int LINES = 5;
  public static final int MOMENTS = 6;
  public static final int COLUMN_MOMENTS = 7;
  public static final int FILL = 8;
  public static final int POOL = 9;
  public static final int MOVE = 10;
  public static final int GRID = 11;
  public static final int GATHER = 12;
  public static final int RESAMPLE = 13;
  public static final int DEPTHWISE = 14;
  public static final int PACK = 15;
  public static final int ATTENTION = 16;
  public static final int DYNAMIC_RANGE = 17;
  public static final int QUANTIZE = 18;
  public static final int INT_GEMM = 19;
  public static final int WINOGRAD = 20;
  public static final int RECURRENT = 21;
  public static final int CENTRE = 22;
  public static final int INT_PRODUCT = 23;
  public static final int INT_DEPTHWISE = 24;
  public static final int INT_PACK = 25;
  public static final int DYNAMIC_BYTES = 26;
  public static final int HALF = 27;
  public static final int MASK = 28;

  private Tasks() {}

  /** The task of this class whose fields were written down. */
  public static Task read(int code, Fields fields) {
    Task task =
        switch (code) {
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
          case DEPTHWISE -> new DepthwiseTask();
          case PACK -> new PackTask();
          case ATTENTION -> new AttentionTask();
          case DYNAMIC_RANGE -> new DynamicRangeTask();
          case QUANTIZE -> new QuantizeTask();
          case INT_GEMM -> new IntGemmTask();
          case WINOGRAD -> new WinogradTask();
          case RECURRENT -> new RecurrentTask();
          case CENTRE -> new CentreTask();
          case INT_PRODUCT -> new IntProductTask();
          case INT_DEPTHWISE -> new IntDepthwiseTask();
          case INT_PACK -> new IntPackTask();
          case DYNAMIC_BYTES -> new DynamicBytesTask();
          case HALF -> new HalfTask();
          case MASK -> new MaskTask();
          default -> throw new IllegalArgumentException("task " + code);
        };
    task.fields(fields);
    return task;
  }
}
