/** Operators of the domain ai.onnx.ml: classic machine learning. */
package dev.assam.op.ml;
