package dev.assam.pages.measure;

import java.util.HashMap;
import java.util.Map;

/** What models compute in ONNX Runtime's native build, each computed once. */
public final class Baselines {
  private final Contestant oracle;
  private final Map<String, Outputs> known = new HashMap<>();

  public Baselines(Contestant oracle) {
    this.oracle = oracle;
  }

  /**
   * The outputs for the model's inputs.
   *
   * @throws ContestantException if ONNX Runtime does not run it
   */
  public Outputs of(BenchModel model) {
    Outputs outputs = known.get(model.name());
    if (outputs == null) {
      try (OpenModel open = oracle.open(model, 1)) {
        outputs = open.opened().outputs();
      } catch (ContestantException e) {
        throw new ContestantException(
            e.status(), "the native baseline does not run: " + e.getMessage());
      }
      known.put(model.name(), outputs);
    }
    return outputs;
  }
}
