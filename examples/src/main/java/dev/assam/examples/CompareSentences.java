package dev.assam.examples;

import dev.assam.ModelFile;
import dev.assam.examples.text.Embeddings;
import dev.assam.examples.text.SentenceEncoder;
import dev.assam.examples.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells how near sentences are to a first one in meaning, with all-MiniLM-L6-v2. */
public final class CompareSentences {
  private CompareSentences() {}

  static void main(String[] args) throws IOException {
    if (args.length < 3) {
      System.err.println("usage: CompareSentences FOLDER_OF_MODELS SENTENCE SENTENCE...");
      System.exit(2);
    }
    Path models = Path.of(args[0]);
    String json = Files.readString(models.resolve("all-minilm-l6-v2-tokenizer.json"));
    try (var session = ModelFile.open(models.resolve("all-minilm-l6-v2.onnx"))) {
      var encoder =
          new SentenceEncoder(new SessionModel(session), Vocabulary.ofTokenizerJson(json));
      float[] first = encoder.encode(args[1]);
      System.out.println("       " + args[1]);
      for (int i = 2; i < args.length; i++) {
        double similarity = Embeddings.similarity(first, encoder.encode(args[i]));
        System.out.printf("%5.2f  %s%n", similarity, args[i]);
      }
    }
  }
}
