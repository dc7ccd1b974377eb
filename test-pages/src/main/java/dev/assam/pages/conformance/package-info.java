/** The conformance suite as data, one runner for every world, and its command. */
package dev.assam.pages.conformance;
