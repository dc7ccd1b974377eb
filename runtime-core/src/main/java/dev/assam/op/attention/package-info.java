/** Attention over sequences, and what surrounds it: rotary positions, linear attention, states. */
package dev.assam.op.attention;
