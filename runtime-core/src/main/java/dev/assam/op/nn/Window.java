package dev.assam.op.nn;

import dev.assam.op.Inputs;
import dev.assam.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Where a sliding window lands: the geometry of convolutions and pools, all in elements along each
 * spatial dimension. Element k of the kernel at output position o lies at input position o·stride −
 * padBegin + k·dilation, in the padding if that is outside the input.
 *
 * <p>Source of the formulas: ONNX's operator specification of Conv, ConvTranspose and MaxPool, and
 * convPoolShapeInference in its onnx/defs/nn/defs.cc for what the text leaves open.
 */
public final class Window {
  private final int[] input;
  private final int[] kernel;
  private final int[] stride;
  private final int[] dilation;
  private final int[] padBegin;
  private final int[] padEnd;
  private final int[] output;

  private Window(
      int[] input,
      int[] kernel,
      int[] stride,
      int[] dilation,
      int[] padBegin,
      int[] padEnd,
      int[] output) {
    this.input = input;
    this.kernel = kernel;
    this.stride = stride;
    this.dilation = dilation;
    this.padBegin = padBegin;
    this.padEnd = padEnd;
    this.output = output;
  }

  /**
   * The window of a convolution or pool over {@code x} [N, C, spatial…]; along unknown dimensions
   * the output is unknown, too.
   *
   * @throws dev.assam.error.ShapeException if attributes do not fit the rank, a kernel element,
   *     stride or dilation is not positive, a pad is negative or the kernel larger than the padded
   *     input
   */
  static Window of(Inputs in, WindowAttributes a, Shape x, int[] kernel) {
    int rank = kernel.length;
    int[] input = x.slice(2, x.rank()).toArray();
    int[] stride = list(in, a.strides(), rank, "strides", 1, 1);
    int[] dilation = list(in, a.dilations(), rank, "dilations", 1, 1);
    int[] pads = list(in, a.pads(), 2 * rank, "pads", 0, 0);
    int[] padBegin = new int[rank];
    int[] padEnd = new int[rank];
    int[] output = new int[rank];
    for (int d = 0; d < rank; d++) {
      long extent = extent(in, kernel, dilation, d);
      long begin = 0;
      long end = 0;
      if (input[d] < 0) {
        output[d] = unknownOutput(a, input[d], stride[d], extent - pads[d] - pads[d + rank]);
        continue;
      }
      if (a.autoPad().equals("NOTSET")) {
        begin = pads[d];
        end = pads[d + rank];
      } else if (!a.autoPad().equals("VALID")) {
        long positions = (input[d] + stride[d] - 1L) / stride[d];
        long total = Math.max(0, (positions - 1) * stride[d] + extent - input[d]);
        begin = a.autoPad().equals("SAME_UPPER") ? total / 2 : total - total / 2;
        end = total - begin;
      }
      long room = input[d] + begin + end - extent;
      if (room < 0) {
        throw in.shapeError(
            "the kernel spans "
                + extent
                + " elements along spatial dimension "
                + d
                + " (allowed: up to "
                + (room + extent)
                + ", the padded input)");
      }
      long positions = (room + (a.ceilMode() ? stride[d] - 1 : 0)) / stride[d] + 1;
      // In ceil mode a last, partial window counts unless it begins in the padding at the end.
      if (a.ceilMode() && (positions - 1) * stride[d] >= input[d] + begin) {
        positions--;
      }
      padBegin[d] = in.dimension(begin);
      padEnd[d] = in.dimension(end);
      output[d] = in.dimension(positions);
    }
    return new Window(input, kernel, stride, dilation, padBegin, padEnd, output);
  }

  /**
   * An output dimension for an unknown input's: the same one where the window takes nothing off.
   */
  private static int unknownOutput(WindowAttributes a, int input, int stride, long loss) {
    boolean same = a.autoPad().startsWith("SAME") || (a.autoPad().equals("NOTSET") && loss == 1);
    return stride == 1 && same ? input : -1;
  }

