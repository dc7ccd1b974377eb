/** Operators that change the element type. */
package dev.assam.op.cast;
