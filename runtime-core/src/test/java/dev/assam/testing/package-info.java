/** Writes ONNX models for tests, and holds the operator cases that all backends are tested with. */
package dev.assam.testing;
