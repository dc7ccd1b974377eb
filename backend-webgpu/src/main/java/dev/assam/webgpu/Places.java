package dev.assam.webgpu;

import dev.assam.memory.Storage;
import dev.assam.tensor.Tensor;

/** Where the values of one node are. No two stretches that are handed out overlap. */
public interface Places {
  /** Makes an arrangement of a weight; the storage, of 32-bit elements, is allocated by it. */
  interface Packer {
    Storage pack(Tensor weight);
  }

  /**
   * The place of an input, a constant's as it is. An input that lies where an earlier one was asked
   * for is copied first.
   */
  Gpu.Slice in(int i);

  /** Whether two inputs lie in one place. */
  boolean same(int i, int j);

  /** The place of an output, which may be that of an input that it may overwrite. */
  Gpu.Slice out(int i);

  /**
   * A constant input rearranged, once for all nodes and plans of the session.
   *
   * @param layout names the arrangement; the same name means the same contents
   */
  Gpu.Slice packed(int i, String layout, Packer packer);

  /** Words that the shaders of this node read, once for all nodes of the session that have them. */
  Gpu.Slice table(int[] words);

  /** Memory for the launches of this node, as much as the kernel has asked for. */
  Gpu.Slice scratch();

  /**
   * A word that a shader sets to {@link #mark} when an element is not what the operator allows; the
   * run then fails.
   */
  Gpu.Slice status();

  /** What a shader of this node leaves in {@link #status}, not 0. */
  int mark(String what);

  GpuLimits limits();
}
