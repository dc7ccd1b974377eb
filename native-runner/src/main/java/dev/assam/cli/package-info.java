/** The command line on the JVM. */
package dev.assam.cli;
