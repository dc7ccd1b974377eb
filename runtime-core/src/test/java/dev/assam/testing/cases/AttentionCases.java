package dev.assam.testing.cases;

import static dev.assam.testing.Arg.NONE;
import static dev.assam.testing.Arg.f32;

import dev.assam.tensor.DType;
import dev.assam.testing.Arg;
import dev.assam.testing.CaseTable;

/** Attention and rotary embeddings. */
final class AttentionCases {
  private AttentionCases() {}

  static void addTo(CaseTable table) {
    attention(table);
    rotary(table);
  }

  private static void attention(CaseTable table) {
    for (int opset : new int[] {23, 24}) {
      Arg q = f32(2, 4, 3, 8);
      Arg k = f32(2, 4, 5, 8);
      table.op("Attention", opset).in(q, k, f32(2, 4, 5, 6));
      table.op("Attention", opset).attr("is_causal", 1).in(q, k, k);
      table.op("Attention", opset).attr("scale", 0.3).in(q, k, k);
      table.op("Attention", opset).attr("softcap", 2.0).in(q, k, k);
      table.op("Attention", opset).in(q, k, k, f32(3, 5));
      table.op("Attention", opset).in(q, k, k, f32(2, 1, 3, 5));
      table.op("Attention", opset).in(q, k, k, Arg.of(DType.BOOL, 3, 5));
      table.op("Attention", opset).about("grouped").in(q, f32(2, 2, 5, 8), f32(2, 2, 5, 8));
      table
          .op("Attention", opset)
          .attr("q_num_heads", 4)
          .attr("kv_num_heads", 2)
          .in(f32(2, 3, 32), f32(2, 5, 16), f32(2, 5, 16));
      table
          .op("Attention", opset)
          .attr("is_causal", 1)
          .out(3)
          .in(q, f32(2, 4, 3, 8), f32(2, 4, 3, 8), NONE, f32(2, 4, 2, 8), f32(2, 4, 2, 8));
      // Mode 1, and a mask with softcap: ONNX changed their order after this ONNX Runtime was made.
      for (int mode : new int[] {0, 2, 3}) {
        table
            .op("Attention", opset)
            .attr("qk_matmul_output_mode", mode)
            .out("y", "", "", "qk")
            .in(q, k, k, f32(3, 5));
      }
    }
  }

  private static void rotary(CaseTable table) {
    for (int interleaved = 0; interleaved < 2; interleaved++) {
      Arg positions = Arg.of(DType.INT64, 2, 3).in(0, 9);
      table
          .op("RotaryEmbedding", 23)
          .attr("interleaved", interleaved)
          .in(f32(2, 4, 3, 8), f32(10, 4), f32(10, 4), positions);
      table
          .op("RotaryEmbedding", 23)
          .attr("interleaved", interleaved)
          .in(f32(2, 4, 3, 8), f32(2, 3, 4), f32(2, 3, 4));
      table
          .op("RotaryEmbedding", 23)
          .attr("interleaved", interleaved)
          .attr("num_heads", 4)
          .in(f32(2, 3, 32), f32(10, 4), f32(10, 4), positions);
      table
          .op("RotaryEmbedding", 23)
          .attr("interleaved", interleaved)
          .attr("rotary_embedding_dim", 4)
          .in(f32(2, 4, 3, 8), f32(10, 2), f32(10, 2), positions);
    }
  }
}
