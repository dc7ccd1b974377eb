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

  /** A decoder's step: its keys and values behind those of the past, all of which it yields. */
  private static OnnxGraph decoder() {
    return new OnnxGraph("g")
        .input("q", DType.FLOAT32, -1, -1, 6)
        .input("k", DType.FLOAT32, -1, -1, 6)
        .input("v", DType.FLOAT32, -1, -1, 6)
        .input("pastK", DType.FLOAT32, -1, 2, -1, 3)
        .input("pastV", DType.FLOAT32, -1, 2, -1, 3)
        .input("mask", DType.FLOAT32, -1, 1, -1, -1)
        .initializer("split", Tensor.ofLongs(0, 0, 2, 3))
        .initializer("merge", Tensor.ofLongs(0, 0, 6))
        .initializer("root", Tensor.of(Shape.SCALAR, 2))
        .node(reshape("q", "split", "qh"))
        .node(reshape("k", "split", "kh"))
        .node(reshape("v", "split", "vh"))
        .node(transpose("qh", "qt", 0, 2, 1, 3))
        .node(transpose("kh", "kt", 0, 2, 1, 3))
        .node(transpose("vh", "vt", 0, 2, 1, 3))
        .node(new OnnxNode("Concat").in("pastK", "kt").out("keys").attr("axis", -2))
        .node(new OnnxNode("Concat").in("pastV", "vt").out("values").attr("axis", 2))
        .node(transpose("keys", "turned", 0, 1, 3, 2))
        .node(new OnnxNode("MatMul").in("qt", "turned").out("products"))
        .node(new OnnxNode("Div").in("products", "root").out("scaled"))
        .node(new OnnxNode("Add").in("scaled", "mask").out("masked"))
        .node(new OnnxNode("Softmax").in("masked").out("weights").attr("axis", -1))
        .node(new OnnxNode("MatMul").in("weights", "values").out("heads"))
        .node(transpose("heads", "merged", 0, 2, 1, 3))
        .node(reshape("merged", "merge", "y"))
        .output("y", null)
        .output("keys", null)
        .output("values", null);
  }

  /** Where all unknown dimensions of a kind are alike: one batch, two queries, four of the past. */
  private static final int[] STEP = {1, 2, 1, 2, 1, 2, 1, 4, 1, 4, 1, 2, 6};

  @Test
  void findsThePast() {
    new PassRun(new Attentions(), new AttentionPasts(), new AttentionHeads())
        .sizes(STEP)
        .check(
            decoder(),
            """
            %qh = Reshape(allowZero=false) [%q, %split]
            %kh = Reshape(allowZero=false) [%k, %split]
            %vh = Reshape(allowZero=false) [%v, %split]
            %qt = Transpose(perm=[0, 2, 1, 3]) [%qh]
            %kt = Transpose(perm=[0, 2, 1, 3]) [%kh]
            %vt = Transpose(perm=[0, 2, 1, 3]) [%vh]
            %keys = Concat(axis=-2) [%pastK, %kt]
            %values = Concat(axis=2) [%pastV, %vt]
            %turned = Transpose(perm=[0, 1, 3, 2]) [%keys]
            %products = MatMul [%qt, %turned]
            %scaled = Div [%products, %root]
            %masked = Add [%scaled, %mask]
            %weights = Softmax(axis=-1, flattened=false) [%masked]
            %heads = MatMul [%weights, %values]
            %merged = Transpose(perm=[0, 2, 1, 3]) [%heads]
            %y = Reshape(allowZero=false) [%merged, %merge]
            """,
            """
            %y, %keys, %values = Attention(scale=0.5, softcap=0.0, causal=false, qHeads=2, kvHeads=2, qkOutput=0, softmaxPrecision=null, padsMask=false) [%q, %k, %v, %mask, %pastK, %pastV]
            """);
  }

  /** What is joined is needed before the attention, to tell how long the mask is. */
  @Test
  void leavesThePastThatSomethingBeforeNeeds() {
    new PassRun(new Attentions(), new AttentionPasts(), new AttentionHeads())
        .check(
            new OnnxGraph("g")
                .input("q", DType.FLOAT32, 1, 2, 3, 4)
                .input("pastK", DType.FLOAT32, 1, 2, 5, 4)
                .input("pastV", DType.FLOAT32, 1, 2, 5, 4)
                .node(new OnnxNode("Concat").in("pastK", "q").out("keys").attr("axis", 2))
                .node(new OnnxNode("Concat").in("pastV", "q").out("values").attr("axis", 2))
                .node(transpose("keys", "turned", 0, 1, 3, 2))
                .node(new OnnxNode("ReduceMax").in("values").out("most").ints("axes", 1, 2, 3))
                .node(new OnnxNode("MatMul").in("q", "turned").out("products"))
                .node(new OnnxNode("Add").in("products", "most").out("masked"))
                .node(new OnnxNode("Softmax").in("masked").out("weights").attr("axis", -1))
                .node(new OnnxNode("MatMul").in("weights", "values").out("y"))
                .output("y", null),
            """
            %keys = Concat(axis=2) [%pastK, %q]
            %values = Concat(axis=2) [%pastV, %q]
            %turned = Transpose(perm=[0, 1, 3, 2]) [%keys]
            %most = ReduceMax(fold=MAX, axes=[1, 2, 3], keepDims=true, noopWithEmptyAxes=false) [%values]
            %products = MatMul [%q, %turned]
            %masked = Add [%products, %most]
            %weights = Softmax(axis=-1, flattened=false) [%masked]
            %y = MatMul [%weights, %values]
            """,
            """
            %keys = Concat(axis=2) [%pastK, %q]
            %values = Concat(axis=2) [%pastV, %q]
            %most = ReduceMax(fold=MAX, axes=[1, 2, 3], keepDims=true, noopWithEmptyAxes=false) [%values]
            %y = Attention(scale=1.0, softcap=0.0, causal=false, qHeads=0, kvHeads=0, qkOutput=0, softmaxPrecision=null, padsMask=false) [%q, %keys, %values, %most]
            """);
  }

  /** Joined along the heads, the past is none. */
  @Test
  void leavesOtherJoints() {
    String nodes =
        """
        %keys = Concat(axis=1) [%past, %k]
        %y = Attention(scale=null, softcap=0.0, causal=false, qHeads=0, kvHeads=0, qkOutput=0, softmaxPrecision=null, padsMask=true) [%q, %keys, %v]
        """;
    new PassRun(new AttentionPasts())
        .opset(24)
        .check(
            new OnnxGraph("g")
                .input("q", DType.FLOAT32, 1, 2, 3, 4)
                .input("k", DType.FLOAT32, 1, 1, 3, 4)
                .input("past", DType.FLOAT32, 1, 1, 3, 4)
                .input("v", DType.FLOAT32, 1, 2, 3, 4)
                .node(new OnnxNode("Concat").in("past", "k").out("keys").attr("axis", 1))
                .node(new OnnxNode("Attention").in("q", "keys", "v").out("y"))
                .output("y", null),
            nodes,
            nodes);
  }

  @Test
  void sharesRepeatedHeadsAndFindsTheirPast() {
    new PassRun(new Attentions(), new SharedHeads(), new AttentionPasts())
        .check(
            new OnnxGraph("g")
                .input("q", DType.FLOAT32, 1, 6, 3, 4)
                .input("k", DType.FLOAT32, 1, 2, 3, 4)
                .input("pastK", DType.FLOAT32, 1, 2, 5, 4)
                .input("v", DType.FLOAT32, 1, 2, 3, 4)
                .input("pastV", DType.FLOAT32, 1, 2, 5, 4)
                .initializer("axis", Tensor.ofLongs(2))
                .initializer("times", Tensor.ofLongs(1, 2, 3, 8, 4))
                .initializer("all", Tensor.ofLongs(1, 6, 8, 4))
                .node(new OnnxNode("Concat").in("pastK", "k").out("keys").attr("axis", 2))
                .node(new OnnxNode("Concat").in("pastV", "v").out("values").attr("axis", 2))
                .node(new OnnxNode("Unsqueeze").in("keys", "axis").out("keys1"))
                .node(new OnnxNode("Expand").in("keys1", "times").out("keys3"))
                .node(reshape("keys3", "all", "keys6"))
                .node(new OnnxNode("Unsqueeze").in("values", "axis").out("values1"))
                .node(new OnnxNode("Expand").in("values1", "times").out("values3"))
                .node(reshape("values3", "all", "values6"))
                .node(transpose("keys6", "turned", 0, 1, 3, 2))
                .node(new OnnxNode("MatMul").in("q", "turned").out("products"))
                .node(new OnnxNode("Softmax").in("products").out("weights").attr("axis", -1))
                .node(new OnnxNode("MatMul").in("weights", "values6").out("y"))
                .output("y", null)
                .output("keys", null)
                .output("values", null),
            """
            %keys = Concat(axis=2) [%pastK, %k]
            %values = Concat(axis=2) [%pastV, %v]
            %keys1 = Unsqueeze(axes=null) [%keys, %axis]
            %keys3 = Expand [%keys1, %times]
            %keys6 = Reshape(allowZero=false) [%keys3, %all]
            %values1 = Unsqueeze(axes=null) [%values, %axis]
            %values3 = Expand [%values1, %times]
            %values6 = Reshape(allowZero=false) [%values3, %all]
            %turned = Transpose(perm=[0, 1, 3, 2]) [%keys6]
            %products = MatMul [%q, %turned]
            %weights = Softmax(axis=-1, flattened=false) [%products]
            %y = MatMul [%weights, %values6]
            """,
            """
            %y, %keys, %values = Attention(scale=1.0, softcap=0.0, causal=false, qHeads=0, kvHeads=0, qkOutput=0, softmaxPrecision=null, padsMask=false) [%q, %k, %v, _, %pastK, %pastV]
            """);
  }
}
