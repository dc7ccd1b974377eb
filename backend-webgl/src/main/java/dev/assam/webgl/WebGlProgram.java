package dev.assam.webgl;

import dev.assam.backend.Completion;
import dev.assam.backend.MemoryUse;
import dev.assam.backend.device.DevicePlan;
import dev.assam.backend.device.DeviceProgram;
import dev.assam.backend.device.DeviceSource;
import dev.assam.error.InputException;
import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.memory.Kind;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.webgl.TexelLayout.Rows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plan in textures, with its draws recorded. */
final class WebGlProgram implements DeviceProgram {
  /**
   * How a value is read.
   *
   * @param from a place in one layer
   * @param pass that copies it there; null where it lies there
   */
  record Copy(Place<Rows> from, Pass pass) {}

  /** A node that reads an input as indices of a dimension. */
  record Indices(Node node, int dim, String where) {
    void check(Tensor indices) {
      for (int i = 0; i < indices.size(); i++) {
        long index = indices.getLong(i);
        if (index < -dim || index >= dim) {
          throw new InputException(
              node.op().type()
                  + " at \""
                  + node.name()
                  + "\": index "
                  + index
                  + " is out of range for "
                  + where
                  + " (allowed: "
                  + -dim
                  + ".."
                  + (dim - 1)
                  + ")");
        }
      }
    }
  }

  /**
   * What a plan is made of.
   *
   * @param indices who reads uploaded values as indices
   * @param textures by the numbers of places
   * @param launchesOf draws of each node, by its place in the order
   * @param owned textures that are the plan's own
   * @param bytes of those
   */
  record Parts(
      List<List<Pass>> segments,
      Map<Value, Place<Rows>> values,
      Map<Value, Copy> copies,
      Map<Value, List<Indices>> indices,
      Map<Integer, Integer> textures,
      Map<Integer, Integer> launchesOf,
      List<Integer> owned,
      long bytes,
      long atLeast) {}

  private final WebGlSession session;
  private final Gl gl;
  private final DevicePlan<Kernel> plan;
  private final Parts parts;
  private final Map<Shader, Programs.Program> programs = new LinkedHashMap<>();
  private final List<Integer> recordings = new ArrayList<>();
  private final Map<Value, Integer> copies = new LinkedHashMap<>();
  private final Completion<Boolean> ready;
  private int launches;

  WebGlProgram(WebGlSession session, DevicePlan<Kernel> plan, Parts parts) {
    this.session = session;
    this.gl = session.gl;
    this.plan = plan;
    this.parts = parts;
    for (List<Pass> passes : parts.segments()) {
      recordings.add(record(passes));
    }
    parts
        .copies()
        .forEach((value, copy) -> {
          if (copy.pass() != null) {
            copies.put(value, record(List.of(copy.pass())));
          }
        });
    List<Integer> numbers = new ArrayList<>();
    programs.values().forEach(program -> numbers.add(program.number));
    ready = gl.ready(numbers);
  }

  private int record(List<Pass> passes) {
    List<Gl.Draw> draws = new ArrayList<>();
    for (Pass pass : passes) {
      Programs.Program program = programs.computeIfAbsent(pass.shader(), session.programs::take);
      List<Integer> sources = new ArrayList<>();
      pass.sources().forEach(source -> sources.add(parts.textures().get(source.id())));
      TexelLayout to = pass.target().layout();
      draws.add(
          new Gl.Draw(
              program.number,
              parts.textures().get(pass.target().id()),
              pass.line(),
              to.width(),
              pass.lines() > 0 ? pass.lines() : to.height(),
              sources,
              pass.allParams(program.glsl)));
    }
    launches += draws.size();
    return gl.record(draws);
  }

  @Override
  public Completion<Boolean> ready() {
    return ready;
  }

  @Override
  @SuppressWarnings("try")
  public void upload(Value value, Tensor tensor) {
    Place<Rows> place = parts.values().get(plan.root(value));
    int texture = parts.textures().get(place.id());
    for (Indices reader : parts.indices().getOrDefault(plan.root(value), List.of())) {
      reader.check(tensor);
    }
    DeviceSource source = DeviceSource.of(tensor);
    if (source != null) {
      gl.take(source.number(), texture, place.layout().width(), tensor.size());
      return;
    }
    if (tensor.dtype() == DType.FLOAT32) {
      gl.upload(texture, 0, tensor.storage(), 0, tensor.size());
      return;
    }
    try (MemoryScope scope = MemoryScope.open()) {
      if (tensor.dtype() != DType.BOOL) {
        checkExact(value, tensor);
      }
      gl.upload(texture, 0, WebGlSession.floats(tensor), 0, tensor.size());
    }
  }

