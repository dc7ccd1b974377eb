package dev.assam.webgpu;

import java.util.List;

/**
 * One launch of a shader.
 *
 * @param buffers what it sees, no two of which overlap
 * @param params words of its parameters, in their order
 * @param x number of workgroups
 */
public record Launch(
    Shader shader, List<Gpu.Slice> buffers, List<Integer> params, int x, int y, int z) {
  /** Invocations in a workgroup of shaders with one index. */
  public static final int GROUP = 64;

  private static final int MOST_GROUPS = 65535;
  private static final int ROW_GROUPS = 32768;

  public Launch {
    buffers = List.copyOf(buffers);
    params = List.copyOf(params);
  }

  /** Number of workgroups in a row for so many invocations of one index. */
  private static int row(int count) {
    int groups = groups(count, GROUP);
    return groups <= MOST_GROUPS ? groups : ROW_GROUPS;
  }

  /** Number of groups of {@code size} that cover {@code count}. */
  public static int groups(int count, int size) {
    return (int) (((long) count + size - 1) / size);
  }

  /**
   * A launch of one index for each of {@code count}; the first two parameters are that number and
   * the number of invocations in a row, as {@link Wgsl#flat} wants it.
   */
  public static Launch flat(Shader shader, List<Gpu.Slice> buffers, int count, int... params) {
    int row = row(count);
    java.util.ArrayList<Integer> all = new java.util.ArrayList<>();
    all.add(count);
    all.add(row * GROUP);
    for (int param : params) {
      all.add(param);
    }
    return new Launch(shader, buffers, all, row, groups(groups(count, GROUP), row), 1);
  }
}
