/** Reads ONNX files: the only place that knows the wire format. */
package dev.assam.onnx;
