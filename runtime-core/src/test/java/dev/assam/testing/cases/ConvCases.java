package dev.assam.testing.cases;

import static dev.assam.testing.Arg.f32;
import static dev.assam.testing.Arg.given;

import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.Arg;
import dev.assam.testing.CaseTable;

/** Convolutions, their transposes and quantised forms, and Col2Im. */
final class ConvCases {
  private ConvCases() {}

  static void addTo(CaseTable table) {
    conv(table);
    transposed(table);
    integer(table);
    quantized(table);
    col2Im(table);
  }

  private static Arg w(int... dims) {
    return f32(dims).in(-0.5, 0.5).constant();
  }

  private static void conv(CaseTable table) {
    table.op("Conv", 1, 11).in(f32(1, 3, 8, 7), w(4, 3, 3, 3));
    table.op("Conv", 11).in(f32(1, 3, 8, 7), w(4, 3, 3, 3), w(4));
    table.op("Conv", 11).ints("pads", 1, 1, 1, 1).in(f32(2, 3, 8, 7), w(4, 3, 3, 3), w(4));
    table.op("Conv", 11).ints("pads", 0, 1, 2, 3).in(f32(1, 2, 5, 6), w(3, 2, 3, 3));
    table
        .op("Conv", 11)
        .ints("strides", 2, 2)
        .ints("pads", 1, 1, 1, 1)
        .in(f32(1, 3, 9, 10), w(4, 3, 3, 3), w(4));
    table.op("Conv", 11).ints("strides", 3, 1).in(f32(1, 3, 9, 10), w(4, 3, 2, 5));
    table.op("Conv", 11).ints("dilations", 2, 2).in(f32(1, 2, 9, 9), w(3, 2, 3, 3));
    table
        .op("Conv", 11)
        .ints("dilations", 1, 3)
        .ints("pads", 1, 3, 1, 3)
        .ints("strides", 2, 1)
        .in(f32(1, 2, 9, 9), w(3, 2, 3, 3), w(3));
    table.op("Conv", 11).ints("kernel_shape", 1, 1).in(f32(2, 5, 6, 7), w(9, 5, 1, 1), w(9));
    table.op("Conv", 11).ints("strides", 2, 2).in(f32(1, 5, 7, 7), w(9, 5, 1, 1));
    table.op("Conv", 11).attr("group", 2).in(f32(1, 4, 6, 6), w(6, 2, 3, 3), w(6));
    table
        .op("Conv", 11)
        .attr("group", 4)
        .ints("pads", 1, 1, 1, 1)
        .in(f32(1, 4, 6, 6), w(4, 1, 3, 3), w(4));
    table.op("Conv", 11).attr("group", 3).ints("strides", 2, 2).in(f32(2, 3, 8, 8), w(9, 1, 3, 3));
    table
        .op("Conv", 11)
        .attr("group", 33)
        .ints("pads", 2, 2, 2, 2)
        .in(f32(1, 33, 9, 9), w(33, 1, 5, 5), w(33));
    for (String pad : new String[] {"SAME_UPPER", "SAME_LOWER", "VALID", "NOTSET"}) {
      table
          .op("Conv", 11)
          .attr("auto_pad", pad)
          .ints("strides", 2, 2)
          .in(f32(1, 2, 7, 8), w(3, 2, 3, 3));
      table.op("Conv", 11).attr("auto_pad", pad).in(f32(1, 2, 6, 5), w(3, 2, 2, 4));
    }
    table.op("Conv", 11).in(f32(1, 3, 10), w(4, 3, 3), w(4));
    table
        .op("Conv", 11)
        .ints("pads", 2, 1)
        .ints("strides", 2)
        .ints("dilations", 2)
        .in(f32(2, 3, 11), w(4, 3, 3));
    table.op("Conv", 11).attr("group", 3).in(f32(1, 3, 10), w(3, 1, 4));
    table
        .op("Conv", 11)
        .ints("pads", 1, 1, 1, 1, 1, 1)
        .in(f32(1, 2, 4, 5, 6), w(3, 2, 3, 3, 3), w(3));
    table
        .op("Conv", 11)
        .attr("group", 2)
        .ints("strides", 2, 1, 2)
        .in(f32(1, 2, 4, 5, 6), w(4, 1, 2, 2, 2));
    table.op("Conv", 11).in(f32(0, 2, 5, 5), w(3, 2, 3, 3));
    table.op("Conv", 11).in(f32(1, 1, 3, 3), w(1, 1, 3, 3));
    table
        .op("Conv", 11)
        .ints("pads", 3, 3, 3, 3)
        .ints("strides", 2, 2)
        .in(f32(1, 3, 16, 15), w(17, 3, 7, 7), w(17));
    table.op("Conv", 11).ints("pads", 1, 1, 1, 1).in(f32(1, 32, 9, 9), w(33, 32, 3, 3));
    table.op("Conv", 11).in(f32(1, 129, 4, 4), w(31, 129, 1, 1));
    table.op("Conv", 22).in(f32(1, 3, 8, 7), w(4, 3, 3, 3));
    table.op("Conv", 11).in(Arg.of(DType.FLOAT16, 1, 3, 5, 5), Arg.of(DType.FLOAT16, 2, 3, 3, 3));
    table.op("Conv", 11).about("weights computed").in(f32(1, 3, 8, 7), f32(4, 3, 3, 3));
  }

