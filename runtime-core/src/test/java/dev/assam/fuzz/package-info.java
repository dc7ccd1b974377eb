/** Mutated models, which may be refused but must not do anything else. */
package dev.assam.fuzz;