  /**
   * The window of the convolution of which a ConvTranspose over {@code x} is the transpose: its
   * {@link #input} are the ConvTranspose's output positions and its {@link #output} the spatial
   * dimensions of {@code x}.
   */
  static Window transposed(
      Inputs in,
      WindowAttributes a,
      List<Integer> outputPadding,
      List<Integer> outputShape,
      Shape x,
      int[] kernel) {
    int rank = kernel.length;
    int[] small = x.slice(2, x.rank()).toArray();
    int[] stride = list(in, a.strides(), rank, "strides", 1, 1);
    int[] dilation = list(in, a.dilations(), rank, "dilations", 1, 1);
    int[] pads = list(in, a.pads(), 2 * rank, "pads", 0, 0);
    int[] extra = list(in, outputPadding, rank, "output_padding", 0, 0);
    int[] wanted = null;
    if (outputShape != null) {
      // Some exporters list batch and channels, too.
      int skip = Math.max(0, outputShape.size() - rank);
      wanted = list(in, outputShape.subList(skip, outputShape.size()), rank, "output_shape", 0, 0);
    }
    boolean same = a.autoPad().equals("SAME_UPPER") || a.autoPad().equals("SAME_LOWER");
    int[] large = new int[rank];
    int[] padBegin = new int[rank];
    int[] padEnd = new int[rank];
    for (int d = 0; d < rank; d++) {
      long extent = extent(in, kernel, dilation, d);
      if (small[d] < 0) {
        large[d] = wanted == null ? -1 : wanted[d];
        continue;
      }
      long full = (small[d] - 1L) * stride[d] + extra[d] + extent;
      long begin = 0;
      long end = 0;
      if (wanted != null || same) {
        long size = wanted != null ? wanted[d] : (long) small[d] * stride[d];
        long total = Math.max(0, full - size);
        begin = a.autoPad().equals("SAME_UPPER") ? total / 2 : total - total / 2;
        end = total - begin;
        // A kernel shorter than the stride does not reach what SAME asks for.
        large[d] = in.dimension(wanted != null ? size : full - total);
      } else {
        if (a.autoPad().equals("NOTSET")) {
          begin = pads[d];
          end = pads[d + rank];
        }
        large[d] = in.dimension(full - begin - end);
      }
      padBegin[d] = in.dimension(begin);
      padEnd[d] = in.dimension(end);
    }
    return new Window(large, kernel, stride, dilation, padBegin, padEnd, small);
  }

  /** The window of a pool over {@code x} [N, C, spatial…], whose kernel is an attribute. */
  public static Window pool(Inputs in, WindowAttributes a, Shape x) {
    if (x.rank() < 3) {
      throw in.shapeError("X is " + x + " (allowed: rank 3 or more)");
    }
    return of(in, a, x, list(in, a.kernelShape(), x.rank() - 2, "kernel_shape", 1, 1));
  }

  private static long extent(Inputs in, int[] kernel, int[] dilation, int d) {
    if (kernel[d] < 1) {
      throw in.shapeError(
          "the kernel is " + kernel[d] + " along spatial dimension " + d + " (allowed: 1 or more)");
    }
    return (kernel[d] - 1L) * dilation[d] + 1;
  }

  /** A list attribute as an array: {@code length} times {@code otherwise} if it is absent. */
  static int[] list(
      Inputs in, List<Integer> values, int length, String name, int otherwise, int min) {
    int[] array = new int[length];
    Arrays.fill(array, otherwise);
    if (values == null) {
      return array;
    }
    if (values.size() != length) {
      throw in.shapeError(name + " has " + values.size() + " values (allowed: " + length + ")");
    }
    for (int i = 0; i < length; i++) {
      array[i] = values.get(i);
      if (array[i] < min) {
        throw in.shapeError(name + " has " + array[i] + " (allowed: " + min + " or more)");
      }
    }
    return array;
  }

  /** Number of spatial dimensions. */
  public int rank() {
    return kernel.length;
  }

  public int input(int d) {
    return input[d];
  }

  public int kernel(int d) {
    return kernel[d];
  }

  public int stride(int d) {
    return stride[d];
  }

  public int dilation(int d) {
    return dilation[d];
  }

  public int padBegin(int d) {
    return padBegin[d];
  }

  public int padEnd(int d) {
    return padEnd[d];
  }

