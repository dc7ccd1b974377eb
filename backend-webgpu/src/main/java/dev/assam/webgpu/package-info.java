/** The WebGPU backend: WGSL kernels, buffers, pipelines, and the thin device interface Gpu. */
package dev.assam.webgpu;
