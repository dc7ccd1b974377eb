package dev.assam.testing.cases;

import static dev.assam.testing.Arg.NONE;
import static dev.assam.testing.Arg.f32;
import static dev.assam.testing.Arg.given;

import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.Arg;
import dev.assam.testing.CaseTable;

/** RNN, GRU, LSTM. */
final class RecurrentCases {
  private static final int STEPS = 5;
  private static final int BATCH = 3;
  private static final int IN = 4;
  private static final int HIDDEN = 2;

  private RecurrentCases() {}

  static void addTo(CaseTable table) {
    for (String op : new String[] {"RNN", "GRU", "LSTM"}) {
      directions(table, op);
      options(table, op);
    }
    activations(table);
    gru(table);
    lstm(table);
  }

  private static int gates(String op) {
    return op.equals("RNN") ? 1 : op.equals("GRU") ? 3 : 4;
  }

  private static String[] outputs(String op) {
    return op.equals("LSTM") ? new String[] {"y", "y_h", "y_c"} : new String[] {"y", "y_h"};
  }

  private static Arg x() {
    return f32(STEPS, BATCH, IN);
  }

  private static Arg w(String op, int directions) {
    return f32(directions, gates(op) * HIDDEN, IN).in(-1, 1).constant();
  }

  private static Arg r(String op, int directions) {
    return f32(directions, gates(op) * HIDDEN, HIDDEN).in(-1, 1).constant();
  }

  private static Arg b(String op, int directions) {
    return f32(directions, 2 * gates(op) * HIDDEN).in(-1, 1).constant();
  }

  private static Arg lengths() {
    return given(Tensor.ofLongs(DType.INT32, Shape.of(BATCH), 5, 2, 3));
  }

  private static void directions(CaseTable table, String op) {
    for (String direction : new String[] {"forward", "reverse", "bidirectional"}) {
      int n = direction.equals("bidirectional") ? 2 : 1;
      table
          .op(op, 7, 14)
          .attr("hidden_size", HIDDEN)
          .attr("direction", direction)
          .out(outputs(op))
          .in(x(), w(op, n), r(op, n));
      table
          .op(op, 14)
          .attr("hidden_size", HIDDEN)
          .attr("direction", direction)
          .out(outputs(op))
          .in(x(), w(op, n), r(op, n), b(op, n), lengths());
      table
          .op(op, 14)
          .attr("hidden_size", HIDDEN)
          .attr("direction", direction)
          .out(outputs(op))
          .in(x(), w(op, n), r(op, n), b(op, n), NONE, f32(n, BATCH, HIDDEN));
    }
    table.op(op, 22).attr("hidden_size", HIDDEN).out(outputs(op)).in(x(), w(op, 1), r(op, 1));
  }

  private static void options(CaseTable table, String op) {
    table.op(op, 14).attr("hidden_size", HIDDEN).out("y").in(x(), w(op, 1), r(op, 1), b(op, 1));
    table
        .op(op, 14)
        .attr("hidden_size", HIDDEN)
        .out("", "y_h")
        .in(x(), w(op, 1), r(op, 1), b(op, 1));
    table
        .op(op, 14)
        .attr("hidden_size", HIDDEN)
        .attr("clip", 0.3)
        .out(outputs(op))
        .in(x(), w(op, 1), r(op, 1), b(op, 1));
    table
        .op(op, 14)
        .attr("hidden_size", 9)
        .out(outputs(op))
        .in(f32(7, 1, 5), f32(1, gates(op) * 9, 5).in(-1, 1), f32(1, gates(op) * 9, 9).in(-1, 1));
    table
        .op(op, 14)
        .attr("hidden_size", HIDDEN)
        .out(outputs(op))
        .in(f32(1, 1, IN), w(op, 1), r(op, 1));
  }

  private static void activations(CaseTable table) {
    for (String f :
        new String[] {
          "Relu",
          "Sigmoid",
          "Softsign",
          "Softplus",
          "HardSigmoid",
          "LeakyRelu",
          "ThresholdedRelu",
          "ScaledTanh",
          "Elu",
          "Affine"
        }) {
      table
          .op("RNN", 14)
          .attr("hidden_size", HIDDEN)
          .strings("activations", f)
          .floats("activation_alpha", 0.7)
          .floats("activation_beta", 0.2)
          .out("y", "y_h")
          .in(x(), w("RNN", 1), r("RNN", 1), b("RNN", 1));
    }
    table
        .op("RNN", 14)
        .attr("hidden_size", HIDDEN)
        .attr("direction", "bidirectional")
        .strings("activations", "Tanh", "Relu")
        .out("y", "y_h")
        .in(x(), w("RNN", 2), r("RNN", 2), b("RNN", 2));
    table
        .op("GRU", 14)
        .attr("hidden_size", HIDDEN)
        .strings("activations", "HardSigmoid", "Relu")
        .out("y", "y_h")
        .in(x(), w("GRU", 1), r("GRU", 1), b("GRU", 1));
    table
        .op("LSTM", 14)
        .attr("hidden_size", HIDDEN)
        .strings("activations", "HardSigmoid", "Softsign", "Tanh")
        .out("y", "y_h", "y_c")
        .in(x(), w("LSTM", 1), r("LSTM", 1), b("LSTM", 1));
  }

  private static void gru(CaseTable table) {
    for (int before = 0; before < 2; before++) {
      for (String direction : new String[] {"forward", "bidirectional"}) {
        int n = direction.equals("bidirectional") ? 2 : 1;
        table
            .op("GRU", 7, 14)
            .attr("hidden_size", HIDDEN)
            .attr("direction", direction)
            .attr("linear_before_reset", before)
            .out("y", "y_h")
            .in(x(), w("GRU", n), r("GRU", n), b("GRU", n), lengths(), f32(n, BATCH, HIDDEN));
      }
    }
  }

  private static void lstm(CaseTable table) {
    Arg peepholes = f32(1, 3 * HIDDEN).in(-1, 1).constant();
    table
        .op("LSTM", 7, 14)
        .attr("hidden_size", HIDDEN)
        .out("y", "y_h", "y_c")
        .in(
            x(),
            w("LSTM", 1),
            r("LSTM", 1),
            b("LSTM", 1),
            NONE,
            f32(1, BATCH, HIDDEN),
            f32(1, BATCH, HIDDEN),
            peepholes);
    table
        .op("LSTM", 14)
        .attr("hidden_size", HIDDEN)
        .out("y", "y_h", "y_c")
        .in(
            x(),
            w("LSTM", 1),
            r("LSTM", 1),
            b("LSTM", 1),
            lengths(),
            f32(1, BATCH, HIDDEN),
            f32(1, BATCH, HIDDEN),
            peepholes);
    table
        .op("LSTM", 14)
        .attr("hidden_size", HIDDEN)
        .attr("input_forget", 1)
        .out("y", "y_h", "y_c")
        .in(x(), w("LSTM", 1), r("LSTM", 1), b("LSTM", 1));
    table
        .op("LSTM", 14)
        .attr("hidden_size", HIDDEN)
        .attr("direction", "bidirectional")
        .out("", "", "y_c")
        .in(
            x(),
            w("LSTM", 2),
            r("LSTM", 2),
            b("LSTM", 2),
            lengths(),
            f32(2, BATCH, HIDDEN),
            f32(2, BATCH, HIDDEN),
            f32(2, 3 * HIDDEN).in(-1, 1));
  }
}
