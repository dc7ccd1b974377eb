package dev.assam.examples;

import dev.assam.ModelFile;
import dev.assam.examples.image.Image;
import dev.assam.examples.image.ImageNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Tells what a picture shows, with any network trained on ImageNet at 224 x 224. */
public final class ClassifyPicture {
  private ClassifyPicture() {}

  static void main(String[] args) throws IOException {
    if (args.length != 3) {
      System.err.println("usage: ClassifyPicture MODEL.onnx NAMES.txt PICTURE");
      System.exit(2);
    }
    List<String> names = Files.readAllLines(Path.of(args[1]));
    Image picture = PictureFile.read(Path.of(args[2]));
    try (var session = ModelFile.open(Path.of(args[0]))) {
      var logits = new SessionModel(session).run(ImageNet.prepare(picture));
      for (ImageNet.Guess guess : ImageNet.top(logits, 5)) {
        System.out.printf("%5.1f %%  %s%n", 100 * guess.probability(), names.get(guess.index()));
      }
    }
  }
}
