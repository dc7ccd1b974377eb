/**
 * Execution by the operators' own definitions: slow, complete, and what others are checked with.
 */
package dev.assam.reference;
