/** Operators that resample images: resizing, grids, regions of interest, boxes. */
package dev.assam.op.vision;
