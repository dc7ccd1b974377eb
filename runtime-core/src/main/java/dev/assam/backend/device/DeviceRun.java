package dev.assam.backend.device;

import dev.assam.backend.Completion;
import dev.assam.backend.Executable;
import dev.assam.error.TimeoutException;
import dev.assam.graph.Value;
import dev.assam.memory.MemoryScope;
import dev.assam.op.Deadline;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One run of a plan. Goes through the segments without waiting until the CPU needs what the device
 * computes; then it goes on from there.
 */
final class DeviceRun<K extends DeviceKernel> {
  private final DevicePlan<K> plan;
  private final DeviceProgram program;
  private final List<Executable> hosts;
  private final Deadline deadline;
  private final Set<Integer> stay;

  /** What lies on the CPU; an owner of each. */
  private final Map<Value, Datum> values = new LinkedHashMap<>();

  private int next;
  private int nextHost;

  DeviceRun(
      DevicePlan<K> plan,
      DeviceProgram program,
      List<Executable> hosts,
      Map<Value, Datum> inputs,
      Deadline deadline,
      Set<Integer> stay) {
    this.plan = plan;
    this.program = program;
    this.hosts = hosts;
    this.deadline = deadline;
    this.stay = stay;
    inputs.values().forEach(Datum::retain);
    values.putAll(inputs);
  }

  Completion<List<Datum>> start() {
    return go();
  }

  /** Gives back what the run has kept. */
  void end() {
    values.values().forEach(Datum::release);
    values.clear();
  }

  @SuppressWarnings("try")
  private Completion<List<Datum>> go() {
    try (MemoryScope scope = MemoryScope.open()) {
      while (next < plan.segments().size()) {
        if (deadline.isOver()) {
          throw new TimeoutException(
              "segment "
                  + next
                  + " of the "
                  + program.launches()
                  + " launches: "
                  + deadline
                  + " is over");
        }
        switch (plan.segments().get(next)) {
          case Segment.OnDevice<K> device -> {
            for (Value value : device.uploads()) {
              program.upload(value, (Tensor) value(value));
            }
            program.launch(device.index());
            next++;
          }
          case Segment.OnHost<K> host -> {
            List<Value> missing = new ArrayList<>();
            for (Value value : host.reads()) {
              if (!values.containsKey(value)) {
                missing.add(value);
              }
            }
            if (!missing.isEmpty()) {
              return program
                  .read(missing)
                  .then(tensors -> {
                    keep(missing, tensors);
                    return go();
                  });
            }
            Completion<List<Datum>> outputs = host(host);
            next++;
            if (!outputs.isDone()) {
              return outputs.then(results -> {
                keep(host.graph().outputs(), results);
                return go();
              });
            }
            keep(host.graph().outputs(), outputs.get());
          }
        }
      }
      return results();
    }
  }

  /** Copies back what the device has computed for others, but for what is to stay there. */
  private Completion<List<Datum>> results() {
    List<Value> kept = new ArrayList<>();
    for (int i : stay) {
      Value output = plan.graph().outputs().get(i);
      if (plan.results().contains(output) && !kept.contains(output)) {
        kept.add(output);
      }
    }
    if (kept.isEmpty()) {
      return program
          .read(plan.results())
          .map(results -> {
            keep(plan.results(), results);
            return outputs();
          });
    }
    List<Value> rest = new ArrayList<>(plan.results());
    rest.removeAll(kept);
    keep(kept, program.keep(kept));
    return rest.isEmpty()
        ? program.check().map(done -> outputs())
        : program
            .read(rest)
            .map(results -> {
              keep(rest, results);
              return outputs();
            });
  }

  private Datum value(Value value) {
    Datum datum = values.get(value);
    return datum == null ? plan.graph().constants().get(value) : datum;
  }

  private Completion<List<Datum>> host(Segment.OnHost<K> host) {
    Map<Value, Datum> inputs = new HashMap<>();
    for (Value input : host.graph().inputs()) {
      inputs.put(input, value(input));
    }
    return hosts.get(nextHost++).run(inputs, deadline);
  }

  /** Keeps values with one owner, this run. */
  private void keep(List<Value> names, List<? extends Datum> data) {
    for (int i = 0; i < names.size(); i++) {
      Datum before = values.put(names.get(i), data.get(i));
      if (before != null) {
        before.release();
      }
    }
  }

  private List<Datum> outputs() {
    List<Datum> outputs = new ArrayList<>();
    for (Value output : plan.graph().outputs()) {
      Datum datum = value(output);
      datum.retain();
      outputs.add(datum);
    }
    return outputs;
  }
}
