/** Tests of what kernels are made of. */
package dev.assam.webgl.kernel;
