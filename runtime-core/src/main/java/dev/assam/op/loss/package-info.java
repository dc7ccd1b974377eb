/** Loss functions. */
package dev.assam.op.loss;