  private static void transposed(CaseTable table) {
    table.op("ConvTranspose", 1, 11).in(f32(1, 3, 5, 4), w(3, 2, 3, 3));
    table.op("ConvTranspose", 11).in(f32(2, 3, 5, 4), w(3, 2, 3, 3), w(2));
    table.op("ConvTranspose", 11).ints("strides", 2, 2).in(f32(1, 3, 5, 4), w(3, 2, 3, 3));
    table
        .op("ConvTranspose", 11)
        .ints("strides", 3, 2)
        .ints("output_padding", 1, 1)
        .in(f32(1, 3, 5, 4), w(3, 2, 3, 3));
    table
        .op("ConvTranspose", 11)
        .ints("strides", 2, 2)
        .ints("pads", 1, 1, 1, 1)
        .ints("output_padding", 1, 1)
        .in(f32(1, 3, 5, 4), w(3, 2, 3, 3), w(2));
    table.op("ConvTranspose", 11).ints("pads", 1, 0, 2, 1).in(f32(1, 3, 5, 4), w(3, 2, 3, 3));
    table.op("ConvTranspose", 11).ints("dilations", 2, 2).in(f32(1, 2, 4, 4), w(2, 3, 2, 2));
    table
        .op("ConvTranspose", 11)
        .ints("strides", 2, 2)
        .ints("output_shape", 10, 8)
        .in(f32(1, 3, 5, 4), w(3, 2, 3, 3));
    table
        .op("ConvTranspose", 11)
        .ints("strides", 3, 3)
        .ints("output_shape", 16, 13)
        .attr("auto_pad", "SAME_LOWER")
        .in(f32(1, 3, 5, 4), w(3, 2, 3, 3));
    for (String pad : new String[] {"SAME_UPPER", "SAME_LOWER", "VALID"}) {
      table
          .op("ConvTranspose", 11)
          .attr("auto_pad", pad)
          .ints("strides", 2, 2)
          .in(f32(1, 2, 4, 5), w(2, 3, 3, 3));
    }
    table.op("ConvTranspose", 11).attr("group", 2).in(f32(1, 4, 5, 4), w(4, 3, 3, 3), w(6));
    table
        .op("ConvTranspose", 11)
        .attr("group", 4)
        .ints("strides", 2, 2)
        .in(f32(1, 4, 5, 4), w(4, 1, 2, 2));
    table.op("ConvTranspose", 11).ints("strides", 2, 2).in(f32(1, 3, 5, 4), w(3, 2, 2, 2));
    table
        .op("ConvTranspose", 11)
        .ints("strides", 2)
        .ints("pads", 1, 1)
        .in(f32(1, 3, 7), w(3, 2, 4), w(2));
    table.op("ConvTranspose", 11).ints("strides", 2, 1, 2).in(f32(1, 2, 3, 4, 3), w(2, 3, 2, 3, 2));
    table.op("ConvTranspose", 22).in(f32(1, 3, 5, 4), w(3, 2, 3, 3));
  }

  private static Arg bytes(DType type, int... dims) {
    return type == DType.INT8 ? Arg.of(type, dims).in(-128, 127) : Arg.of(type, dims).in(0, 255);
  }

  private static Arg zero(DType type, long... values) {
    Shape shape = values.length == 1 ? Shape.SCALAR : Shape.of(values.length);
    return given(Tensor.ofLongs(type, shape, values));
  }

  private static Arg scale(double value) {
    return Arg.scalar(DType.FLOAT32, value);
  }

