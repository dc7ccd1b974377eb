package dev.assam.webgpu;

import dev.assam.backend.MemoryUse;
import dev.assam.backend.NodeRequest;
import dev.assam.backend.device.DeviceNode;
import dev.assam.backend.device.DevicePlan;
import dev.assam.backend.device.Segment;
import dev.assam.error.MemoryException;
import dev.assam.graph.Value;
import dev.assam.memory.Ints;
import dev.assam.memory.Kind;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.op.Inputs;
import dev.assam.plan.MemoryPlan;
import dev.assam.tensor.Tensor;
import dev.assam.webgpu.kernel.CopyShader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a {@link WebGpuProgram}: one buffer for all values with a place in it for each, one for the
 * parameters of all launches, and the pipelines, which are compiled meanwhile.
 */
final class ProgramBuilder {
  /** Word 0 of the buffer is the status of a run. */
  private static final int STATUS_BYTES = 256;

  private static final int WORD = 4;

  private final Gpu gpu;
  private final PipelineCache pipelines;
  private final WebGpuSession session;
  private final DevicePlan<WebGpuKernel> plan;
  private final int alignment;
  private final Map<Value, Gpu.Slice> places = new HashMap<>();
  private final Map<Integer, Gpu.Slice> scratches = new HashMap<>();
  private final Map<Integer, Gpu.Slice> copies = new HashMap<>();
  private final Map<Integer, Integer> launchesOf = new HashMap<>();
  private final List<String> marks = new ArrayList<>();
  private MemoryUse use;
  private int arena;

  ProgramBuilder(
      Gpu gpu, PipelineCache pipelines, WebGpuSession session, DevicePlan<WebGpuKernel> plan) {
    this.gpu = gpu;
    this.pipelines = pipelines;
    this.session = session;
    this.plan = plan;
    this.alignment = Math.max(16, gpu.limits().alignment()) / WORD;
  }

  WebGpuProgram build() {
    placeValues();
    List<List<Launch>> segments = new ArrayList<>();
    for (Segment<WebGpuKernel> segment : plan.segments()) {
      if (segment instanceof Segment.OnDevice<WebGpuKernel> device) {
        List<Launch> launches = new ArrayList<>();
        for (DeviceNode<WebGpuKernel> node : device.nodes()) {
          if (node.choice() != null) {
            int before = launches.size();
            node.choice().kernel().addLaunches(new NodePlaces(node, launches), launches);
            launchesOf.put(node.at(), launches.size() - before);
          }
        }
        segments.add(launches);
      }
    }
    // Compiling begins here and goes on while the rest is made ready.
    segments.forEach(launches -> launches.forEach(launch -> pipelines.get(launch.shader())));
    int uniforms = uniforms(segments);
    MemoryUse all = new MemoryUse(session.weightBytes(), use.activations(), use.atLeast());
    return new WebGpuProgram(
        gpu, plan, places, segments, pipelines, launchesOf, arena, uniforms, marks, all);
  }

  /** Gives every value, scratch and copy of an input a place in one buffer. */
  private void placeValues() {
    List<MemoryPlan.Region> regions = new ArrayList<>();
    for (DevicePlan.Region region : plan.regions()) {
      int size = Carrier.words(region.type());
      regions.add(
          new MemoryPlan.Region(region.value().name(), size, region.first(), region.last()));
    }
    List<DeviceNode<WebGpuKernel>> scratchNodes = new ArrayList<>();
    List<DeviceNode<WebGpuKernel>> copyNodes = new ArrayList<>();
    for (Segment<WebGpuKernel> segment : plan.segments()) {
      if (segment instanceof Segment.OnDevice<WebGpuKernel> device) {
        for (DeviceNode<WebGpuKernel> node : device.nodes()) {
          if (node.choice() != null && node.choice().kernel().scratch(gpu.limits()) > 0) {
            scratchNodes.add(node);
          }
          if (node.choice() != null && sharedWords(node.request()) > 0) {
            copyNodes.add(node);
          }
        }
      }
    }
    for (DeviceNode<WebGpuKernel> node : scratchNodes) {
      regions.add(region("scratch", node.choice().kernel().scratch(gpu.limits()), node));
    }
    for (DeviceNode<WebGpuKernel> node : copyNodes) {
      regions.add(region("copies", sharedWords(node.request()), node));
    }
    MemoryPlan memory = MemoryPlan.of(regions, alignment);
    long bytes = STATUS_BYTES + (long) memory.arena() * WORD;
    if (bytes > gpu.limits().bufferBytes()) {
      throw new MemoryException(
          "values on the GPU need "
              + bytes
              + " bytes (allowed by "
              + gpu.limits().name()
              + ": "
              + gpu.limits().bufferBytes()
              + ")");
    }
    use = new MemoryUse(0, (long) memory.arena() * WORD, memory.lowerBound() * WORD);
    arena = gpu.createBuffer(bytes);
    int i = 0;
    for (DevicePlan.Region region : plan.regions()) {
      places.put(region.value(), slice(memory, i++));
    }
    for (DeviceNode<WebGpuKernel> node : scratchNodes) {
      scratches.put(node.at(), slice(memory, i++));
    }
    for (DeviceNode<WebGpuKernel> node : copyNodes) {
      copies.put(node.at(), slice(memory, i++));
    }
  }

