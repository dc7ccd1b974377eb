package dev.assam.backend.device;

import dev.assam.backend.Backend;
import dev.assam.backend.Compiler;
import dev.assam.backend.Executable;
import dev.assam.graph.TypeInference;
import dev.assam.graph.Value;
import dev.assam.op.Deadline;
import dev.assam.plan.ExecutionPlan;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Prepares the plans of one session for a device and the CPU beside it. */
final class DeviceCompiler<K extends DeviceKernel> implements Compiler {
  private final Device<K> device;
  private final Backend fallback;
  private final long seed;
  private final DeviceSession<K> session;

  /** One for each of a plan's segments on the CPU, so that they draw different random numbers. */
  private final List<Compiler> hosts = new ArrayList<>();

  DeviceCompiler(Device<K> device, Backend fallback, long seed) {
    this.device = device;
    this.fallback = fallback;
    this.seed = seed;
    this.session = device.open();
  }

  /** Nothing is released: after the loss of a device everything is needed again. */
  @Override
  public Executable compile(
      ExecutionPlan plan, Map<Value, ValueType> inputs, Set<Tensor> disposable, Deadline deadline) {
    Map<Value, ValueType> types = TypeInference.follow(plan.graph(), inputs, deadline);
    DevicePlan<K> split = new DevicePlanner<>(device, plan.graph(), types).plan();
    List<Executable> executables = new ArrayList<>();
    try {
      for (Segment<K> segment : split.segments()) {
        if (segment instanceof Segment.OnHost<K> host) {
          executables.add(host(executables.size(), host, types, deadline));
        }
      }
      DeviceProgram program = session.compile(split);
      return new DeviceExecutable<>(device.name(), fallback.name(), split, program, executables);
    } catch (RuntimeException | Error e) {
      executables.forEach(Executable::close);
      throw e;
    }
  }

  private Executable host(
      int index, Segment.OnHost<K> segment, Map<Value, ValueType> types, Deadline deadline) {
    if (index == hosts.size()) {
      hosts.add(fallback.compiler(seed + index * 0x632BE59BD9B4E019L));
    }
    Map<Value, ValueType> given = new HashMap<>();
    for (Value input : segment.graph().inputs()) {
      given.put(input, types.get(input));
    }
    return hosts.get(index).compile(ExecutionPlan.of(segment.graph()), given, Set.of(), deadline);
  }

  @Override
  public void close() {
    hosts.forEach(Compiler::close);
    session.close();
  }
}
