/** Operators on strings. */
package dev.assam.op.text;
