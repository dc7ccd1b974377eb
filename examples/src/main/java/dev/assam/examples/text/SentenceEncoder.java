package dev.assam.examples.text;

import dev.assam.examples.Model;

/** Turns sentences into vectors whose angles tell how near their meanings are. */
public final class SentenceEncoder {
  private final Model model;
  private final WordPieces wordPieces;

  /** A sentence transformer and the vocabulary that it was trained with. */
  public SentenceEncoder(Model model, Vocabulary vocabulary) {
    this.model = model;
    this.wordPieces = new WordPieces(vocabulary);
  }

  /** The sentence's vector [features] of length 1; compare two with {@link Embeddings}. */
  public float[] encode(String sentence) {
    int[] pieces = wordPieces.encode(sentence, Embeddings.MAX_PIECES);
    var outputs = model.run(Embeddings.prepare(pieces));
    return Embeddings.pool(Model.first(outputs), pieces.length);
  }
}