  private static MemoryPlan.Region region(String what, int size, DeviceNode<?> node) {
    return new MemoryPlan.Region(what + " of " + node.at(), size, node.at(), node.at());
  }

  private Gpu.Slice slice(MemoryPlan memory, int i) {
    long size = (memory.regions().get(i).size() + 3L) / 4 * 4 * WORD;
    if (size > gpu.limits().bindingBytes()) {
      throw new MemoryException(
          memory.regions().get(i).name()
              + " needs "
              + size
              + " bytes on the GPU (allowed by "
              + gpu.limits().name()
              + ": "
              + gpu.limits().bindingBytes()
              + ")");
    }
    return new Gpu.Slice(arena, STATUS_BYTES + (long) memory.offsets().get(i) * WORD, size);
  }

  /** The place that an input shares with others of its node: its root, or itself. */
  private Value placeOf(NodeRequest request, int i) {
    return plan.root(request.input(i));
  }

  /** Words for copies of those inputs of a node that lie where an earlier one lies. */
  private int sharedWords(NodeRequest request) {
    long words = 0;
    for (int i = 1; i < request.inputs(); i++) {
      if (request.has(i) && isShared(request, i, i)) {
        words += align(Carrier.words(request.in(i)));
      }
    }
    return Math.toIntExact(words);
  }

  private boolean isShared(NodeRequest request, int i, int before) {
    for (int j = 0; j < before; j++) {
      if (request.has(j) && placeOf(request, i) == placeOf(request, j)) {
        return true;
      }
    }
    return false;
  }

  private int align(int words) {
    return (words + alignment - 1) / alignment * alignment;
  }

  /** One buffer with the parameters of all launches, each at an aligned offset. */
  @SuppressWarnings("try")
  private int uniforms(List<List<Launch>> segments) {
    int step = uniformBytes() / WORD;
    int count = 0;
    for (List<Launch> launches : segments) {
      count += launches.size();
    }
    try (MemoryScope scope = MemoryScope.open()) {
      Storage storage = Storage.allocate(Kind.INTS, Math.max(1, count) * step);
      Ints words = storage.ints();
      int at = 0;
      for (List<Launch> launches : segments) {
        for (Launch launch : launches) {
          for (int i = 0; i < launch.params().size(); i++) {
            words.set(at + i, launch.params().get(i));
          }
          at += step;
        }
      }
      int buffer = gpu.createBuffer((long) storage.length() * WORD);
      gpu.upload(buffer, 0, storage, storage.length());
      return buffer;
    }
  }

  /** From one launch's parameters to the next one's. */
  static int uniformBytes() {
    return 256;
  }

  /** Where one node's values are. */
  private final class NodePlaces implements Places {
    private final DeviceNode<WebGpuKernel> node;
    private final NodeRequest request;
    private final List<Launch> launches;
    private final Set<Value> handedOut = new LinkedHashSet<>();
    private final Map<Integer, Gpu.Slice> known = new HashMap<>();
    private long copiedBytes;

    NodePlaces(DeviceNode<WebGpuKernel> node, List<Launch> launches) {
      this.node = node;
      this.request = node.request();
      this.launches = launches;
    }

    @Override
    public Gpu.Slice in(int i) {
      Gpu.Slice slice = known.get(i);
      if (slice == null) {
        slice = original(i);
        if (!handedOut.add(placeOf(request, i))) {
          slice = copy(slice, Carrier.words(request.in(i)));
        }
        known.put(i, slice);
      }
      return slice;
    }

    private Gpu.Slice original(int i) {
      Tensor constant = request.constant(i);
      return constant == null
          ? places.get(placeOf(request, i))
          : session.weight(
              request.input(i),
              constant,
              "as it is",
              weight -> Carrier.toDevice(weight, "a constant"));
    }

    private Gpu.Slice copy(Gpu.Slice from, int words) {
      Gpu.Slice all = copies.get(node.at());
      long size = (words + 3L) / 4 * 4 * WORD;
      Gpu.Slice to = new Gpu.Slice(all.buffer(), all.offset() + copiedBytes, size);
      copiedBytes += (long) align(words) * WORD;
      launches.add(CopyShader.launch(from, to, words));
      return to;
    }

    @Override
    public boolean same(int i, int j) {
      return placeOf(request, i) == placeOf(request, j);
    }

    @Override
    public Gpu.Slice out(int i) {
      return places.get(plan.root(request.node().outputs().get(i)));
    }

    @Override
    public Gpu.Slice packed(int i, String layout, Packer packer) {
      return session.weight(request.input(i), request.constant(i), layout, packer);
    }

    @Override
    public Gpu.Slice table(int[] words) {
      return session.table(words);
    }

    @Override
    public Gpu.Slice scratch() {
      return scratches.get(node.at());
    }

    @Override
    public Gpu.Slice status() {
      return new Gpu.Slice(arena, 0, 16);
    }

    @Override
    public int mark(String what) {
      marks.add(Inputs.describe(request.op(), request.node().name()) + ": " + what);
      return marks.size();
    }

    @Override
    public GpuLimits limits() {
      return gpu.limits();
    }
  }
}
