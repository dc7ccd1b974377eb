package dev.assam.optimize;

import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxNode;
import org.junit.jupiter.api.Test;

final class AttentionsTest {
  private static OnnxNode reshape(String x, String shape, String y) {
    return new OnnxNode("Reshape").in(x, shape).out(y);
  }

  private static OnnxNode transpose(String x, String y, long... perm) {
    return new OnnxNode("Transpose").in(x).out(y).ints("perm", perm);
  }

  @Test
  void findsHeadsAndMask() {
    new PassRun(new Attentions(), new AttentionHeads())
        .check(
            new OnnxGraph("g")
                .input("q", DType.FLOAT32, -1, -1, 6)
                .input("k", DType.FLOAT32, -1, -1, 6)
                .input("v", DType.FLOAT32, -1, -1, 6)
                .input("mask", DType.FLOAT32, 2, 1, 1, 3)
                .initializer("split", Tensor.ofLongs(0, 0, 2, 3))
                .initializer("merge", Tensor.ofLongs(0, 0, 6))
                .initializer("root", Tensor.of(Shape.SCALAR, 2))
                .node(reshape("q", "split", "qh"))
                .node(reshape("k", "split", "kh"))
                .node(reshape("v", "split", "vh"))
                .node(transpose("qh", "qt", 0, 2, 1, 3))
                .node(transpose("kh", "kt", 0, 2, 3, 1))
                .node(transpose("vh", "vt", 0, 2, 1, 3))
                .node(new OnnxNode("MatMul").in("qt", "kt").out("products"))
                .node(new OnnxNode("Div").in("products", "root").out("scaled"))
                .node(new OnnxNode("Add").in("scaled", "mask").out("masked"))
                .node(new OnnxNode("Softmax").in("masked").out("weights").attr("axis", -1))
                .node(new OnnxNode("MatMul").in("weights", "vt").out("heads"))
                .node(transpose("heads", "merged", 0, 2, 1, 3))
                .node(reshape("merged", "merge", "y"))
                .output("y", null),
            """
            %qh = Reshape(allowZero=false) [%q, %split]
            %kh = Reshape(allowZero=false) [%k, %split]
            %vh = Reshape(allowZero=false) [%v, %split]
            %qt = Transpose(perm=[0, 2, 1, 3]) [%qh]
            %kt = Transpose(perm=[0, 2, 3, 1]) [%kh]
            %vt = Transpose(perm=[0, 2, 1, 3]) [%vh]
            %products = MatMul [%qt, %kt]
            %scaled = Div [%products, %root]
            %masked = Add [%scaled, %mask]
            %weights = Softmax(axis=-1, flattened=false) [%masked]
            %heads = MatMul [%weights, %vt]
            %merged = Transpose(perm=[0, 2, 1, 3]) [%heads]
            %y = Reshape(allowZero=false) [%merged, %merge]
            """,
            """
            %y = Attention(scale=0.5, softcap=0.0, causal=false, qHeads=2, kvHeads=2, qkOutput=0, softmaxPrecision=null, padsMask=false) [%q, %k, %v, %mask]
            """);
  }

  @Test
  void findsOneHeadAndAFilledMask() {
    new PassRun(new Attentions(), new AttentionHeads())
        .check(
            new OnnxGraph("g")
                .input("q", DType.FLOAT32, 2, 3, 4)
                .input("k", DType.FLOAT32, 2, 5, 4)
                .input("v", DType.FLOAT32, 2, 5, 6)
                .input("hidden", DType.BOOL, 2, 1, 5)
                .initializer("far", Tensor.of(Shape.SCALAR, -1e9f))
                .initializer("half", Tensor.of(Shape.SCALAR, 0.5f))
                .node(new OnnxNode("Mul").in("half", "q").out("scaled"))
                .node(transpose("k", "kt", 0, 2, 1))
                .node(new OnnxNode("MatMul").in("scaled", "kt").out("products"))
                .node(new OnnxNode("Where").in("hidden", "far", "products").out("masked"))
                .node(new OnnxNode("Softmax").in("masked").out("weights").attr("axis", 2))
                .node(new OnnxNode("MatMul").in("weights", "v").out("y"))
                .output("y", null),
            """
            %scaled = Mul [%half, %q]
            %kt = Transpose(perm=[0, 2, 1]) [%k]
            %products = MatMul [%scaled, %kt]
            %masked = Where [%hidden, %far, %products]
            %weights = Softmax(axis=2, flattened=false) [%masked]
            %y = MatMul [%weights, %v]
            """,
            """
            %hidden/mask = Where [%hidden, %hidden/fill, %hidden/none]
            %hidden/heads = Unsqueeze(axes=[1]) [%hidden/mask]
            %y = Attention(scale=0.5, softcap=0.0, causal=false, qHeads=1, kvHeads=1, qkOutput=0, softmaxPrecision=null, padsMask=false) [%q, %k, %v, %hidden/heads]
            """);
  }

  @Test
  void leavesScoresThatSomebodyElseNeeds() {
    String nodes =
        """
        %kt = Transpose(perm=[0, 2, 1]) [%k]
        %products = MatMul [%q, %kt]
        %weights = Softmax(axis=2, flattened=false) [%products]
        %y = MatMul [%weights, %v]
        """;
    new PassRun(new Attentions(), new AttentionHeads())
        .check(
            new OnnxGraph("g")
                .input("q", DType.FLOAT32, 2, 3, 4)
                .input("k", DType.FLOAT32, 2, 5, 4)
                .input("v", DType.FLOAT32, 2, 5, 6)
                .node(transpose("k", "kt", 0, 2, 1))
                .node(new OnnxNode("MatMul").in("q", "kt").out("products"))
                .node(new OnnxNode("Softmax").in("products").out("weights").attr("axis", 2))
                .node(new OnnxNode("MatMul").in("weights", "v").out("y"))
                .output("y", null)
                .output("weights", null),
            nodes,
            nodes);
  }
}
