package dev.assam.examples.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.examples.OracleModel;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares sentences with all-MiniLM-L6-v2, run by ONNX Runtime. */
class SentenceEncoderTest {
  @ParameterizedTest
  @ValueSource(strings = {"all-minilm-l6-v2.onnx", "all-minilm-l6-v2-q.onnx"})
  void tellsRelatedFromUnrelated(String file) throws IOException {
    try (OracleModel model = OracleModel.open(file)) {
      String json = Files.readString(OracleModel.path("all-minilm-l6-v2-tokenizer.json"));
      SentenceEncoder encoder = new SentenceEncoder(model, Vocabulary.ofTokenizerJson(json));
      float[] weather = encoder.encode("The weather is lovely today.");
      float[] sunny = encoder.encode("It's so sunny outside!");
      float[] stadium = encoder.encode("He drove to the stadium.");

      // What the model's own card gives for these three sentences.
      assertEquals(0.6660, Embeddings.similarity(weather, sunny), 0.02);
      assertEquals(0.1046, Embeddings.similarity(weather, stadium), 0.02);
      assertEquals(0.1411, Embeddings.similarity(sunny, stadium), 0.02);
      assertEquals(1, Embeddings.similarity(weather, weather), 1e-6);

      float[] football = encoder.encode("I like football.");
      float[] sport = encoder.encode("What is your favourite sport?");
      float[] tax = encoder.encode("The invoice is due at the end of the month.");
      double related = Embeddings.similarity(football, sport);
      double unrelated = Embeddings.similarity(football, tax);
      assertTrue(related > unrelated + 0.3, related + " and " + unrelated);
      assertEquals(0, unrelated, 0.15);
    }
  }
}
