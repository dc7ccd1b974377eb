/**
 * Values without computation: element types, shapes, tensors, and ONNX's sequences and optionals.
 */
package dev.assam.tensor;
