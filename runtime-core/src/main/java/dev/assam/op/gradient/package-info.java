/** What gradients are made of beside the ordinary operators; no file names these. */
package dev.assam.op.gradient;