  private static void integer(CaseTable table) {
    Arg x = bytes(DType.UINT8, 1, 3, 6, 6);
    Arg w = bytes(DType.UINT8, 4, 3, 3, 3).constant();
    table.op("ConvInteger", 10).in(x, w);
    table.op("ConvInteger", 10).in(x, w, zero(DType.UINT8, 128));
    table
        .op("ConvInteger", 10)
        .ints("pads", 1, 1, 1, 1)
        .in(x, w, zero(DType.UINT8, 128), zero(DType.UINT8, 3));
    table
        .op("ConvInteger", 10)
        .ints("strides", 2, 2)
        .in(
            x,
            bytes(DType.INT8, 4, 3, 3, 3).constant(),
            zero(DType.UINT8, 7),
            zero(DType.INT8, -2));
    table
        .op("ConvInteger", 10)
        .attr("group", 3)
        .ints("dilations", 2, 2)
        .in(x, bytes(DType.UINT8, 3, 1, 2, 2).constant(), zero(DType.UINT8, 7));
    table
        .op("ConvInteger", 10)
        .in(bytes(DType.UINT8, 1, 3, 9), bytes(DType.UINT8, 4, 3, 3), zero(DType.UINT8, 7));
  }

  private static void quantized(CaseTable table) {
    for (DType weights : new DType[] {DType.UINT8, DType.INT8}) {
      long point = weights == DType.UINT8 ? 120 : 0;
      Arg x = bytes(DType.UINT8, 1, 3, 6, 6);
      Arg w = bytes(weights, 4, 3, 3, 3).constant();
      Arg bias = Arg.of(DType.INT32, 4).in(-500, 500).constant();
      table
          .op("QLinearConv", 10)
          .in(
              x,
              scale(0.02),
              zero(DType.UINT8, 120),
              w,
              scale(0.01),
              zero(weights, point),
              scale(0.06),
              zero(DType.UINT8, 100));
      table
          .op("QLinearConv", 10)
          .ints("pads", 1, 1, 1, 1)
          .ints("strides", 2, 2)
          .in(
              x,
              scale(0.02),
              zero(DType.UINT8, 120),
              w,
              scale(0.01),
              zero(weights, point),
              scale(0.06),
              zero(DType.UINT8, 100),
              bias);
    }
    Arg perChannel = Arg.floats(0.01, 0.02, 0.03, 0.005);
    table
        .op("QLinearConv", 10)
        .about("scale per channel")
        .in(
            bytes(DType.UINT8, 1, 3, 6, 6),
            scale(0.02),
            zero(DType.UINT8, 120),
            bytes(DType.INT8, 4, 3, 3, 3).constant(),
            perChannel,
            zero(DType.INT8, 0, 0, 0, 0),
            scale(0.06),
            zero(DType.UINT8, 100));
    table
        .op("QLinearConv", 10)
        .attr("group", 4)
        .in(
            bytes(DType.UINT8, 1, 4, 6, 6),
            scale(0.02),
            zero(DType.UINT8, 120),
            bytes(DType.INT8, 4, 1, 3, 3).constant(),
            perChannel,
            zero(DType.INT8, 0, 0, 0, 0),
            scale(0.06),
            zero(DType.UINT8, 100));
    table
        .op("QLinearConv", 10)
        .in(
            bytes(DType.INT8, 1, 3, 6, 6),
            scale(0.02),
            zero(DType.INT8, 5),
            bytes(DType.INT8, 4, 3, 3, 3).constant(),
            scale(0.01),
            zero(DType.INT8, 0),
            scale(0.06),
            zero(DType.INT8, -7));
  }

  private static void col2Im(CaseTable table) {
    Arg two = Arg.longs(2, 2);
    table.op("Col2Im", 18).in(f32(1, 8, 9), Arg.longs(4, 4), two);
    table.op("Col2Im", 18).ints("strides", 2, 2).in(f32(2, 12, 4), Arg.longs(4, 4), two);
    table.op("Col2Im", 18).ints("pads", 1, 1, 1, 1).in(f32(1, 4, 25), Arg.longs(4, 4), two);
    table.op("Col2Im", 18).ints("dilations", 1, 2).in(f32(1, 4, 12), Arg.longs(5, 5), two);
    table.op("Col2Im", 18).in(f32(1, 16, 8), Arg.longs(3, 3, 3), Arg.longs(2, 2, 2));
    table.op("Col2Im", 18).in(f32(1, 6, 4), Arg.longs(6), Arg.longs(3));
  }
}
