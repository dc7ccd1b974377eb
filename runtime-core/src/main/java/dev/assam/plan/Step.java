package dev.assam.plan;

import dev.assam.graph.Node;
import dev.assam.graph.Value;
import java.util.List;

/**
 * One node of a plan.
 *
 * @param release the values that nobody uses after this node
 */
public record Step(Node node, List<Value> release) {}
