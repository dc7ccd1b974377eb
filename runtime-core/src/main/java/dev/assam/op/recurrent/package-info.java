/** Recurrent networks over a sequence: RNN, GRU, LSTM. */
package dev.assam.op.recurrent;
