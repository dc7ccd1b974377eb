/**
 * Operators that no model file names: what the optimiser puts in place of several, for backends to
 * run at once. Their domain is {@code dev.assam}.
 */
package dev.assam.op.fused;
