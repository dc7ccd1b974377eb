/** Linear quantisation: x ≈ (q − zero point) · scale, and products of quantised tensors. */
package dev.assam.op.quantize;
