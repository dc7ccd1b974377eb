/**
 * The SIMD backend: which kernel serves which operator and shape, weight packing, tiling, the arena
 * and the splitting of work; the same Java on the JVM and in the browser.
 */
package dev.assam.simd;
