/** The command {@code ./assam bench}: experiments, their rows, and the report. */
package dev.assam.pages.bench;
