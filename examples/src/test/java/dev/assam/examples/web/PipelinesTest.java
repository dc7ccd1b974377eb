package dev.assam.examples.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assam.examples.OracleModel;
import dev.assam.examples.Values;
import dev.assam.examples.image.Image;
import dev.assam.examples.image.Region;
import dev.assam.examples.ocr.Alphabet;
import dev.assam.examples.ocr.TextDetector;
import dev.assam.examples.ocr.TextRecognizer;
import dev.assam.examples.text.Embeddings;
import dev.assam.examples.text.Vocabulary;
import dev.assam.examples.text.WordPieces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** The compiled pipelines, run by node, give what the same Java gives here. */
class PipelinesTest {
  private final List<String> expected = new ArrayList<>();

  @Test
  void sameInJavaScript() throws IOException, InterruptedException {
    Process node;
    try {
      node =
          new ProcessBuilder("node", "src/test/js/pipelines.mjs").redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new TestAbortedException("node is not on the PATH", e);
    }
    String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, node.waitFor(), output);
    pictures();
    sentences();
    assertEquals(String.join("\n", expected), output.strip());
  }

  private void pictures() {
    byte[] rgba = new byte[300 * 200 * 4];
    for (int i = 0; i < rgba.length; i++) {
      rgba[i] = (byte) (i * 31 + (i >> 8) * 7);
    }
    Image picture = Image.ofRgba(300, 200, rgba);
    Values.Floats input = TextDetector.prepare(picture, 160);
    float[] data = input.data();
    print("detector", dims(input), total(data), data[1000], data[data.length - 1]);

    float[] map = new float[96 * 160];
    for (int y = 0; y < 96; y++) {
      for (int x = 0; x < 160; x++) {
        double across = x + 0.25 * y;
        double down = y - 0.25 * x;
        map[y * 160 + x] = across > 30 && across < 120 && down > 20 && down < 32 ? 0.9f : 0.1f;
      }
    }
    List<Region> lines = TextDetector.lines(new Values.Floats(map, 1, 1, 96, 160), 300, 200);
    Region r = lines.get(0);
    print("lines", lines.size(), r.x(), r.y(), r.acrossX(), r.acrossY(), r.downX(), r.downY());
    print("corners", Arrays.stream(r.upsideDown().corners()).boxed().toArray());

    Values.Floats line = TextRecognizer.prepare(picture, r);
    print("recognizer", dims(line), total(line.data()), line.data()[1000]);

    int[] steps = {0, 1, 1, 0, 1, 4, 3, 3, 2, 0};
    float[] probabilities = new float[steps.length * 5];
    for (int step = 0; step < steps.length; step++) {
      probabilities[step * 5 + steps[step]] = 0.5f + step / 32f;
    }
    var text =
        TextRecognizer.decode(
            new Values.Floats(probabilities, 1, 10, 5), Alphabet.parse("a\nb\nü\n"));
    assertEquals("aa üb", text.characters());
    print("text", text.characters(), text.confidence());
  }

  private void sentences() throws IOException {
    String json = Files.readString(OracleModel.path("all-minilm-l6-v2-tokenizer.json"));
    int[] pieces =
        new WordPieces(Vocabulary.ofTokenizerJson(json))
            .encode("Größe, naïve CAFÉ; 日本語 한국어 tiếng Việt 😀 ок", Embeddings.MAX_PIECES);
    print(
        "pieces", Arrays.stream(pieces).mapToObj(String::valueOf).collect(Collectors.joining(",")));
    Embeddings.prepare(pieces)
        .forEach((name, values) ->
            print(
                name,
                dims(values),
                Arrays.stream(((Values.Longs) values).data())
                    .mapToObj(String::valueOf)
                    .collect(Collectors.joining(","))));
    float[] output = new float[48 * 3];
    for (int i = 0; i < output.length; i++) {
      output[i] = i * 7 % 13;
    }
    float[] vector = Embeddings.pool(new Values.Floats(output, 1, 48, 3), pieces.length);
    double similarity = Embeddings.similarity(vector, new float[] {1, 0, 0});
    print("embedding", vector[0], vector[1], vector[2], similarity);
    print(
        "error",
        assertThrows(IllegalArgumentException.class, () -> Image.ofRgba(2, 2, new byte[3]))
            .getMessage());
  }

  /** As in pipelines.mjs: numbers to twelve bits. */
  private void print(String name, Object... values) {
    StringBuilder line = new StringBuilder(name);
    for (Object value : values) {
      line.append(' ')
          .append(
              value instanceof Number number
                  ? (Object) Math.round(number.doubleValue() * 4096)
                  : value);
    }
    expected.add(line.toString());
  }

  private static String dims(Values values) {
    return Arrays.stream(values.dims()).mapToObj(String::valueOf).collect(Collectors.joining(","));
  }

  private static double total(float[] data) {
    double sum = 0;
    for (float value : data) {
      sum += value;
    }
    return sum / data.length;
  }
}
