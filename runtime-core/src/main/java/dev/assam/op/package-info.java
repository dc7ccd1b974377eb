/**
 * Operators: how one is declared ({@link dev.assam.op.Op}, {@link dev.assam.op.OpType}), and in the
 * packages below, one file per operator or family, all of them. {@link dev.assam.op.Ops} is the
 * list.
 */
package dev.assam.op;
