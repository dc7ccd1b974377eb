package dev.assam.examples.ocr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.examples.OracleModel;
import dev.assam.examples.image.Image;
import dev.assam.examples.image.Region;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads pictures of text with PP-OCRv4, run by ONNX Runtime. */
class TextReaderTest {
  private static final List<String> LINES =
      List.of(
          "Assam runs neural networks",
          "in the browser and on the JVM.",
          "The quick brown fox jumps",
          "over the lazy dog");

  private static OracleModel detector;
  private static OracleModel recognizer;
  private static TextReader reader;

  @BeforeAll
  static void open() throws IOException {
    detector = OracleModel.open("ch_PP-OCRv4_det_infer.onnx");
    recognizer = OracleModel.open("ch_PP-OCRv4_rec_infer.onnx");
    String dictionary = Files.readString(OracleModel.path("ppocr_keys_v1.txt"));
    reader = new TextReader(detector, recognizer, Alphabet.parse(dictionary));
  }

  @AfterAll
  static void close() {
    detector.close();
    recognizer.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 14, 18, 24, 36, 60})
  void readsSizes(int fontSize) {
    Paper paper = new Paper(22 * fontSize, 12 * fontSize, Color.WHITE, Color.BLACK, fontSize);
    assertEquals(LINES, texts(written(paper, fontSize).image()));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-20, -7, 3, 15, 180})
  void readsTurned(double degrees) {
    int fontSize = 24;
    Paper paper = new Paper(550, 400, Color.WHITE, Color.BLACK, fontSize).turned(degrees);
    List<String> texts = texts(written(paper, fontSize).image());
    assertEquals(LINES, degrees == 180 ? texts.reversed() : texts);
  }

  @ParameterizedTest
  @ValueSource(doubles = {90, -90})
  void readsDownAndUp(double degrees) {
    Paper paper = new Paper(400, 400, Color.WHITE, Color.BLACK, 24).turned(degrees);
    assertEquals(
        List.of("The quick brown fox jumps"),
        texts(paper.write("The quick brown fox jumps", 30, 200).image()));
  }

  @Test
  void readsLightOnDark() {
    Paper paper = new Paper(600, 300, new Color(0x102040), new Color(0xFFD080), 28);
    assertEquals(LINES, texts(written(paper, 28).image()));
  }

  @Test
  void readsColumnsRowByRow() {
    Paper paper = new Paper(900, 200, Color.WHITE, Color.BLACK, 28);
    paper.write("second", 500, 82).write("first", 40, 80);
    paper.write("third", 40, 150).write("fourth", 500, 148);
    assertEquals(List.of("first", "second", "third", "fourth"), texts(paper.image()));
  }

  @Test
  void tellsWhere() {
    Paper paper = new Paper(1600, 1200, Color.WHITE, Color.BLACK, 60);
    List<TextReader.Line> lines = reader.read(paper.write("Total 1234", 300, 700).image());
    assertEquals(1, lines.size());
    Region region = lines.get(0).region();
    assertEquals("Total 1234", lines.get(0).text());
    assertTrue(lines.get(0).confidence() > 0.9, lines.get(0).toString());
    assertEquals(300, region.x(), 25, region.toString());
    assertEquals(650, region.y(), 25, region.toString());
    assertEquals(330, region.width(), 50, region.toString());
    assertEquals(50, region.height(), 40, region.toString());
  }

  @Test
  void findsNothingOnEmptyPaper() {
    assertEquals(List.of(), texts(new Paper(300, 200, Color.WHITE, Color.BLACK, 10).image()));
  }

  @Test
  void takesTheSmallestPicture() {
    assertEquals(List.of(), texts(new Image(1, 1, new byte[3])));
  }

  private static Paper written(Paper paper, int fontSize) {
    for (int i = 0; i < LINES.size(); i++) {
      paper.write(LINES.get(i), 3 * fontSize, 3 * fontSize + i * 2 * fontSize);
    }
    return paper;
  }

  private static List<String> texts(Image image) {
    return reader.read(image).stream().map(TextReader.Line::text).toList();
  }
}
