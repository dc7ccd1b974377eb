/** Result rows: what was measured, under which circumstances, and whether it was right. */
package dev.assam.nativerun.row;
