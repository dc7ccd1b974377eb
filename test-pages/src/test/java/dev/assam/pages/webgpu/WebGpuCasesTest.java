package dev.assam.pages.webgpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assam.Result;
import dev.assam.Session;
import dev.assam.SessionOptions;
import dev.assam.backend.Backend;
import dev.assam.backend.Profile;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.pages.Chromium;
import dev.assam.reference.ReferenceBackend;
import dev.assam.testing.Difference;
import dev.assam.testing.OpCase;
import dev.assam.testing.cases.OpCases;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The operators whose shaders are more than a formula, case by case against their reference. */
class WebGpuCasesTest {
  private static final Set<String> OPERATORS =
      Set.of(
          "AffineGrid",
          "ArgMax",
          "ArgMin",
          "AveragePool",
          "BatchNormalization",
          "CenterCropPad",
          "Col2Im",
          "Conv",
          "ConvTranspose",
          "CumSum",
          "DequantizeLinear",
          "DynamicQuantizeLinear",
          "Einsum",
          "GatherElements",
          "GatherND",
          "GlobalLpPool",
          "GridSample",
          "GroupNormalization",
          "Hardmax",
          "InstanceNormalization",
          "LRN",
          "LayerNormalization",
          "LpNormalization",
          "LpPool",
          "MaxPool",
          "MaxRoiPool",
          "MaxUnpool",
          "MeanVarianceNormalization",
          "OneHot",
          "Pad",
          "QuantizeLinear",
          "Resize",
          "ReverseSequence",
          "RoiAlign",
          "RotaryEmbedding",
          "Scatter",
          "ScatterElements",
          "ScatterND",
          "TopK",
          "Trilu",
          "Upsample");

  private final Set<String> computed = new TreeSet<>();
  private final List<String> differences = new ArrayList<>();

  @Test
  void likeTheReference() {
    try (WebGpuPage page = new WebGpuPage(Chromium.withWebGpu())) {
      Backend gpu = page.backend();
      for (OpCase test : OpCases.all()) {
        if (OPERATORS.contains(test.op())) {
          check(test, gpu);
        }
      }
    }
    assertEquals(List.of(), differences);
    assertEquals(new TreeSet<>(OPERATORS), computed);
  }

  private void check(OpCase test, Backend gpu) {
    OpCase.Form form = test.has(OpCase.Form.CONSTANTS) ? OpCase.Form.CONSTANTS : OpCase.Form.INPUTS;
    try (Session expected = open(test.model(form), new ReferenceBackend());
        Session actual = open(test.model(form), gpu);
        Result right = expected.run(test.inputs(form));
        Result result = actual.start(test.inputs(form)).get()) {
      right
          .outputs()
          .forEach((name, value) -> {
            String difference =
                Difference.between(value, result.get(name), test.rtol(), test.atol());
            if (difference != null) {
              differences.add(test + " as " + form + ", output " + name + ": " + difference);
            }
          });
      List<Profile.Entry> nodes = actual.profile().nodes();
      if (!nodes.isEmpty() && nodes.stream().allMatch(n -> n.backend().equals("webgpu"))) {
        computed.add(test.op());
      }
    }
  }

  @SuppressWarnings("try")
  private static Session open(byte[] model, Backend backend) {
    try (MemoryScope scope = MemoryScope.open()) {
      return Session.open(Storage.ofBytes(model), SessionOptions.DEFAULT.withBackend(backend));
    }
  }
}
