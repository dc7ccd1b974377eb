package dev.assam.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is planned for the activations of models is hardly more than what lives at one time, as
 * {@code count} tells. Models lie in the folder that the system property {@code assam.shared}
 * names, by default {@code shared} beside the project, or in the folder that {@code assam.models}
 * names, by default where the examples unpack them; those that are not there are skipped.
 */
class CountModelsTest {
  private static final double MOST = 1.1;

  private static Path find(String file) {
    Path root = Path.of("").toAbsolutePath().getParent();
    String shared = System.getProperty("assam.shared");
    String models = System.getProperty("assam.models");
    Path folder =
        file.contains("/")
            ? shared == null ? root.resolveSibling("shared") : Path.of(shared)
            : models == null ? root.resolve("examples/target/models") : Path.of(models);
    return folder.resolve(file);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "all-minilm-l6-v2.onnx@1,128",
        "ch_PP-OCRv4_rec_infer.onnx@1,48,320",
        "ch_PP-OCRv4_det_infer.onnx@1,640,640",
        "face_detection_front_128x128_barracuda.onnx@1",
        "models/squeezenet1.1.onnx@''",
        "models/candy_224.onnx@''",
        "conformance/light/light_resnet50.onnx@''",
        "conformance/light/light_densenet121.onnx@''",
        "conformance/light/light_inception_v2.onnx@''"
      })
  void arenasAreHardlyLargerThanTheyMustBe(String file, String sizes) {
    Path model = find(file);
    assumeTrue(Files.isRegularFile(model), () -> model + " is not there");
    StringWriter out = new StringWriter();
    String argument = sizes.isEmpty() ? model.toString() : model + "@" + sizes;
    int code = Main.run(new PrintWriter(out), new PrintWriter(out), "count", argument);
    assertEquals(0, code, out::toString);
    String[] cells = out.toString().split("\\|", -1);
    double ratio = Double.parseDouble(cells[cells.length - 2].strip());
    assertTrue(ratio >= 1 && ratio <= MOST, out::toString);
  }
}
