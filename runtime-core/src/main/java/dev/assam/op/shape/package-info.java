/** Operators that make tensors or look at them from another side without moving their elements. */
package dev.assam.op.shape;
