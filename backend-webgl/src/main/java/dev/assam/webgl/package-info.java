/** The WebGL 2 backend: GLSL ES 3.00 kernels, texture layout, and the thin device interface Gl. */
package dev.assam.webgl;
