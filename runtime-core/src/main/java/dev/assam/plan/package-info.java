/** What will be done in which order: pure data, printable. */
package dev.assam.plan;
