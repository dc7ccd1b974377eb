/** Operators that run graphs: branches and loops. */
package dev.assam.op.control;
