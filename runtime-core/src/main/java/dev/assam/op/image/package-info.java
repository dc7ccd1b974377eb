/** Reading pictures. */
package dev.assam.op.image;
