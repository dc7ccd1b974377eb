/** Compares sentences with a sentence transformer. */
package dev.assam.examples.text;
