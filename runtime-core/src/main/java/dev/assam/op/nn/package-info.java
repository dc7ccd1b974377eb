/** Neural-network operators: convolutions, pools, normalisations, activations over an axis. */
package dev.assam.op.nn;
