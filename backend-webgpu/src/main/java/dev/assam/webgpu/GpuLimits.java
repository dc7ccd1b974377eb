package dev.assam.webgpu;

import java.util.function.IntToDoubleFunction;

/**
 * What a device is and allows.
 *
 * @param name of the adapter
 * @param software whether the adapter is a program on the CPU
 * @param bufferBytes of the largest buffer
 * @param bindingBytes of the largest stretch of a buffer that a shader sees
 * @param buffers that a shader sees at most
 * @param alignment of stretches, in bytes
 * @param workgroupBytes of memory that the invocations of a workgroup share
 * @param subgroups whether shaders may talk within subgroups
 * @param halves whether shaders may compute in float16
 * @param dots whether the language has dot products of packed bytes
 */
public record GpuLimits(
    String name,
    boolean software,
    long bufferBytes,
    long bindingBytes,
    int buffers,
    int alignment,
    int workgroupBytes,
    boolean subgroups,
    boolean halves,
    boolean dots) {

  /**
   * As assam-webgpu.js tells them.
   *
   * @param limit the numbers behind the name, in the order of the components; not 0 for true
   */
  public static GpuLimits of(String name, IntToDoubleFunction limit) {
    return new GpuLimits(
        name,
        limit.applyAsDouble(0) != 0,
        (long) limit.applyAsDouble(1),
        (long) limit.applyAsDouble(2),
        (int) limit.applyAsDouble(3),
        (int) limit.applyAsDouble(4),
        (int) limit.applyAsDouble(5),
        limit.applyAsDouble(6) != 0,
        limit.applyAsDouble(7) != 0,
        limit.applyAsDouble(8) != 0);
  }
}
