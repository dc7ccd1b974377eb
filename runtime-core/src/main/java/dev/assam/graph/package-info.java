/** The graph: values, nodes, their checks, their types and their text. */
package dev.assam.graph;
