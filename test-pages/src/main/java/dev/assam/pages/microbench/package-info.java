/** Kernels alone, on the JVM and in the page, over the same shapes. */
package dev.assam.pages.microbench;
