package dev.assam.simd;

import dev.assam.op.Inputs;
import dev.assam.op.nn.Window;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Shape;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;

/** What convolutions know of their images, which have channels last and one or two dimensions. */
final class Images {
  /** An image of lines of pixels of channels. */
  record Image(int count, int height, int width, int channels) {
    int line() {
      return width * channels;
    }
  }

  /** One dimension of a window, in pixels. */
  record Axis(int kernel, int stride, int dilation, int padBegin, int padEnd, int output) {
    private static final Axis ONE = new Axis(1, 1, 1, 0, 0, 1);

    boolean pads() {
      return padBegin != 0 || padEnd != 0;
    }
  }

  private Images() {}

  /** An image of one line for one spatial dimension. */
  static Image image(Shape shape) {
    int rank = shape.rank();
    return new Image(
        shape.dim(0), rank == 3 ? 1 : shape.dim(1), shape.dim(rank - 2), shape.dim(rank - 1));
  }

  /** A window's axis from line to line. */
  static Axis vertical(Window window) {
    return window.rank() == 1 ? Axis.ONE : axis(window, 0);
  }

  /** A window's axis along a line. */
  static Axis horizontal(Window window) {
    return axis(window, window.rank() - 1);
  }

  private static Axis axis(Window window, int d) {
    return new Axis(
        window.kernel(d),
        window.stride(d),
        window.dilation(d),
        window.padBegin(d),
        window.padEnd(d),
        window.output(d));
  }

  /** What the operator sees of the request's first two inputs, channels first. */
  static Inputs inputs(KernelRequest request) {
    Shape x = request.shape(0);
    Shape first = x.slice(0, 1).concat(x.slice(x.rank() - 1, x.rank()));
    ValueType[] types = {
      new TensorType(request.in(0).dtype(), first.concat(x.slice(1, x.rank() - 1))), request.in(1)
    };
    return new Inputs(
        request.op(),
        request.node().name(),
        types,
        new Datum[2],
        new boolean[] {true, true},
        new boolean[] {true},
        null);
  }
}