  private static void checkExact(Value value, Tensor tensor) {
    for (int i = 0; i < tensor.size(); i++) {
      long element = tensor.getLong(i);
      if (element > GlslExpr.EXACT || element < -GlslExpr.EXACT) {
        throw new InputException(
            "\""
                + value.name()
                + "\" has "
                + element
                + " at "
                + i
                + " (allowed on WebGL: integers from -16777216 to 16777216)");
      }
    }
  }

  @Override
  public void launch(int segment) {
    gl.draw(recordings.get(segment));
  }

  @Override
  public List<Tensor> keep(List<Value> values) {
    List<Tensor> tensors = new ArrayList<>();
    for (Value value : values) {
      TensorType type = plan.type(value);
      Place<Rows> from = inOneLayer(value);
      int texture = parts.textures().get(from.id());
      tensors.add(gl.keep(texture, from.layout().width(), type.shape().size()).tensor(type));
    }
    return tensors;
  }

  @Override
  public Completion<Boolean> check() {
    return gl.read(List.of());
  }

  /** Where a value lies in one layer, copied there if need be. */
  private Place<Rows> inOneLayer(Value value) {
    Copy copy = parts.copies().get(value);
    if (copy.pass() != null) {
      gl.draw(copies.get(value));
    }
    return copy.from();
  }

  @Override
  @SuppressWarnings("try")
  public Completion<List<Tensor>> read(List<Value> values) {
    List<Gl.Read> reads = new ArrayList<>();
    try (MemoryScope scope = MemoryScope.open()) {
      for (Value value : values) {
        Storage floats = Storage.allocate(Kind.FLOATS, plan.type(value).shape().size());
        floats.retain();
        Place<Rows> from = inOneLayer(value);
        reads.add(new Gl.Read(parts.textures().get(from.id()), from.layout().width(), floats));
      }
    }
    Completion<Boolean> done = reads.isEmpty() ? Completion.of(true) : gl.read(reads);
    Completion<List<Tensor>> result = done.map(yes -> tensors(values, reads));
    result.whenDone(end -> reads.forEach(read -> read.to().release()));
    return result;
  }

  @SuppressWarnings("try")
  private List<Tensor> tensors(List<Value> values, List<Gl.Read> reads) {
    List<Tensor> tensors = new ArrayList<>();
    try (MemoryScope scope = MemoryScope.open()) {
      for (int i = 0; i < values.size(); i++) {
        TensorType type = plan.type(values.get(i));
        Storage floats = reads.get(i).to();
        Tensor tensor;
        if (type.dtype() == DType.FLOAT32) {
          tensor = Tensor.over(DType.FLOAT32, type.shape(), floats);
        } else {
          tensor = Tensor.allocate(type);
          for (int e = 0; e < tensor.size(); e++) {
            tensor.setLong(e, (long) floats.floats().get(e));
          }
        }
        tensor.retain();
        tensors.add(tensor);
      }
    }
    return tensors;
  }

  @Override
  public MemoryUse memory() {
    return new MemoryUse(session.weightBytes(), parts.bytes(), parts.atLeast());
  }

  @Override
  public int programs() {
    return programs.size();
  }

  @Override
  public int launches() {
    return launches;
  }

  @Override
  public int launches(int at) {
    return parts.launchesOf().getOrDefault(at, 0);
  }

  /** The draws of the plan and its shaders. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (List<Pass> passes : parts.segments()) {
      for (Pass pass : passes) {
        text.append(pass.shader().name()).append(' ').append(pass.target().layout());
        text.append(' ').append(pass.params()).append('\n');
      }
      text.append('\n');
    }
    return text.toString();
  }

  @Override
  public void close() {
    recordings.forEach(gl::forget);
    copies.values().forEach(gl::forget);
    parts.owned().forEach(gl::deleteTexture);
    programs.values().forEach(session.programs::giveBack);
  }
}
