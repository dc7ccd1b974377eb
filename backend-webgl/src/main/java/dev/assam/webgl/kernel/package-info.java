/** The kernels: a factory for each family of operators, and the shaders they draw with. */
package dev.assam.webgl.kernel;
