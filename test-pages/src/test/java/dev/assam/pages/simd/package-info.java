/** The Vector API's instructions on the JVM and in the page, lane by lane. */
package dev.assam.pages.simd;
