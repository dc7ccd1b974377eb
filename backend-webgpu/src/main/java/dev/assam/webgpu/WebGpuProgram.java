package dev.assam.webgpu;

import dev.assam.backend.Completion;
import dev.assam.backend.MemoryUse;
import dev.assam.backend.device.DevicePlan;
import dev.assam.backend.device.DeviceProgram;
import dev.assam.backend.device.DeviceSource;
import dev.assam.error.DeviceException;
import dev.assam.error.ShapeException;
import dev.assam.graph.Value;
import dev.assam.memory.Kind;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plan on the GPU: recorded once all pipelines are there, then launched again and again. */
final class WebGpuProgram implements DeviceProgram {
  private static final int WORD = 4;

  private final Gpu gpu;
  private final DevicePlan<WebGpuKernel> plan;
  private final Map<Value, Gpu.Slice> places;
  private final PipelineCache cache;
  private final Map<Shader, Completion<Integer>> pipelines = new LinkedHashMap<>();
  private final Map<Integer, Integer> launchesOf;
  private final int arena;
  private final int uniforms;
  private final List<String> marks;
  private final MemoryUse memory;
  private final Completion<Boolean> ready;
  private final List<Integer> recordings = new ArrayList<>();
  private final Storage zero = Storage.allocate(Kind.INTS, 1);
  private List<List<Launch>> segments;
  private boolean closed;

  WebGpuProgram(
      Gpu gpu,
      DevicePlan<WebGpuKernel> plan,
      Map<Value, Gpu.Slice> places,
      List<List<Launch>> segments,
      PipelineCache cache,
      Map<Integer, Integer> launchesOf,
      int arena,
      int uniforms,
      List<String> marks,
      MemoryUse memory) {
    this.gpu = gpu;
    this.plan = plan;
    this.places = places;
    this.segments = segments;
    this.cache = cache;
    this.launchesOf = launchesOf;
    this.arena = arena;
    this.uniforms = uniforms;
    this.marks = marks;
    this.memory = memory;
    zero.retain();
    compile();
    this.ready =
        Completion.all(List.copyOf(pipelines.values()))
            .then(done -> Tuner.tuned(gpu, cache, segments))
            .then(tuned -> {
              this.segments = tuned;
              pipelines.clear();
              return compile();
            })
            .map(done -> record());
  }

  private Completion<Boolean> compile() {
    for (List<Launch> launches : segments) {
      for (Launch launch : launches) {
        pipelines.computeIfAbsent(launch.shader(), cache::get);
      }
    }
    return Completion.all(List.copyOf(pipelines.values()));
  }

  private Boolean record() {
    if (closed) {
      throw new DeviceException("closed while its programs were compiled", false);
    }
    int at = 0;
    for (List<Launch> launches : segments) {
      List<Gpu.Dispatch> dispatches = new ArrayList<>();
      for (Launch launch : launches) {
        Gpu.Slice params =
            new Gpu.Slice(
                uniforms,
                (long) at++ * ProgramBuilder.uniformBytes(),
                ProgramBuilder.uniformBytes());
        int pipeline = pipelines.get(launch.shader()).get();
        dispatches.add(
            new Gpu.Dispatch(
                pipeline, launch.buffers(), params, launch.x(), launch.y(), launch.z()));
      }
      recordings.add(gpu.record(dispatches));
    }
    return true;
  }

  @Override
  public Completion<Boolean> ready() {
    return ready;
  }

  @Override
  @SuppressWarnings("try")
  public void upload(Value value, Tensor tensor) {
    Gpu.Slice place = places.get(plan.root(value));
    DeviceSource source = DeviceSource.of(tensor);
    if (source != null) {
      int words = Carrier.words(tensor.type());
      gpu.take(source.number(), place.buffer(), place.offset(), words);
      return;
    }
    try (MemoryScope scope = MemoryScope.open()) {
      Storage words = Carrier.toDevice(tensor, "\"" + value.name() + "\"");
      gpu.upload(place.buffer(), place.offset(), words, tensor.size());
    }
  }

