/** The graph optimiser: passes from graph to graph, and the pipeline that runs them. */
package dev.assam.optimize;
