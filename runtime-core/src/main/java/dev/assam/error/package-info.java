/**
 * The exceptions of every layer; at the bottom of the arrows, so that every package may use them.
 */
package dev.assam.error;
