/** Programs to copy, each readable from top to bottom. */
package dev.assam.examples;
