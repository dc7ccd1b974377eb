package dev.assam.op.image;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.EnumSet;
import java.util.List;

/** The picture in X, the bytes of a file, as uint8[height, width, channels]. */
public record ImageDecoder(String pixelFormat) implements Op {
  public static final OpType<ImageDecoder> TYPE =
      OpType.<ImageDecoder>named("ImageDecoder")
          .since(20, a -> new ImageDecoder(a.getChoice("pixel_format", "RGB", "BGR", "Grayscale")));

  @Override
  public OpType<ImageDecoder> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(0, EnumSet.of(DType.UINT8));
    in.shape(0, 1);
    return List.of(new TensorType(DType.UINT8, Shape.of(-1, -1, channels())));
  }

  private int channels() {
    return pixelFormat.equals("Grayscale") ? 1 : 3;
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    byte[] data = new byte[x.size()];
    for (int i = 0; i < data.length; i++) {
      data[i] = x.bytes().get(i);
    }
    Pixels pixels;
    try {
      pixels = decode(data);
    } catch (ImageException e) {
      if (e.isUnsupported()) {
        throw in.unsupported(e.getMessage());
      }
      throw in.inputError("the picture is corrupt: " + e.getMessage());
    }
    Shape shape = Shape.of(pixels.height, pixels.width, channels());
    Tensor y = Tensor.allocate(DType.UINT8, shape);
    byte[] rgb = pixels.rgb;
    for (int i = 0; i < rgb.length / 3; i++) {
      byte red = rgb[3 * i];
      byte green = rgb[3 * i + 1];
      byte blue = rgb[3 * i + 2];
      if (channels() == 1) {
        // ITU-R BT.601's weights in 16 bits.
        int luma = (red & 0xFF) * 19595 + (green & 0xFF) * 38470 + (blue & 0xFF) * 7471;
        y.bytes().set(i, (byte) ((luma + 0x8000) >> 16));
      } else {
        boolean swapped = pixelFormat.equals("BGR");
        y.bytes().set(3 * i, swapped ? blue : red);
        y.bytes().set(3 * i + 1, green);
        y.bytes().set(3 * i + 2, swapped ? red : blue);
      }
    }
    return List.of(y);
  }

  /**
   * The picture in a file's bytes.
   *
   * @throws ImageException if it cannot be read
   */
  static Pixels decode(byte[] file) {
    ByteReader data = new ByteReader(file);
    if (data.take("\u0089PNG\r\n\u001a\n")) {
      return Png.decode(data.bigEndian(true));
    }
    if (data.take("\u00ff\u00d8")) {
      return new Jpeg(data.bigEndian(true)).decode();
    }
    if (data.take("BM")) {
      return Bmp.decode(data);
    }
    if (data.take("II*\0")) {
      return Tiff.decode(data);
    }
    if (data.take("MM\0*")) {
      return Tiff.decode(data.bigEndian(true));
    }
    if (data.take("P")) {
      return Pnm.decode(data);
    }
    String kind = "an unknown format";
    if (data.take("RIFF")) {
      kind = "WebP";
    } else if (data.take("\0\0\0\fjP  ") || data.take("\u00ffO\u00ffQ")) {
      kind = "JPEG 2000";
    }
    throw ImageException.unsupported(
        "the picture is in " + kind + " (allowed: PNG, JPEG, BMP, TIFF, PNM)");
  }
}
