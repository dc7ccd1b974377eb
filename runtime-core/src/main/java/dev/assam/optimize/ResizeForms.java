package dev.assam.optimize;

import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.vision.Interpolation;
import dev.assam.op.vision.Resize;
import dev.assam.op.vision.Upsample;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gives Resize and Upsample one form: a Resize of all axes by constant scales or, where float32 has
 * no such scales, to constant sizes, with the simplest coordinates that mean the same. Those that
 * change nothing are left out.
 */
final class ResizeForms extends NodePass {
  ResizeForms() {
    super("normalise-resizes");
  }

  @Override
  protected boolean concerns(Node node) {
    return node.op() instanceof Resize || node.op() instanceof Upsample;
  }

  @Override
  protected void visit(Node node, GraphEdit edit) {
    Node whole = concerns(node) ? sinceOpset11(node, edit) : null;
    if (whole == null || ((Resize) whole.op()).interpolation().crops()) {
      return;
    }
    Node now = simplest(byScales(whole, edit), edit.facts());
    if (!now.op().equals(node.op()) || !now.inputs().equals(node.inputs())) {
      edit.replace(node, now);
    }
    Tensor scales = now.inputs().size() == 3 ? edit.facts().constant(now.inputs().get(2)) : null;
    if (scales != null && isOnes(scales)) {
      edit.rename(now.outputs().get(0), now.inputs().get(0));
    }
  }

  /** As a Resize of opset 11 or later, without inputs that have no elements; null if it is none. */
  private static Node sinceOpset11(Node node, GraphEdit edit) {
    Value x = node.inputs().get(0);
    if (node.op() instanceof Resize resize && resize.sinceOpset11()) {
      List<Value> inputs = new ArrayList<>();
      for (Value input : node.inputs()) {
        Shape shape = edit.facts().shape(input);
        boolean isEmpty = input != x && shape.isStatic() && shape.elements() == 0;
        inputs.add(isEmpty ? null : input);
      }
      if (!resize.interpolation().crops() && inputs.size() > 1) {
        inputs.set(1, null);
      }
      if (inputs.size() > 3 && inputs.get(3) == null) {
        inputs.remove(3);
      }
      return new Node(node.name(), resize, inputs, node.outputs());
    }
    Interpolation interpolation =
        node.op() instanceof Resize resize
            ? resize.interpolation()
            : ((Upsample) node.op()).interpolation();
    Value scales = node.inputs().size() > 1 ? node.inputs().get(1) : null;
    if (node.op() instanceof Upsample old && old.scales() != null) {
      double[] all = new double[old.scales().size()];
      for (int i = 0; i < all.length; i++) {
        all[i] = old.scales().get(i);
      }
      scales = constant(node, all, edit);
    }
    if (edit.facts().rank(scales) != 1) {
      return null;
    }
    Resize resize = new Resize(interpolation, null, "stretch", true);
    return new Node(node.name(), resize, Arrays.asList(x, null, scales), node.outputs());
  }

  /** With constant scales, or else sizes, of all axes, as far as they are known. */
  private static Node byScales(Node node, GraphEdit edit) {
    Resize resize = (Resize) node.op();
    Facts facts = edit.facts();
    Shape x = facts.shape(node.inputs().get(0));
    Shape y = facts.shape(node.outputs().get(0));
    Value from = node.inputs().size() > 2 ? node.inputs().get(2) : null;
    Value to = node.inputs().size() > 3 ? node.inputs().get(3) : null;
    Resize whole = new Resize(resize.interpolation(), null, "stretch", true);
    Value none = null;
    if (from != null && to == null) {
      Tensor scales = facts.constant(from);
      boolean plain = resize.axes() == null && resize.policy().equals("stretch");
      double[] all = plain || scales == null || !x.hasRank() ? null : all(resize, scales, x.rank());
      return all == null
          ? node
          : new Node(
              node.name(),
              whole,
              Arrays.asList(node.inputs().get(0), none, constant(node, all, edit)),
              node.outputs());
    }
    if (from != null || to == null || !x.isStatic() || !y.isStatic() || x.rank() != y.rank()) {
      return node;
    }
    double[] all = scales(x, y);
    if (!resize.policy().equals("stretch") || all == null && isAll(facts.constant(to), y)) {
      return node;
    }
    List<Value> inputs =
        all != null
            ? Arrays.asList(node.inputs().get(0), none, constant(node, all, edit))
            : Arrays.asList(node.inputs().get(0), none, none, sizes(node, y, edit));
    return new Node(node.name(), whole, inputs, node.outputs());
  }

