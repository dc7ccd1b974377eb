/** Pictures, and how they become a network's input. */
package dev.assam.examples.image;
