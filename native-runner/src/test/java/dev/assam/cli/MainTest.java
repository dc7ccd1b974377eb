package dev.assam.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxModel;
import dev.assam.testing.OnnxNode;
import dev.assam.testing.OnnxTensors;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands from the arguments to what is printed. */
class MainTest {
  @TempDir Path folder;
  private String out;
  private String err;
  private Path softmax;

  @BeforeEach
  void writeModel() throws IOException {
    OnnxGraph graph =
        new OnnxGraph("classifier")
            .input("x", new TensorType(DType.FLOAT32, Shape.named(new int[] {1, -1}, names())))
            .output("y", DType.FLOAT32, 1, -1)
            .node(new OnnxNode("Softmax").name("last").in("x").out("y"));
    softmax = write("softmax.onnx", new OnnxModel(graph).opset(13).metadata("author", "me"));
  }

  private static String[] names() {
    return new String[] {null, "classes"};
  }

  private Path write(String name, OnnxModel model) throws IOException {
    return Files.write(folder.resolve(name), model.toBytes());
  }

  private int assam(Object... args) {
    String[] words = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      words[i] = args[i].toString();
    }
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    int code = Main.run(new PrintWriter(outText), new PrintWriter(errText), words);
    out = outText.toString();
    err = errText.toString();
    return code;
  }

  @Test
  void runsOnNumbersAndPrintsASummary() {
    assertEquals(0, assam("run", softmax, "--input", "x=0,0,0,0", "--runs", 3), () -> err);
    assertTrue(out.contains("y: float32[1,4]\n"), out);
    assertTrue(out.contains("min 0.250000  mean 0.250000  max 0.250000"), out);
    assertTrue(out.contains("[0.250000, 0.250000, 0.250000, 0.250000]"), out);
    assertTrue(out.contains("median of 2 further runs"), out);
    assertTrue(out.contains("backend "), out);
    assertEquals("", err);
  }

  @Test
  void namesTheBestClasses() throws IOException {
    Path json = Files.writeString(folder.resolve("labels.json"), "[\"cat\", \"dog\", \"newt\"]");
    assertEquals(
        0,
        assam("run", softmax, "--input", "x=1,9,3", "--labels", json, "--top", 2, "--softmax"),
        () -> err);
    assertTrue(out.contains("dog") && out.contains("newt") && !out.contains("cat"), out);
    Path text = Files.writeString(folder.resolve("labels.txt"), "cat\ndog\nnewt\n");
    assertEquals(
        0, assam("run", softmax, "--input", "x=1,9,3", "--labels", text, "--json"), () -> err);
    JsonObject report = JsonParser.parseString(out).getAsJsonObject();
    JsonObject output = report.getAsJsonArray("outputs").get(0).getAsJsonObject();
    assertEquals("float32", output.get("dtype").getAsString());
    JsonObject best = output.getAsJsonArray("top").get(0).getAsJsonObject();
    assertEquals("dog", best.get("label").getAsString());
    assertEquals(1, best.get("index").getAsInt());
    assertTrue(report.getAsJsonObject("milliseconds").get("load").getAsDouble() > 0);
  }

  @Test
  void inputsOfOpenSizeNeedOne() {
    assertEquals(1, assam("run", softmax));
    assertTrue(err.contains("the size of input x: float32[1,classes] is not known"), err);
    assertTrue(err.contains("--shape x="), err);
    assertEquals(0, assam("run", softmax, "--dim", "classes=3"), () -> err);
    assertTrue(err.contains("input x: float32[1,3] is random"), err);
    assertEquals(0, assam("run", softmax, "--shape", "x=1x7", "-i", "x=ones"), () -> err);
    assertTrue(out.contains("float32[1,7]"), out);
    assertEquals(0, assam("run", softmax, "--shape", "x=1x2", "-i", "x=zeros"), () -> err);
    assertTrue(out.contains("[0.500000, 0.500000]"), out);
  }

  @Test
  void randomInputsRepeat() {
    assertEquals(0, assam("run", softmax, "--dim", "classes=5"));
    String first = out.lines().limit(3).toList().toString();
    assertEquals(0, assam("run", softmax, "--dim", "classes=5", "--seed", 0));
    assertEquals(first, out.lines().limit(3).toList().toString());
    assertEquals(0, assam("run", softmax, "--dim", "classes=5", "--seed", 1));
    assertFalse(first.equals(out.lines().limit(3).toList().toString()));
  }

  @Test
  void readsAndWritesFiles() throws IOException {
    Tensor x = Tensor.of(Shape.of(1, 3), 1, 2, 3);
    Path npy = folder.resolve("x.npy");
    NpyFile.write(npy, x);
    assertEquals(0, assam("run", softmax, "--input", "x=" + npy, "--save", folder), () -> err);
    String expected = out.lines().limit(3).toList().toString();
    Tensor y = NpyFile.read(folder.resolve("y.npy"));
    assertEquals("float32[1,3]", y.toString());
    assertEquals(0.66524, y.getDouble(2), 1e-4);
    Path pb = folder.resolve("x.pb");
    Files.write(pb, OnnxTensors.toBytes("x", x, OnnxTensors.Encoding.RAW));
    assertEquals(0, assam("run", softmax, "--input", "x=" + pb), () -> err);
    assertEquals(expected, out.lines().limit(3).toList().toString());
    Path text = Files.writeString(folder.resolve("x.txt"), "1 2\n3\n");
    assertEquals(0, assam("run", softmax, "--input", "x=" + text), () -> err);
    assertEquals(expected, out.lines().limit(3).toList().toString());
  }

  @Test
  void readsPictures() throws IOException {
    OnnxGraph graph =
        new OnnxGraph("g")
            .input("x", DType.FLOAT32, 1, 3, 2, 2)
            .output("y", DType.FLOAT32, 1, 3, 1, 1)
            .node(new OnnxNode("GlobalAveragePool").in("x").out("y"));
    Path model = write("mean.onnx", new OnnxModel(graph).opset(13));
    BufferedImage image = new BufferedImage(6, 4, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 24; i++) {
      image.setRGB(i % 6, i / 6, 0xFF8000);
    }
    Path png = folder.resolve("orange.png");
    ImageIO.write(image, "png", png.toFile());
    assertEquals(0, assam("run", model, "--input", "x=" + png), () -> err);
    assertTrue(out.contains("[1, 0.501961, 0]"), out);
    assertEquals(
        0,
        assam(
            "run",
            model,
            "--input",
            "x=" + png,
            "--image-scale",
            1,
            "--image-mean",
            "5,28,10",
            "--image-std",
            10,
            "--bgr",
            "--fit",
            "crop"),
        () -> err);
    assertTrue(out.contains("[-0.500000, 10, 24.5000]"), out);
    assertEquals(1, assam("run", model, "--input", "x=" + png, "--layout", "nhwc"));
    assertTrue(err.contains("1 or 3 channels"), err);
  }

  @Test
  void inspectShowsWhatAModelIsMadeOf() throws IOException {
    assertEquals(0, assam("inspect", softmax), () -> err);
    assertTrue(out.contains("opset       ai.onnx 13"), out);
    assertTrue(out.contains("metadata    author = me"), out);
    assertTrue(out.contains("input       x: float32[1,classes]"), out);
    assertTrue(out.contains("parameters  0 in 0 bytes"), out);
    assertTrue(out.contains("      1  Softmax"), out);
    assertTrue(out.contains("Assam can run every node."), out);
    assertTrue(out.contains("graph classifier (%x: float32[1,classes])"), out);
    assertEquals(0, assam("inspect", "--no-graph", softmax));
    assertFalse(out.contains("graph classifier"), out);
  }

  @Test
  void countsNodes() throws IOException {
    assertEquals(0, assam("count", softmax + "@2"), () -> err);
    assertTrue(out.contains("| 1 | 1 | 1 |"), out);
    assertEquals(2, assam("count", softmax + "@two"));
  }

  @Test
  void explainsPasses() throws IOException {
    OnnxGraph graph =
        new OnnxGraph("g")
            .input("x", DType.FLOAT32, 2)
            .node(new OnnxNode("Identity").in("x").out("a"))
            .node(new OnnxNode("Relu").in("a").out("b"))
            .node(new OnnxNode("Neg").in("b").out("y"))
            .output("y", null);
    Path file = write("identity.onnx", new OnnxModel(graph).opset(17));
    assertEquals(0, assam("inspect", "--explain", file), () -> err);
    assertTrue(out.contains("  drop-no-ops: 3 → 2 nodes: -1 Identity"), out);
    assertTrue(out.contains("optimised   3 → 1 nodes"), out);
    assertEquals(0, assam("inspect", "--explain", "--without-pass", "drop-no-ops", file));
    assertFalse(out.contains("drop-no-ops"), out);
  }

  @Test
  void inspectShowsWhatTheOptimiserDoes() throws IOException {
    assertEquals(0, assam("inspect", "--explain", "--layout", "channels-last", softmax), () -> err);
    assertTrue(out.contains("optimised   1 → 1 nodes"), out);
    assertEquals(0, assam("inspect", "--optimised", softmax), () -> err);
    assertTrue(out.contains("Softmax(axis="), out);
    assertEquals(2, assam("inspect", "--explain", "--layout", "diagonal", softmax));
    assertTrue(assam("inspect", "--explain", "--without-pass", "magic", softmax) != 0);
    assertTrue(err.contains("magic"), err);
  }

  @Test
  void inspectNamesWhatCannotRun() throws IOException {
    OnnxGraph graph =
        new OnnxGraph("g")
            .input("x", DType.FLOAT32, 2)
            .initializer("w", Tensor.of(Shape.of(3), 1, 2, 3))
            .output("y", DType.FLOAT32, 2)
            .node(new OnnxNode("Softmax").in("x").out("a"))
            .node(new OnnxNode("Wobble").in("a", "w").out("y"));
    Path model = write("wobble.onnx", new OnnxModel(graph).opset(13));
    assertEquals(0, assam("inspect", model), () -> err);
    assertTrue(out.contains("parameters  3 in 12 bytes"), out);
    assertTrue(out.contains("1  Wobble (unsupported)"), out);
    assertTrue(out.contains("Assam cannot run this model:"), out);
    assertEquals(1, assam("run", model));
    assertTrue(err.contains("Wobble"), err);
  }

  @Test
  void errorsAreOneLineUnlessDebugged() throws IOException {
    assertEquals(1, assam("run", folder.resolve("none.onnx")));
    assertEquals("assam: no such file: " + folder.resolve("none.onnx") + "\n", err);
    Path noModel = Files.writeString(folder.resolve("text.onnx"), "this is not a model");
    assertEquals(1, assam("run", noModel));
    assertEquals(1, err.lines().count(), err);
    assertEquals(1, assam("run", softmax, "--input", "z=1"));
    assertTrue(err.contains("the model has no such input (there are: [x])"), err);
    assertEquals(1, assam("run", softmax, "--input", "x=1,b"));
    assertTrue(err.contains("\"b\" is neither a number nor a file"), err);
    assertEquals(1, assam("run", softmax, "--input", "x=1,2", "--backend", "abacus"));
    assertTrue(err.contains("abacus"), err);
    assertEquals(1, assam("run", noModel, "--debug"));
    assertTrue(err.contains("\tat dev.assam."), err);
    assertEquals(2, assam("run"));
    assertTrue(err.contains("Missing required parameter: 'MODEL'"), err);
    assertEquals(2, assam("dance"));
    assertEquals(0, assam("--help"));
    assertTrue(out.contains("inspect"), out);
  }

  @Test
  void numpyArraysOfEveryTypeComeBack() throws IOException {
    for (DType dtype : DType.values()) {
      if (dtype.bits() < 8 || dtype == DType.BFLOAT16 || dtype.toString().startsWith("float8")) {
        continue;
      }
      Path file = folder.resolve(dtype + ".npy");
      Tensor values = Tensor.ofDoubles(dtype, Shape.of(2, 2), 0, 1, 2, 100);
      NpyFile.write(file, values);
      Tensor back = NpyFile.read(file);
      assertEquals(values.type(), back.type());
      for (int i = 0; i < 4; i++) {
        assertEquals(values.bits(i), back.bits(i));
      }
      assertEquals(0, (Files.size(file) - 4L * dtype.bits() / 8) % 64);
    }
  }
}
