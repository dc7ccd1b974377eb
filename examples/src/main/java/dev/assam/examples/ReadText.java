package dev.assam.examples;

import dev.assam.ModelFile;
import dev.assam.examples.image.Image;
import dev.assam.examples.ocr.Alphabet;
import dev.assam.examples.ocr.TextReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the text in a picture with PP-OCRv4. */
public final class ReadText {
  private ReadText() {}

  static void main(String[] args) throws IOException {
    if (args.length != 2) {
      System.err.println("usage: ReadText FOLDER_OF_MODELS PICTURE");
      System.exit(2);
    }
    Path models = Path.of(args[0]);
    Image picture = PictureFile.read(Path.of(args[1]));
    Alphabet alphabet = Alphabet.parse(Files.readString(models.resolve("ppocr_keys_v1.txt")));
    try (var detector = ModelFile.open(models.resolve("ch_PP-OCRv4_det_infer.onnx"));
        var recognizer = ModelFile.open(models.resolve("ch_PP-OCRv4_rec_infer.onnx"))) {
      var reader =
          new TextReader(new SessionModel(detector), new SessionModel(recognizer), alphabet);
      for (TextReader.Line line : reader.read(picture)) {
        System.out.printf("%3.0f %%  %s%n", 100 * line.confidence(), line.text());
      }
    }
  }
}
