package dev.assam.examples.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assam.examples.Values;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageNetTest {
  @Test
  void normalizesTheMiddle() {
    byte[] rgb = new byte[512 * 256 * 3];
    for (int y = 0; y < 256; y++) {
      for (int x = 128; x < 384; x++) {
        int at = 3 * (y * 512 + x);
        rgb[at] = (byte) 255;
        rgb[at + 1] = (byte) 128;
      }
    }
    Values.Floats input = ImageNet.prepare(new Image(512, 256, rgb));
    assertArrayEquals(new int[] {1, 3, 224, 224}, input.dims());
    float[] expected = {
      (1 - 0.485f) / 0.229f, (128 / 255f - 0.456f) / 0.224f, (0 - 0.406f) / 0.225f
    };
    for (int c = 0; c < 3; c++) {
      float[] plane = Arrays.copyOfRange(input.data(), c * 224 * 224, (c + 1) * 224 * 224);
      for (float value : plane) {
        assertEquals(expected[c], value, 1e-5);
      }
    }
  }

  @Test
  void averagesWhereItShrinks() {
    byte[] rgb = new byte[1024 * 1024 * 3];
    for (int i = 0; i < rgb.length / 3; i += 2) {
      Arrays.fill(rgb, 3 * i, 3 * i + 3, (byte) 255);
    }
    float grey = (0.5f - 0.485f) / 0.229f;
    float[] red = ImageNet.prepare(new Image(1024, 1024, rgb)).data();
    for (int i = 0; i < 224 * 224; i++) {
      assertEquals(grey, red[i], 0.6);
    }
  }

  @Test
  void laysTransparentPicturesOnWhite() {
    byte[] rgba = {10, 20, 30, (byte) 255, 10, 20, 30, 0, 0, 100, (byte) 200, 51};
    assertArrayEquals(
        new byte[] {10, 20, 30, -1, -1, -1, (byte) 204, (byte) 224, (byte) 244},
        Image.ofRgba(3, 1, rgba).rgb());
  }

  @Test
  void ranksClasses() {
    float[] logits = {0, 3, -2, 3.5f, 1};
    List<ImageNet.Guess> top = ImageNet.top(new Values.Floats(logits, 1, 5), 3);
    assertEquals(List.of(3, 1, 4), top.stream().map(ImageNet.Guess::index).toList());
    assertEquals(0.580, top.get(0).probability(), 0.001);
    assertEquals(5, ImageNet.top(new Values.Floats(logits, 1, 5), 9).size());
  }

  @Test
  void refusesWrongLengths() {
    assertEquals(
        "12 bytes for a picture of 2 x 2 pixels of 4 bytes",
        assertThrows(IllegalArgumentException.class, () -> Image.ofRgba(2, 2, new byte[12]))
            .getMessage());
    assertEquals(
        "5 values for a tensor [2,3], which has 6",
        assertThrows(IllegalArgumentException.class, () -> new Values.Floats(new float[5], 2, 3))
            .getMessage());
  }
}
