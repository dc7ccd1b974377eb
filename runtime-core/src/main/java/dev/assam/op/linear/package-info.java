/** Linear algebra: matrix products, Einstein sums, determinants. */
package dev.assam.op.linear;
