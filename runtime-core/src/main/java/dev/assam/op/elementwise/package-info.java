/** Elementwise operators: declared by a formula, implemented nowhere. */
package dev.assam.op.elementwise;
