package dev.assam.graph;

import dev.assam.op.Op;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An operator applied to values. Absent optional inputs and unused outputs are null.
 *
 * @param name the model's name for it, made up where the model gives none
 */
public record Node(String name, Op op, List<Value> inputs, List<Value> outputs) {
  public Node {
    inputs = Collections.unmodifiableList(new ArrayList<>(inputs));
    outputs = Collections.unmodifiableList(new ArrayList<>(outputs));
  }
}
