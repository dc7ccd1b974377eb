/** Compares Assam with ONNX Runtime, operator by operator and model by model. */
package dev.assam.nativerun.oracle;
