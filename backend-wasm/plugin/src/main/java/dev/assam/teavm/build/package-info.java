/** The build driver: one main that makes the folder a static server needs. */
package dev.assam.teavm.build;
