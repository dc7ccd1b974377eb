/**
 * Graphs on WebGPU: compute shaders in WGSL that Java writes, and the plans that launch them. The
 * device is reached through {@link dev.assam.webgpu.Gpu} alone.
 */
package dev.assam.webgpu;
