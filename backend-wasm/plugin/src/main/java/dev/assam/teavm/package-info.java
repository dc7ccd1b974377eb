/**
 * The TeaVM plugin: typed memory becomes addresses, the Vector API becomes {@code v128}, atomics
 * become instructions. Used when the page is built, never shipped.
 */
package dev.assam.teavm;
