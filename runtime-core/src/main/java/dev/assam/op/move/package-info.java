/** Operators that move elements without computing with them. */
package dev.assam.op.move;