  @Override
  public void launch(int segment) {
    gpu.launch(recordings.get(segment));
  }

  @Override
  public List<Tensor> keep(List<Value> values) {
    List<Tensor> tensors = new ArrayList<>();
    for (Value value : values) {
      TensorType type = plan.type(value);
      Gpu.Slice place = places.get(plan.root(value));
      long bytes = (long) Carrier.words(type) * WORD;
      tensors.add(gpu.keep(new Gpu.Slice(place.buffer(), place.offset(), bytes)).tensor(type));
    }
    return tensors;
  }

  @Override
  public Completion<Boolean> check() {
    Storage status = Storage.allocate(Kind.INTS, 1);
    status.retain();
    Completion<Boolean> done =
        gpu.read(List.of(read(new Gpu.Slice(arena, 0, WORD), status)))
            .map(read -> {
              check(status);
              return true;
            });
    done.whenDone(end -> status.release());
    return done;
  }

  @Override
  public Completion<List<Tensor>> read(List<Value> values) {
    if (values.isEmpty()) {
      return Completion.of(List.of());
    }
    List<Storage> words = new ArrayList<>();
    List<Gpu.Read> reads = new ArrayList<>();
    for (Value value : values) {
      TensorType type = plan.type(value);
      Gpu.Slice place = places.get(plan.root(value));
      Storage storage = Carrier.room(type);
      words.add(storage);
      reads.add(read(place, storage));
    }
    Storage status = Storage.allocate(Kind.INTS, 1);
    words.add(status);
    reads.add(read(new Gpu.Slice(arena, 0, WORD), status));
    words.forEach(Storage::retain);
    Completion<List<Tensor>> tensors =
        gpu.read(reads)
            .map(done -> {
              check(status);
              return tensors(values, words);
            });
    tensors.whenDone(done -> words.forEach(Storage::release));
    return tensors;
  }

  private static Gpu.Read read(Gpu.Slice place, Storage to) {
    return new Gpu.Read(
        new Gpu.Slice(place.buffer(), place.offset(), (long) to.length() * to.kind().bytes()), to);
  }

  private void check(Storage status) {
    int mark = status.ints().get(0);
    if (mark > 0 && mark <= marks.size()) {
      gpu.upload(arena, 0, zero, 1);
      throw new ShapeException(marks.get(mark - 1));
    }
  }

  @SuppressWarnings("try")
  private List<Tensor> tensors(List<Value> values, List<Storage> words) {
    try (MemoryScope scope = MemoryScope.open()) {
      List<Tensor> tensors = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        Tensor tensor = Carrier.toHost(plan.type(values.get(i)), words.get(i));
        tensor.retain();
        tensors.add(tensor);
      }
      return tensors;
    }
  }

  @Override
  public MemoryUse memory() {
    return memory;
  }

  @Override
  public int programs() {
    return pipelines.size();
  }

  @Override
  public int launches() {
    int count = 0;
    for (List<Launch> launches : segments) {
      count += launches.size();
    }
    return count;
  }

  @Override
  public int launches(int at) {
    return launchesOf.getOrDefault(at, 0);
  }

  /** One line a launch: shader, workgroups, parameters, places. */
  String listing() {
    StringBuilder text = new StringBuilder();
    for (List<Launch> launches : segments) {
      for (Launch launch : launches) {
        text.append(launch.shader().name()).append(' ').append(launch.x());
        text.append('×').append(launch.y()).append('×').append(launch.z());
        text.append(" params ").append(launch.params());
        for (Gpu.Slice slice : launch.buffers()) {
          text.append(' ').append(slice.buffer() == arena ? "values" : "weights");
          text.append('[').append(slice.offset()).append('+').append(slice.size()).append(']');
        }
        text.append('\n');
      }
    }
    return text.toString();
  }

  @Override
  public void close() {
    closed = true;
    recordings.forEach(gpu::forget);
    recordings.clear();
    gpu.destroyBuffer(arena);
    gpu.destroyBuffer(uniforms);
    zero.release();
  }
}
