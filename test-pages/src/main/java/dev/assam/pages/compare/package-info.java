/** Runs the same models in Assam and its peers, natively and in the page, and prints the times. */
package dev.assam.pages.compare;
