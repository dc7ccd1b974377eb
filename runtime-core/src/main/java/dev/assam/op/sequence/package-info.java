/** Operators on sequences and optionals. */
package dev.assam.op.sequence;
