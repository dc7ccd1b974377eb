package dev.assam.op.control;

import dev.assam.op.Inputs;
import dev.assam.op.Subgraph;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * The repeated runs of a body: what it carries from one to the next, owned here in between and
 * given back by the body as soon as it is used up, and what it stacks.
 */
final class Passes implements AutoCloseable {
  private final Inputs in;
  private final Subgraph body;
  private final int count;
  private final Stack[] stacks;
  private List<Datum> carried;

  Passes(Inputs in, Subgraph body, List<? extends Datum> initial, int stacked) {
    this.in = in;
    this.body = body;
    this.count = initial.size();
    this.carried = List.copyOf(initial);
    carried.forEach(Datum::retain);
    stacks = new Stack[stacked];
    for (int i = 0; i < stacked; i++) {
      stacks[i] = new Stack();
    }
  }

  List<Datum> carried() {
    return carried;
  }

  /**
   * One pass over the arguments {@code leading}, carried values, {@code trailing}; returns the
   * results before the carried ones, which live as long as the current memory scope.
   */
  List<Datum> run(List<? extends Datum> leading, List<? extends Datum> trailing) {
    List<Datum> arguments = new ArrayList<>(leading);
    arguments.addAll(carried);
    arguments.addAll(trailing);
    List<Datum> before = carried;
    carried = List.of();
    before.forEach(Datum::handOver);
    List<Datum> results = in.run(body, arguments);
    int first = results.size() - count - stacks.length;
    carried = List.copyOf(results.subList(first, first + count));
    carried.forEach(Datum::retain);
    for (int i = 0; i < stacks.length; i++) {
      stacks[i].add(in, results.get(first + count + i));
    }
    return results.subList(0, first);
  }

  Tensor stacked(int i, int axis, boolean reversed) {
    ValueType declared = body.declaredOutput(body.outputCount() - stacks.length + i);
    return stacks[i].join(in, declared, axis, reversed);
  }

  /** Leaves all that is owned here to the current memory scope. */
  @Override
  public void close() {
    // In this order: a carried value may be the last stacked part too.
    for (Stack stack : stacks) {
      stack.close();
    }
    carried.forEach(Datum::handOver);
  }
}
