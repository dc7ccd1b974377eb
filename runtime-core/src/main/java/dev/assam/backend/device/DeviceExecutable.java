package dev.assam.backend.device;

import dev.assam.backend.Completion;
import dev.assam.backend.Executable;
import dev.assam.backend.MemoryUse;
import dev.assam.backend.Profile;
import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.Deadline;
import dev.assam.tensor.Datum;
import dev.assam.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A plan prepared on a device and the CPU. */
final class DeviceExecutable<K extends DeviceKernel> implements Executable {
  private final String deviceName;
  private final String hostName;
  private final DevicePlan<K> plan;
  private final DeviceProgram program;
  private final List<Executable> hosts;

  DeviceExecutable(
      String deviceName,
      String hostName,
      DevicePlan<K> plan,
      DeviceProgram program,
      List<Executable> hosts) {
    this.deviceName = deviceName;
    this.hostName = hostName;
    this.plan = plan;
    this.program = program;
    this.hosts = hosts;
  }

  @Override
  public Completion<Boolean> ready() {
    return program.ready();
  }

  @Override
  public Completion<List<Datum>> run(Map<Value, Datum> inputs, Deadline deadline) {
    return run(inputs, deadline, Set.of());
  }

  @Override
  public Completion<List<Datum>> run(
      Map<Value, Datum> inputs, Deadline deadline, Set<Integer> stay) {
    DeviceRun<K> run = new DeviceRun<>(plan, program, hosts, inputs, deadline, stay);
    Completion<List<Datum>> result = program.ready().then(ready -> run.start());
    result.whenDone(done -> run.end());
    return result;
  }

  @Override
  public MemoryUse memory() {
    MemoryUse use = program.memory();
    for (Executable host : hosts) {
      MemoryUse more = host.memory();
      use =
          new MemoryUse(
              use.weights() + more.weights(),
              use.activations() + more.activations(),
              use.atLeast() + more.atLeast());
    }
    return use;
  }

  @Override
  public Profile profile() {
    List<Profile.Entry> entries = new ArrayList<>();
    int[] counts = new int[2];
    long[] bytes = new long[2];
    for (Segment<K> segment : plan.segments()) {
      switch (segment) {
        case Segment.OnDevice<K> device -> {
          for (DeviceNode<K> node : device.nodes()) {
            entries.add(
                entry(
                    node.request().node(), deviceName, node.kernel(), program.launches(node.at())));
          }
          count(device.uploads(), 0, counts, bytes);
        }
        case Segment.OnHost<K> host -> {
          for (Node node : host.graph().nodes()) {
            entries.add(entry(node, hostName, "-", 0));
          }
          count(host.reads(), 1, counts, bytes);
        }
      }
    }
    count(plan.results(), 1, counts, bytes);
    return new Profile(
        entries, counts[0], bytes[0], counts[1], bytes[1], program.programs(), program.launches());
  }

  private static Profile.Entry entry(Node node, String backend, String kernel, int launches) {
    return new Profile.Entry(node.name(), node.op().type().toString(), backend, kernel, launches);
  }

  private void count(List<Value> values, int which, int[] counts, long[] bytes) {
    for (Value value : values) {
      TensorType type = plan.type(value);
      counts[which]++;
      bytes[which] += type.shape().elements() * type.dtype().kind().bytes();
    }
  }

  @Override
  public void close() {
    program.close();
    hosts.forEach(Executable::close);
  }

  @Override
  public String toString() {
    return plan.toString();
  }
}
