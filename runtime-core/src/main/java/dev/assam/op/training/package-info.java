/** The optimisers of ai.onnx.preview.training. */
package dev.assam.op.training;
