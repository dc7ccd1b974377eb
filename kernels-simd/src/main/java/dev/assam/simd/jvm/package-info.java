/** What the SIMD backend has on the JVM only: threads. */
package dev.assam.simd.jvm;
