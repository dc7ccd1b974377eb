package dev.assam.examples.web;

import dev.assam.examples.Values;
import dev.assam.examples.image.Image;
import dev.assam.examples.image.ImageNet;
import dev.assam.examples.image.Region;
import dev.assam.examples.ocr.Alphabet;
import dev.assam.examples.ocr.TextDetector;
import dev.assam.examples.ocr.TextReader;
import dev.assam.examples.ocr.TextRecognizer;
import dev.assam.examples.text.Embeddings;
import dev.assam.examples.text.Vocabulary;
import dev.assam.examples.text.WordPieces;
import java.util.List;
import java.util.Map;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;

/**
 * What is to be done before and after a model, for the pages: the exports of pipelines.mjs. Between
 * the two the page awaits {@code model.run}. Pictures, alphabets and tokenizers are handles; a
 * tensor is {@code { data, dims }} as in assam.js; a region is its six numbers (see {@link
 * Region}).
 */
public final class Pipelines {
  private Pipelines() {}

  /** TeaVM wants one; nothing is to be done at the start. */
  static void main(String[] args) {}

  /** Takes a canvas's ImageData. */
  @JSExport
  public static Object picture(WebPicture imageData) {
    return WebPicture.image(imageData);
  }

  /** Reads a recognizer's dictionary, one character per line. */
  @JSExport
  public static Object alphabet(String dictionary) {
    return Alphabet.parse(dictionary);
  }

  /** The text detector's input for a picture, its longer side at most {@code maxSide}. */
  @JSExport
  public static WebTensor detectorInput(Object picture, int maxSide) {
    return WebTensor.of(TextDetector.prepare((Image) picture, maxSide));
  }

  /** The lines in the detector's output, regions of the picture in reading order. */
  @JSExport
  public static double[][] lines(WebTensor map, Object picture) {
    Image image = (Image) picture;
    List<Region> lines = TextDetector.lines(map.floats(), image.width(), image.height());
    double[][] regions = new double[lines.size()][];
    for (int i = 0; i < regions.length; i++) {
      regions[i] = numbers(lines.get(i));
    }
    return regions;
  }

  /** The four corners of a region, x before y, clockwise from where reading starts. */
  @JSExport
  public static double[] corners(double[] region) {
    return region(region).corners();
  }

  /** The same region read the other way up. */
  @JSExport
  public static double[] upsideDown(double[] region) {
    return numbers(region(region).upsideDown());
  }

  /** The text recognizer's input for a line. */
  @JSExport
  public static WebTensor recognizerInput(Object picture, double[] region) {
    return WebTensor.of(TextRecognizer.prepare((Image) picture, region(region)));
  }

  /** What the recognizer read: {@code { text, confidence }}. */
  @JSExport
  public static JSObject text(WebTensor probabilities, Object alphabet) {
    var text = TextRecognizer.decode(probabilities.floats(), (Alphabet) alphabet);
    return line(text.characters(), text.confidence());
  }

  /** {@code { sure, least }}: below the first, try upside down; below the second, drop the line. */
  @JSExport
  public static JSObject confidences() {
    return confidences(TextReader.SURE, TextReader.MIN_CONFIDENCE);
  }

  /** Reads the vocabulary of a tokenizer.json. */
  @JSExport
  public static Object tokenizer(String json) {
    return new WordPieces(Vocabulary.ofTokenizerJson(json));
  }

  /** A sentence's pieces, with those of its beginning and its end. */
  @JSExport
  public static int[] pieces(Object tokenizer, String sentence) {
    return ((WordPieces) tokenizer).encode(sentence, Embeddings.MAX_PIECES);
  }

  /** A sentence transformer's inputs by name for a sentence's pieces. */
  @JSExport
  public static JSObject sentenceInputs(int[] pieces) {
    JSObject inputs = empty();
    for (Map.Entry<String, Values> input : Embeddings.prepare(pieces).entrySet()) {
      put(inputs, input.getKey(), WebTensor.of(input.getValue()));
    }
    return inputs;
  }

  /** The sentence's vector for a sentence transformer's output. */
  @JSExport
  public static float[] embedding(WebTensor output, int pieces) {
    return Embeddings.pool(output.floats(), pieces);
  }

  /** How near the meanings of two vectors' sentences are: 1 same, 0 unrelated. */
  @JSExport
  public static double similarity(float[] a, float[] b) {
    return Embeddings.similarity(a, b);
  }

  /** An ImageNet classifier's input: the middle of the picture. */
  @JSExport
  public static WebTensor classifierInput(Object picture) {
    return WebTensor.of(ImageNet.prepare((Image) picture));
  }

  /** The likeliest classes, best first: {@code [{ index, probability }]}. */
  @JSExport
  public static JSArray<JSObject> classes(WebTensor logits, int count) {
    JSArray<JSObject> classes = new JSArray<>();
    for (ImageNet.Guess guess : ImageNet.top(logits.floats(), count)) {
      classes.push(guess(guess.index(), guess.probability()));
    }
    return classes;
  }

  private static Region region(double[] n) {
    return new Region(n[0], n[1], n[2], n[3], n[4], n[5]);
  }

  private static double[] numbers(Region r) {
    return new double[] {r.x(), r.y(), r.acrossX(), r.acrossY(), r.downX(), r.downY()};
  }

  @JSBody(
      params = {"text", "confidence"},
      script = "return { text: text, confidence: confidence };")
  private static native JSObject line(String text, float confidence);

  @JSBody(
      params = {"index", "probability"},
      script = "return { index: index, probability: probability };")
  private static native JSObject guess(int index, float probability);

  @JSBody(
      params = {"sure", "least"},
      script = "return { sure: sure, least: least };")
  private static native JSObject confidences(float sure, float least);

  @JSBody(script = "return {};")
  private static native JSObject empty();

  @JSBody(
      params = {"object", "key", "value"},
      script = "object[key] = value;")
  private static native void put(JSObject object, String key, JSObject value);
}
