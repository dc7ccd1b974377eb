/** Operators that fold or scan along axes. */
package dev.assam.op.reduce;
