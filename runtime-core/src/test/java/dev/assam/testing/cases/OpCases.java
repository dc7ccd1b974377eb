package dev.assam.testing.cases;

import dev.assam.testing.CaseTable;
import dev.assam.testing.OpCase;
import java.util.List;

/** Every operator case there is; each is one that ONNX Runtime's CPU provider can compute. */
public final class OpCases {
  private OpCases() {}

  public static List<OpCase> all() {
    CaseTable table = new CaseTable();
    UnaryCases.addTo(table);
    BinaryCases.addTo(table);
    ActivationCases.addTo(table);
    ReduceCases.addTo(table);
    MatMulCases.addTo(table);
    ConvCases.addTo(table);
    PoolCases.addTo(table);
    NormCases.addTo(table);
    MoveCases.addTo(table);
    IndexCases.addTo(table);
    ResizeCases.addTo(table);
    RecurrentCases.addTo(table);
    QuantCases.addTo(table);
    SequenceCases.addTo(table);
    ControlCases.addTo(table);
    TextCases.addTo(table);
    SignalCases.addTo(table);
    LossCases.addTo(table);
    AttentionCases.addTo(table);
    MlCases.addTo(table);
    return table.cases();
  }
}
