/** The kernels: a factory for each family of operators, and the shaders that they launch. */
package dev.assam.webgpu.kernel;
