package dev.assam.op.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.error.AssamException;
import dev.assam.error.InputException;
import dev.assam.error.UnsupportedException;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OneNode;
import dev.assam.testing.OnnxNode;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Pictures that the JDK writes come out as the JDK reads them. */
class ImageDecoderTest {
  private static Tensor decode(byte[] file, String format) {
    Tensor data = Tensor.allocate(DType.UINT8, Shape.of(file.length));
    for (int i = 0; i < file.length; i++) {
      data.bytes().set(i, file[i]);
    }
    return OneNode.run(20, new OnnxNode("ImageDecoder").attr("pixel_format", format), data);
  }

  /** Smooth shapes with some noise, so that every predictor and filter has something to do. */
  private static BufferedImage picture(int width, int height, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    Random random = new Random(width * 31L + height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int red = Math.min(255, x * 7 + random.nextInt(8));
        int green = Math.min(255, y * 5 + x);
        int blue = (x / 5 + y / 3) % 2 * 200 + random.nextInt(40);
        image.setRGB(x, y, 0xFF000000 | red << 16 | green << 8 | blue);
      }
    }
    return image;
  }

  private static byte[] write(
      BufferedImage image, String format, String compression, boolean passes) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    if (compression != null) {
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionType(compression);
    }
    if (passes) {
      param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    }
    writer.dispose();
    return bytes.toByteArray();
  }

  private record Case(String format, String compression, boolean passes, int type) {}

  @TestFactory
  Stream<DynamicTest> likeTheJdk() {
    List<Case> cases = new ArrayList<>();
    for (boolean passes : new boolean[] {false, true}) {
      for (int type :
          new int[] {
            BufferedImage.TYPE_3BYTE_BGR,
            BufferedImage.TYPE_4BYTE_ABGR,
            BufferedImage.TYPE_BYTE_GRAY,
            BufferedImage.TYPE_BYTE_INDEXED,
            BufferedImage.TYPE_BYTE_BINARY
          }) {
        cases.add(new Case("png", null, passes, type));
      }
      cases.add(new Case("jpeg", null, passes, BufferedImage.TYPE_3BYTE_BGR));
      cases.add(new Case("jpeg", null, passes, BufferedImage.TYPE_BYTE_GRAY));
    }
    for (String compression : new String[] {"BI_RGB", "BI_RLE8", "BI_BITFIELDS"}) {
      int type =
          switch (compression) {
            case "BI_RLE8" -> BufferedImage.TYPE_BYTE_INDEXED;
            case "BI_BITFIELDS" -> BufferedImage.TYPE_USHORT_565_RGB;
            default -> BufferedImage.TYPE_3BYTE_BGR;
          };
      cases.add(new Case("bmp", compression, false, type));
    }
    cases.add(new Case("bmp", "BI_RGB", false, BufferedImage.TYPE_BYTE_INDEXED));
    cases.add(new Case("bmp", "BI_RGB", false, BufferedImage.TYPE_BYTE_BINARY));
    for (String compression : new String[] {null, "LZW", "Deflate", "PackBits", "ZLib"}) {
      cases.add(new Case("tiff", compression, false, BufferedImage.TYPE_3BYTE_BGR));
      cases.add(new Case("tiff", compression, false, BufferedImage.TYPE_BYTE_GRAY));
      cases.add(new Case("tiff", compression, false, BufferedImage.TYPE_BYTE_INDEXED));
    }
    return cases.stream().map(c -> DynamicTest.dynamicTest(c.toString(), () -> check(c)));
  }

  private static void check(Case c) throws IOException {
    for (int[] size : new int[][] {{1, 1}, {3, 2}, {8, 8}, {17, 9}, {61, 40}}) {
      byte[] file = write(picture(size[0], size[1], c.type), c.format, c.compression, c.passes);
      BufferedImage expected = ImageIO.read(new ByteArrayInputStream(file));
      Tensor actual = decode(file, "RGB");
      assertEquals(Shape.of(size[1], size[0], 3), actual.shape());
      boolean grey = expected.getRaster().getNumBands() == 1 && c.type != 12 && c.type != 13;
      for (int i = 0; i < actual.size(); i++) {
        int x = i / 3 % size[0];
        int y = i / 3 / size[0];
        // The JDK turns grey into RGB by a colour profile; the samples are what counts.
        int value =
            grey
                ? expected.getRaster().getSample(x, y, 0)
                : expected.getRGB(x, y) >> 16 - i % 3 * 8 & 0xFF;
        assertEquals(value, actual.getLong(i), "sample " + i + " of " + c + ", " + x + ", " + y);
      }
    }
  }

  @Test
  void sixteenBitsKeepTheUpperEight() throws IOException {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_USHORT_GRAY);
    for (int i = 0; i < 6; i++) {
      image.getRaster().setSample(i % 3, i / 3, 0, i * 10_000 + 77);
    }
    for (String format : new String[] {"png", "tiff"}) {
      Tensor y = decode(write(image, format, null, false), "Grayscale");
      assertEquals(Shape.of(2, 3, 1), y.shape());
      for (int i = 0; i < 6; i++) {
        assertEquals(i * 10_000 + 77 >> 8, y.getLong(i));
      }
    }
  }

  @Test
  void channelOrdersAndGrey() {
    byte[] file = "P3 # one pixel\n1 1\n255\n10 100 200\n".getBytes(StandardCharsets.US_ASCII);
    assertEquals(List.of(10L, 100L, 200L), list(decode(file, "RGB")));
    assertEquals(List.of(200L, 100L, 10L), list(decode(file, "BGR")));
    assertEquals(List.of(84L), list(decode(file, "Grayscale")));
  }

  @Test
  void netpbm() {
    assertEquals(List.of(0L, 255L, 255L), everyThird("P1\n3 1\n100"));
    assertEquals(List.of(0L, 255L, 0L), everyThird("P4 3 1\n\u00a0"));
    assertEquals(List.of(0L, 128L, 255L), everyThird("P2 3 1 10 0 5 10"));
    assertEquals(List.of(17L, 34L), everyThird("P5 2 1 255\n\u0011\""));
    assertEquals(List.of(128L), everyThird("P6 1 1 65535\n\u0080\0\0\0\0\0"));
  }

  private static List<Long> everyThird(String file) {
    Tensor y = decode(file.getBytes(StandardCharsets.ISO_8859_1), "RGB");
    List<Long> values = list(y);
    List<Long> red = new ArrayList<>();
    for (int i = 0; i < values.size(); i += 3) {
      red.add(values.get(i));
    }
    return red;
  }

  private static List<Long> list(Tensor tensor) {
    return Arrays.stream(tensor.toLongs()).boxed().toList();
  }

  @Test
  void otherFormatsAreNamed() {
    Exception webp =
        assertThrows(
            UnsupportedException.class,
            () -> decode("RIFFxxxxWEBPVP8 ".getBytes(StandardCharsets.US_ASCII), "RGB"));
    assertTrue(webp.getMessage().contains("WebP (allowed: PNG, JPEG, BMP"), webp.getMessage());
    assertThrows(UnsupportedException.class, () -> decode(new byte[0], "RGB"));
    assertThrows(UnsupportedException.class, () -> decode(new byte[100], "RGB"));
  }

  @Test
  void hugeSizesInSmallFilesAreRefused() {
    for (String file : new String[] {"P6 9999999 9999999 255\n", "P5 30000 1000 255\nabc"}) {
      assertThrows(
          AssamException.class, () -> decode(file.getBytes(StandardCharsets.US_ASCII), "RGB"));
    }
  }

  @Test
  void damagedPicturesAreRefusedOrRead() throws IOException {
    Random random = new Random(7);
    List<byte[]> files = new ArrayList<>();
    BufferedImage image = picture(23, 19, BufferedImage.TYPE_3BYTE_BGR);
    BufferedImage indexed = new BufferedImage(23, 19, BufferedImage.TYPE_BYTE_INDEXED);
    Graphics2D graphics = indexed.createGraphics();
    graphics.drawImage(image, 0, 0, null);
    graphics.dispose();
    for (boolean passes : new boolean[] {false, true}) {
      files.add(write(image, "png", null, passes));
      files.add(write(indexed, "png", null, passes));
      files.add(write(image, "jpeg", null, passes));
    }
    for (String compression : new String[] {"LZW", "Deflate", "PackBits"}) {
      files.add(write(image, "tiff", compression, false));
    }
    files.add(write(indexed, "bmp", "BI_RLE8", false));
    files.add(write(image, "bmp", null, false));
    int refused = 0;
    for (int i = 0; i < 6000; i++) {
      byte[] file = files.get(i % files.size()).clone();
      int count = 1 + random.nextInt(4);
      for (int k = 0; k < count; k++) {
        int range = random.nextBoolean() ? Math.min(file.length, 200) : file.length;
        file[random.nextInt(range)] = (byte) random.nextInt(256);
      }
      if (random.nextInt(4) == 0) {
        file = Arrays.copyOf(file, random.nextInt(file.length));
      }
      try {
        ImageDecoder.decode(file);
      } catch (ImageException e) {
        refused++;
      }
    }
    assertTrue(refused > 1000, "refused: " + refused);
  }

  @Test
  void truncatedPicturesSayWhere() throws IOException {
    byte[] file = write(picture(20, 20, BufferedImage.TYPE_3BYTE_BGR), "png", null, false);
    Exception e =
        assertThrows(
            InputException.class, () -> decode(Arrays.copyOf(file, file.length - 20), "RGB"));
    assertTrue(
        e.getMessage().startsWith("ImageDecoder(pixelFormat=RGB) at \"node\": the picture is"),
        e.getMessage());
  }
}
