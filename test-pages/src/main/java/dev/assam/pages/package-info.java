/** Pages, the conformance suite as data, and the server that delivers them to a browser. */
package dev.assam.pages;
