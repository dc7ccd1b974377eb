/** Hot kernels: static methods over {@code dev.assam.memory} and {@code jdk.incubator.vector}. */
package dev.assam.simd.kernel;
