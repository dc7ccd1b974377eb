package dev.assam.simd;

import dev.assam.backend.KernelFactory;
import dev.assam.memory.Floats;
import dev.assam.op.fused.ChannelsLast;
import dev.assam.op.vision.Interpolation;
import dev.assam.op.vision.Resize;
import dev.assam.op.vision.Upsample;
import dev.assam.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Resizing of float32 to the nearest element, or by weighted sums one axis after the other. */
final class ResizeKernels implements KernelFactory<KernelRequest, Kernel> {
  /** Each element of the output from one of the input. */
  private record Nearest(int[][] tables) implements Kernel {
    @Override
    public void addTasks(Places places, List<Task> tasks) {
      tasks.add(new GridTask(places.in(0).floats(), places.out(0).floats(), tables, 0));
    }
  }

  /** One axis of a tensor, and how many elements lie before and after. */
  private record Step(int outer, int input, int inner, Interpolation.Taps taps) {
    int output() {
      return taps.indices().length / taps.count();
    }

    int size() {
      return outer * output() * inner;
    }
  }

  /** The axes one after the other; what comes between lies by turns in two parts of scratch. */
  private record Weighted(List<Step> steps) implements Kernel {
    private int part() {
      int part = 0;
      for (int i = 0; i < steps.size() - 1; i++) {
        part = Math.max(part, steps.get(i).size());
      }
      return part;
    }

    @Override
    public int scratchFloats(int threads) {
      return Math.min(2, steps.size() - 1) * part();
    }

    @Override
    public void addTasks(Places places, List<Task> tasks) {
      Floats from = places.in(0).floats();
      int fromAt = 0;
      for (int i = 0; i < steps.size(); i++) {
        Step step = steps.get(i);
        boolean last = i == steps.size() - 1;
        Floats to = last ? places.out(0).floats() : places.scratch();
        int toAt = last ? 0 : i % 2 * part();
        float[] weights = new float[step.taps().weights().length];
        for (int k = 0; k < weights.length; k++) {
          weights[k] = (float) step.taps().weights()[k];
        }
        tasks.add(
            new ResampleTask(
                from,
                fromAt,
                to,
                toAt,
                step.outer(),
                step.input(),
                step.inner(),
                step.taps().indices(),
                weights,
                step.taps().count()));
        from = to;
        fromAt = toAt;
      }
    }
  }

  @Override
  public String name() {
    return "resize";
  }

  @Override
  public Kernel create(KernelRequest request) {
    if (!request.isPlainFloat() || !request.hasConstantParameters()) {
      return null;
    }
    return switch (request.op()) {
      case Resize resize when !resize.interpolation().crops() ->
          kernel(request, resize.interpolation(), resize.taps(request.seen()));
      case Upsample upsample ->
          kernel(request, upsample.interpolation(), upsample.taps(request.seen()));
      default -> null;
    };
  }

  private static Kernel kernel(
      KernelRequest request, Interpolation interpolation, List<Interpolation.Taps> taps) {
    Shape x = request.shape(0);
    if (x.rank() == 0) {
      return null;
    }
    List<Interpolation.Taps> ordered = new ArrayList<>();
    int[] order = ChannelsLast.order(x.rank(), true);
    for (int d = 0; d < x.rank(); d++) {
      ordered.add(taps.get(request.channelsLast() ? order[d] : d));
    }
    return interpolation.mode().equals("nearest")
        ? nearest(x, ordered)
        : weighted(x, request.out(0).shape(), ordered);
  }

  private static Kernel nearest(Shape x, List<Interpolation.Taps> taps) {
    int[] strides = x.strides();
    int[][] tables = new int[x.rank()][];
    for (int d = 0; d < tables.length; d++) {
      int[] indices = taps.get(d) == null ? null : taps.get(d).indices();
      tables[d] = new int[indices == null ? x.dim(d) : indices.length];
      for (int i = 0; i < tables[d].length; i++) {
        tables[d][i] = (indices == null ? i : indices[i]) * strides[d];
      }
    }
    return new Nearest(tables);
  }

  private static Kernel weighted(Shape x, Shape y, List<Interpolation.Taps> taps) {
    List<Step> steps = new ArrayList<>();
    for (int d = 0; d < x.rank(); d++) {
      if (taps.get(d) != null) {
        int outer = (int) y.product(0, d);
        steps.add(new Step(outer, x.dim(d), (int) x.product(d + 1, x.rank()), taps.get(d)));
      }
    }
    return steps.isEmpty() ? null : new Weighted(steps);
  }
}