  /** The scales of all axes, or null if these are none for some axes. */
  private static double[] all(Resize resize, Tensor scales, int rank) {
    double[] all = new double[rank];
    Arrays.fill(all, 1);
    int count = resize.axes() == null ? rank : resize.axes().size();
    if (scales.shape().rank() != 1 || scales.size() != count) {
      return null;
    }
    for (int i = 0; i < count; i++) {
      int axis = resize.axes() == null ? i : resize.axes().get(i);
      double scale = scales.getDouble(i);
      if (axis < -rank || axis >= rank || (float) scale != scale) {
        return null;
      }
      all[axis < 0 ? axis + rank : axis] = scale;
    }
    return all;
  }

  /** Scales in float32 that are exactly those of the sizes, or null. */
  private static double[] scales(Shape x, Shape y) {
    double[] scales = new double[x.rank()];
    for (int d = 0; d < scales.length; d++) {
      double scale = y.dim(d) / (double) x.dim(d);
      if (!(scale > 0) || (float) scale != scale || scale * x.dim(d) != y.dim(d)) {
        return null;
      }
      scales[d] = scale;
    }
    return scales;
  }

  private static boolean isAll(Tensor sizes, Shape y) {
    return sizes != null && sizes.size() == y.rank();
  }

  private static boolean isOnes(Tensor scales) {
    for (int i = 0; i < scales.size(); i++) {
      if (scales.getDouble(i) != 1) {
        return false;
      }
    }
    return true;
  }

  private static Value constant(Node node, double[] scales, GraphEdit edit) {
    Tensor tensor = Tensor.ofDoubles(DType.FLOAT32, Shape.of(scales.length), scales);
    return edit.constant(node.name() + "/scales", tensor);
  }

  private static Value sizes(Node node, Shape y, GraphEdit edit) {
    long[] sizes = new long[y.rank()];
    for (int d = 0; d < sizes.length; d++) {
      sizes[d] = y.dim(d);
    }
    return edit.constant(node.name() + "/sizes", Tensor.ofLongs(sizes));
  }

  /** With other coordinates by which the same elements make each of the output. */
  private static Node simplest(Node node, Facts facts) {
    Resize resize = (Resize) node.op();
    Interpolation old = resize.interpolation();
    boolean nearest = old.mode().equals("nearest");
    Interpolation simple =
        new Interpolation(
            old.mode(),
            nearest ? "asymmetric" : "half_pixel",
            "floor",
            old.mode().equals("cubic") ? old.cubicCoeffA() : 0,
            !nearest && old.excludeOutside(),
            0,
            old.antialias());
    for (int i = 1; i < node.inputs().size(); i++) {
      if (node.inputs().get(i) != null && facts.constant(node.inputs().get(i)) == null) {
        return node;
      }
    }
    if (simple.equals(old) || !facts.shape(node.inputs().get(0)).isStatic()) {
      return node;
    }
    Resize other = new Resize(simple, resize.axes(), resize.policy(), true);
    Node by = new Node(node.name(), other, node.inputs(), node.outputs());
    List<Interpolation.Taps> before = resize.taps(facts.inputs(node));
    List<Interpolation.Taps> after = other.taps(facts.inputs(by));
    for (int d = 0; d < before.size(); d++) {
      Interpolation.Taps a = before.get(d);
      Interpolation.Taps b = after.get(d);
      if (a != null
          && !(Arrays.equals(a.indices(), b.indices())
              && Arrays.equals(a.weights(), b.weights()))) {
        return node;
      }
    }
    return by;
  }
}
