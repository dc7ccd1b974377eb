package dev.assam.webgl;

import dev.assam.backend.device.DeviceNode;
import dev.assam.backend.device.DevicePlan;
import dev.assam.backend.device.Segment;
import dev.assam.graph.Value;
import dev.assam.memory.Storage;
import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;
import dev.assam.webgl.TexelLayout.Rows;
import dev.assam.webgl.kernel.CopyShader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Gives the values of a plan textures, and its kernels programs. */
final class PlanBuilder {
  private final WebGlSession session;
  private final DevicePlan<Kernel> plan;
  private final int targets;

  /** Where values lie that have a place of their own. */
  private final Map<Value, Place<Rows>> values = new HashMap<>();

  private final List<TexturePlan.Region> regions = new ArrayList<>();
  private final Map<Integer, Integer> textures = new HashMap<>();
  private final List<List<Pass>> segments = new ArrayList<>();
  private final Map<Value, DevicePlan.Region> lives = new HashMap<>();
  private final Map<Value, WebGlProgram.Copy> copies = new LinkedHashMap<>();
  private final Map<Value, List<WebGlProgram.Indices>> indices = new HashMap<>();
  private final Map<Integer, Integer> launchesOf = new HashMap<>();
  private int places;

  PlanBuilder(WebGlSession session, DevicePlan<Kernel> plan) {
    this.session = session;
    this.plan = plan;
    this.targets = Integer.highestOneBit(Math.min(8, session.gl.limits().targets()));
    plan.regions().forEach(region -> lives.put(region.value(), region));
  }

  WebGlProgram build() {
    for (Segment<Kernel> segment : plan.segments()) {
      switch (segment) {
        case Segment.OnDevice<Kernel> device -> add(device);
        case Segment.OnHost<Kernel> host -> host.reads().forEach(this::copyBack);
      }
    }
    plan.results().forEach(this::copyBack);
    List<Integer> owned = new ArrayList<>();
    try {
      long bytes = 0;
      for (TexturePlan.Texture texture : TexturePlan.of(regions)) {
        int number = session.create(texture.width(), texture.height(), texture.layers());
        owned.add(number);
        bytes += texture.bytes();
        texture.regions().forEach(region -> textures.put(region.place(), number));
      }
      return new WebGlProgram(
          session,
          plan,
          new WebGlProgram.Parts(
              segments,
              values,
              copies,
              indices,
              textures,
              launchesOf,
              owned,
              bytes,
              TexturePlan.atLeast(regions)));
    } catch (RuntimeException | Error e) {
      owned.forEach(session.gl::deleteTexture);
      throw e;
    }
  }

  private void add(Segment.OnDevice<Kernel> segment) {
    for (Value value : segment.uploads()) {
      define(value, Rows.flat(plan.type(value).shape().elements()));
    }
    List<Pass> passes = new ArrayList<>();
    for (DeviceNode<Kernel> node : segment.nodes()) {
      if (node.choice() != null) {
        int before = passes.size();
        node.choice().kernel().draw(new NodePlaces(node, passes));
        launchesOf.put(node.at(), passes.size() - before);
      }
    }
    segments.add(passes);
  }

  private Place<Rows> define(Value value, Rows layout) {
    DevicePlan.Region life = lives.get(plan.root(value));
    Place<Rows> place = place(layout, life.first(), life.last());
    values.put(plan.root(value), place);
    return place;
  }

  private <L extends TexelLayout> Place<L> place(L layout, int first, int last) {
    Place<L> place = new Place<>(places++, layout);
    regions.add(new TexturePlan.Region(place.id(), layout, first, last));
    return place;
  }

  /** Makes a value ready to be read: in one layer. */
  private void copyBack(Value value) {
    Place<Rows> place = values.get(plan.root(value));
    if (place == null || copies.containsKey(value)) {
      return;
    }
    Pass pass = null;
    if (place.layout().layers() > 1) {
      Place<Rows> flat =
          place(Rows.flat(plan.type(value).shape().elements()), 0, Integer.MAX_VALUE);
      pass = Pass.of(new CopyShader(1, false), List.of(place), flat);
      place = flat;
    }
    copies.put(value, new WebGlProgram.Copy(place, pass));
  }

  /** The places of one node. */
  private final class NodePlaces implements Places {
    private final DeviceNode<Kernel> node;
    private final List<Pass> passes;

    NodePlaces(DeviceNode<Kernel> node, List<Pass> passes) {
      this.node = node;
      this.passes = passes;
    }

    @Override
    public int targets() {
      return targets;
    }

    @Override
    public int samplers() {
      return session.gl.limits().samplers();
    }

    @Override
    public Place<Rows> in(int i) {
      Tensor constant = node.request().constant(i);
      if (constant != null) {
        return packed(
            constant, "dense", Rows.flat(constant.shape().elements()), PlanBuilder::dense);
      }
      return values.get(plan.root(node.request().input(i)));
    }

    @Override
    public Place<Rows> out(int i, Rows layout) {
      return define(node.request().node().outputs().get(i), layout);
    }

    @Override
    public <L extends TexelLayout> Place<L> scratch(L layout) {
      return place(layout, node.at(), node.at());
    }

    @Override
    public <L extends TexelLayout> Place<L> packed(
        Tensor constant, Object key, L layout, Function<Tensor, Storage> pack) {
      Place<L> place = new Place<>(places++, layout);
      textures.put(place.id(), session.weights(constant, key, layout, pack).texture());
      return place;
    }

    @Override
    public Place<Rows> table(Object key, int length, Supplier<Storage> make) {
      return packed(null, key, Rows.flat(length), nothing -> make.get());
    }

    @Override
    public void checkIndices(int i, int dim, String where) {
      Value value = plan.root(node.request().input(i));
      indices
          .computeIfAbsent(value, v -> new ArrayList<>())
          .add(new WebGlProgram.Indices(node.request().node(), dim, where));
    }

    @Override
    public void draw(Pass pass) {
      passes.add(pass);
    }
  }

  private static Storage dense(Tensor tensor) {
    return tensor.dtype() == DType.FLOAT32 ? tensor.storage() : WebGlSession.floats(tensor);
  }
}
