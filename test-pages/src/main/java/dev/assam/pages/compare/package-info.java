/** The command that times models in several runtimes and prints one table. */
package dev.assam.pages.compare;
