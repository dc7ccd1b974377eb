package dev.assam.optimize;

import dev.assam.graph.Graph;

/**
 * One improvement of a graph that leaves its outputs what they are. It sees one graph at a time;
 * the pipeline takes it through the bodies, too.
 */
public interface Pass {
  /** As options and listings name it: lower case, with hyphens. */
  String name();

  /** The improved graph, or the very same if there is nothing to improve. */
  Graph apply(Graph graph, Facts facts);
}
