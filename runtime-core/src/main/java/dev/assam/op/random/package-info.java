/** Random operators and Dropout. With a seed they give the same numbers in every world. */
package dev.assam.op.random;
