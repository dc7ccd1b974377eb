package dev.assam.op.vision;

import dev.assam.memory.Floats;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The boxes of each batch and class in the order of their scores that overlap no box chosen before
 * them by more than iou_threshold; boxes [N, B, 4], scores [N, C, B], optional one-element inputs
 * max_output_boxes_per_class, iou_threshold and score_threshold, result [chosen, 3] with values
 * batch, class and box.
 *
 * @param centerPointBox boxes are x, y of the centre, width and height instead of y1, x1, y2, x2
 */
public record NonMaxSuppression(boolean centerPointBox) implements Op {
  public static final OpType<NonMaxSuppression> TYPE =
      OpType.<NonMaxSuppression>named("NonMaxSuppression")
          .inputs(2, 5)
          .since(10, a -> new NonMaxSuppression(a.getBoolean("center_point_box", false)));

  private static final Set<DType> FLOAT32 = EnumSet.of(DType.FLOAT32);

  @Override
  public OpType<NonMaxSuppression> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(0, FLOAT32);
    in.dtype(1, FLOAT32);
    Shape boxes = in.shape(0, 3);
    Shape scores = in.shape(1, 3);
    if (boxes.dim(2) != 4 || boxes.dim(0) != scores.dim(0) || boxes.dim(1) != scores.dim(2)) {
      throw in.shapeError(
          "boxes is " + boxes + " and scores " + scores + " (allowed: [N,B,4] and [N,C,B])");
    }
    for (int i = 2; i < 5; i++) {
      if (in.has(i)) {
        in.dtype(i, i == 2 ? DTypes.INDICES : FLOAT32);
        if (in.shape(i).elements() != 1) {
          throw in.shapeError("input " + i + " is " + in.shape(i) + " (allowed: one value)");
        }
      }
    }
    return List.of(new TensorType(DType.INT64, Shape.of(-1, 3)));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor boxes = in.tensor(0);
    Tensor scores = in.tensor(1);
    long most = in.has(2) ? in.scalar(2) : 0;
    float iou = in.has(3) ? in.tensor(3).floats().get(0) : 0;
    float lowest = in.has(4) ? in.tensor(4).floats().get(0) : Float.NEGATIVE_INFINITY;
    int classes = scores.shape().dim(1);
    int count = boxes.shape().dim(1);
    long[] chosen = new long[16];
    int size = 0;
    for (int group = 0; count > 0 && group < scores.shape().dim(0) * classes; group++) {
      int firstBox = group / classes * count * 4;
      long[] order = order(scores.floats(), group * count, count, lowest, in.has(4));
      int before = size;
      for (int i = 0; i < order.length && size - before < most; i++) {
        in.checkTime();
        int box = (int) order[i];
        boolean free = true;
        for (int k = before; k < size && free; k++) {
          int other = firstBox + 4 * (int) chosen[k];
          free = !overlap(boxes.floats(), firstBox + 4 * box, other, iou);
        }
        if (free) {
          if (size == chosen.length) {
            chosen = Arrays.copyOf(chosen, 2 * size);
          }
          chosen[size++] = (long) group << 32 | box;
        }
      }
    }
    Tensor result = Tensor.allocate(DType.INT64, Shape.of(size, 3));
    for (int i = 0; i < size; i++) {
      int group = (int) (chosen[i] >> 32);
      result.setLong(3 * i, group / classes);
      result.setLong(3 * i + 1, group % classes);
      result.setLong(3 * i + 2, chosen[i] & 0xFFFFFFFFL);
    }
    return List.of(result);
  }

  /** The boxes, in the low 32 bits, in the order of falling scores and rising numbers. */
  private static long[] order(Floats scores, int at, int count, float lowest, boolean limited) {
    long[] order = new long[count];
    int size = 0;
    for (int box = 0; box < count; box++) {
      // Adding 0 makes −0 equal to 0.
      float score = scores.get(at + box) + 0f;
      if (!limited || score > lowest) {
        int bits = Float.floatToIntBits(score);
        int rising = bits ^ (bits >> 31 & Integer.MAX_VALUE);
        order[size++] = (long) ~rising << 32 | box;
      }
    }
    long[] sorted = Arrays.copyOf(order, size);
    Arrays.sort(sorted);
    return sorted;
  }

  /** Whether the intersection of two boxes over their union is more than {@code iou}. */
  private boolean overlap(Floats boxes, int a, int b, float iou) {
    float height = intersection(boxes, a, b, centerPointBox ? 1 : 0);
    float width = intersection(boxes, a, b, centerPointBox ? 0 : 1);
    if (!(height > 0 && width > 0)) {
      return false;
    }
    float both = height * width;
    float areaA = extent(boxes, a, 0) * extent(boxes, a, 1);
    float areaB = extent(boxes, b, 0) * extent(boxes, b, 1);
    float union = areaA + areaB - both;
    return areaA > 0 && areaB > 0 && union > 0 && both / union > iou;
  }

  /** Length that boxes {@code a} and {@code b} share along coordinate {@code d}. */
  private float intersection(Floats boxes, int a, int b, int d) {
    float end = Math.min(end(boxes, a, d), end(boxes, b, d));
    return end - Math.max(start(boxes, a, d), start(boxes, b, d));
  }

  private float extent(Floats boxes, int at, int d) {
    return end(boxes, at, d) - start(boxes, at, d);
  }

  private float start(Floats boxes, int at, int d) {
    return centerPointBox
        ? boxes.get(at + d) - boxes.get(at + d + 2) / 2
        : Math.min(boxes.get(at + d), boxes.get(at + d + 2));
  }

  private float end(Floats boxes, int at, int d) {
    return centerPointBox
        ? boxes.get(at + d) + boxes.get(at + d + 2) / 2
        : Math.max(boxes.get(at + d), boxes.get(at + d + 2));
  }
}
