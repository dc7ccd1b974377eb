/** Shapes of products and convolutions in real models, and how fast their kernels are. */
package dev.assam.nativerun.bench;
