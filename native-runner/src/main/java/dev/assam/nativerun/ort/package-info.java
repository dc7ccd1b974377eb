/**
 * ONNX Runtime's C++ library by way of JavaCPP: the oracle of the operator tests and the native
 * baseline of the measurements.
 */
package dev.assam.nativerun.ort;
