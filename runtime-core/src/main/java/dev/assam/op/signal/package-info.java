/** Signals: Fourier transforms, windows, mel filters. */
package dev.assam.op.signal;