  public int output(int d) {
    return output[d];
  }

  /** A pool's output for {@code x}: batch and channels followed by the output positions. */
  Shape poolShape(Shape x) {
    return outputShape(x.dim(0), x.dim(1));
  }

  /** [batch, channels] followed by the output positions. */
  public Shape outputShape(int batch, int channels) {
    return Shape.of(batch, channels).concat(Shape.of(output));
  }

  /** [batch, channels] followed by the input positions: the output of a transpose. */
  Shape transposedShape(int batch, int channels) {
    return Shape.of(batch, channels).concat(Shape.of(input));
  }

  /** Elements of the kernel; only for kernels that exist as a tensor. */
  int kernelSize() {
    return Shape.of(kernel).size();
  }

  int inputSize() {
    return Shape.of(input).size();
  }

  int outputSize() {
    return Shape.of(output).size();
  }

  /** Whether output position p sees input position p and nothing else. */
  boolean isPointwise() {
    for (int d = 0; d < kernel.length; d++) {
      if (kernel[d] != 1 || stride[d] != 1 || padBegin[d] != 0 || padEnd[d] != 0) {
        return false;
      }
    }
    return Arrays.equals(input, output);
  }

  /**
   * Number of kernel elements at {@code position} that lie in the input or its padding; a window of
   * ceil mode may reach beyond both.
   */
  public long paddedTaps(int position) {
    long taps = 1;
    for (int d = kernel.length - 1; d >= 0; d--) {
      long start = (long) (position % output[d]) * stride[d] - padBegin[d];
      position /= output[d];
      long end = (long) input[d] + padEnd[d];
      taps *= Math.min(kernel[d], (end - start + dilation[d] - 1) / dilation[d]);
    }
    return taps;
  }

  /** Room for {@link #taps}. */
  int maxTaps() {
    long taps = 1;
    for (int d = 0; d < kernel.length; d++) {
      taps *= Math.min(kernel[d], Math.max(1, input[d]));
    }
    return (int) taps;
  }

  /**
   * Puts the elements that the window sees at {@code position} (row-major over the output) into
   * {@code offsets}, as offsets into a plane of the input in the kernel's order, leaving padding
   * out; their places in the kernel into {@code places} unless that is null.
   *
   * @return how many there are
   */
  int taps(int position, int[] offsets, int[] places) {
    int count = 1;
    offsets[0] = 0;
    if (places != null) {
      places[0] = 0;
    }
    // The taps of the dimensions so far, each replaced by its taps along the next dimension.
    int divisor = 1;
    for (int d = 1; d < kernel.length; d++) {
      divisor *= output[d];
    }
    for (int d = 0; d < kernel.length; d++) {
      long start = (long) (position / divisor) * stride[d] - padBegin[d];
      position %= divisor;
      if (d + 1 < kernel.length) {
        divisor /= output[d + 1];
      }
      long first = start >= 0 ? 0 : (-start + dilation[d] - 1) / dilation[d];
      long last = (input[d] - 1 - start) / dilation[d];
      int taps = (int) (Math.min(kernel[d] - 1L, start >= input[d] ? -1 : last) - first + 1);
      if (taps <= 0) {
        return 0;
      }
      for (int i = count - 1; i >= 0; i--) {
        int offset = offsets[i] * input[d];
        int place = places == null ? 0 : places[i] * kernel[d];
        for (int k = taps - 1; k >= 0; k--) {
          offsets[i * taps + k] = offset + (int) (start + (first + k) * dilation[d]);
          if (places != null) {
            places[i * taps + k] = place + (int) first + k;
          }
        }
      }
      count *= taps;
    }
    return count;
  }

  /**
   * Fills {@code table} for output positions {@code from} to {@code from + count}: element [place
   * in the kernel · count + position] is an offset into a plane of the input, −1 in the padding.
   */
  void table(int from, int count, int[] table, int[] offsets, int[] places) {
    Arrays.fill(table, 0, kernelSize() * count, -1);
    for (int p = 0; p < count; p++) {
      int taps = taps(from + p, offsets, places);
      for (int i = 0; i < taps; i++) {
        table[places[i] * count + p] = offsets[i];
      }
    }
  }
}
