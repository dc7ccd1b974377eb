package dev.assam.testing.cases;

import static dev.assam.testing.Arg.NONE;
import static dev.assam.testing.Arg.f32;
import static dev.assam.testing.Arg.scalar;

import dev.assam.tensor.DType;
import dev.assam.testing.Arg;
import dev.assam.testing.CaseTable;

/** Fourier transforms and windows. */
final class SignalCases {
  private SignalCases() {}

  static void addTo(CaseTable table) {
    windows(table);
    dft(table);
    stft(table);
    mel(table);
  }

  private static void windows(CaseTable table) {
    for (String op : new String[] {"HannWindow", "HammingWindow", "BlackmanWindow"}) {
      for (int periodic = 0; periodic < 2; periodic++) {
        table.op(op, 17).attr("periodic", periodic).in(scalar(10));
        table.op(op, 17).attr("periodic", periodic).in(scalar(7));
      }
      table.op(op, 17).attr("output_datatype", DType.FLOAT64).in(scalar(8));
    }
  }

  private static void dft(CaseTable table) {
    for (int onesided = 0; onesided < 2; onesided++) {
      table.op("DFT", 17).attr("axis", 1).attr("onesided", onesided).in(f32(2, 8, 1));
      table.op("DFT", 17).attr("axis", 1).attr("onesided", onesided).in(f32(1, 7, 1));
      table.op("DFT", 17).attr("axis", 1).attr("onesided", onesided).in(f32(1, 6, 3, 1));
      table.op("DFT", 20).attr("onesided", onesided).in(f32(2, 10, 1), NONE, scalar(1));
    }
    for (int inverse = 0; inverse < 2; inverse++) {
      table.op("DFT", 17).attr("axis", 1).attr("inverse", inverse).in(f32(1, 8, 2));
      table.op("DFT", 17).attr("axis", 1).attr("inverse", inverse).in(f32(1, 5, 2));
      table.op("DFT", 20).attr("inverse", inverse).in(f32(1, 6, 4, 2));
      table.op("DFT", 20).attr("inverse", inverse).in(f32(1, 6, 4, 2), NONE, scalar(1));
    }
    table.op("DFT", 17).attr("axis", 1).in(f32(1, 8, 1), scalar(5));
    table.op("DFT", 17).attr("axis", 1).in(f32(1, 5, 1), scalar(8));
    table.op("DFT", 20).in(Arg.of(DType.FLOAT64, 1, 9, 1), NONE, scalar(-2));
  }

  private static void stft(CaseTable table) {
    for (int onesided = 0; onesided < 2; onesided++) {
      table.op("STFT", 17).attr("onesided", onesided).in(f32(1, 32, 1), scalar(4), NONE, scalar(8));
      table
          .op("STFT", 17)
          .attr("onesided", onesided)
          .in(f32(2, 40, 1), scalar(5), f32(10).constant());
    }
    // Of complex signals ONNX Runtime reads past the end of the window.
  }

  private static void mel(CaseTable table) {
    table
        .op("MelWeightMatrix", 17)
        .in(
            scalar(8),
            scalar(16),
            scalar(8192),
            Arg.scalar(DType.FLOAT32, 0),
            Arg.scalar(DType.FLOAT32, 4096));
    table
        .op("MelWeightMatrix", 17)
        .in(
            scalar(20),
            scalar(64),
            scalar(16000),
            Arg.scalar(DType.FLOAT32, 60),
            Arg.scalar(DType.FLOAT32, 7000));
  }
}
