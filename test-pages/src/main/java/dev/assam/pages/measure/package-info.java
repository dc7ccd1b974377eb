/**
 * Measuring a model in one runtime after the other: contestants on the JVM and in the page, the
 * site that serves them, and the check of what they compute.
 */
package dev.assam.pages.measure;
