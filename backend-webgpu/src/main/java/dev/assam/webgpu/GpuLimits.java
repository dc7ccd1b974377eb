package dev.assam.webgpu;

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
    boolean dots) {}
