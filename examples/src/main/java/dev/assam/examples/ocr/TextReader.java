package dev.assam.examples.ocr;

import dev.assam.examples.Model;
import dev.assam.examples.image.Image;
import dev.assam.examples.image.Region;
import java.util.ArrayList;
import java.util.List;

/** Reads the text in a picture: a detector finds the lines, a recognizer reads each. */
public final class TextReader {
  /** Lines read with less confidence are left out. */
  public static final float MIN_CONFIDENCE = 0.5f;

  /** Lines read with less confidence are tried the other way up, too. */
  public static final float SURE = 0.8f;

  private final Model detector;
  private final Model recognizer;
  private final Alphabet alphabet;

  public TextReader(Model detector, Model recognizer, Alphabet alphabet) {
    this.detector = detector;
    this.recognizer = recognizer;
    this.alphabet = alphabet;
  }

  /** A line of text, how sure the recognizer is of it (0 to 1), and where it is in the picture. */
  public record Line(String text, float confidence, Region region) {}

  /** The lines in the picture, in the order in which they are read. */
  public List<Line> read(Image image) {
    var map = detector.run(TextDetector.prepare(image, TextDetector.DEFAULT_MAX_SIDE));
    List<Line> lines = new ArrayList<>();
    for (Region region : TextDetector.lines(map, image.width(), image.height())) {
      Line line = readLine(image, region);
      if (line.confidence() < SURE) {
        Line turned = readLine(image, region.upsideDown());
        line = turned.confidence() > line.confidence() ? turned : line;
      }
      if (line.confidence() >= MIN_CONFIDENCE) {
        lines.add(line);
      }
    }
    return lines;
  }

  private Line readLine(Image image, Region region) {
    var probabilities = recognizer.run(TextRecognizer.prepare(image, region));
    var text = TextRecognizer.decode(probabilities, alphabet);
    return new Line(text.characters(), text.confidence(), region);
  }
}
