package dev.assam.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.SequenceDatum;
import dev.assam.tensor.SequenceType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What may be wrong with a model and its inputs, and the message for it, word by word. */
public final class BadInputs {
  private static final TensorType FLOATS = new TensorType(DType.FLOAT32, Shape.UNKNOWN);

  private final List<BadInput> list = new ArrayList<>();
  private final Map<String, Datum> inputs = new LinkedHashMap<>();
  private long memoryLimit = Long.MAX_VALUE;
  private long timeLimit = Long.MAX_VALUE;

  private BadInputs() {}

  public static List<BadInput> all() {
    BadInputs table = new BadInputs();
    table.files();
    table.tensors();
    table.graphs();
    table.operators();
    table.inputs();
    table.data();
    table.limits();
    return List.copyOf(table.list);
  }

  /** An input for the next model. */
  private BadInputs given(String name, Datum value) {
    inputs.put(name, value);
    return this;
  }

  private void bad(String name, byte[] model, String code, String message) {
    list.add(new BadInput(name, model, Map.copyOf(inputs), memoryLimit, timeLimit, code, message));
    inputs.clear();
    memoryLimit = Long.MAX_VALUE;
    timeLimit = Long.MAX_VALUE;
  }

  private void bad(String name, OnnxGraph graph, String code, String message) {
    bad(name, model(graph).toBytes(), code, message);
  }

  /** A model of one node with the inputs that were given, their types declared as they are. */
  private void bad(String name, OnnxNode node, String code, String message) {
    OnnxGraph graph = new OnnxGraph("g").output("y", null).node(node.name("node").out("y"));
    inputs.forEach((input, value) -> graph.input(input, value.type()));
    node.in(List.copyOf(inputs.keySet()));
    bad(name, graph, code, message);
  }

  private static OnnxModel model(OnnxGraph graph) {
    return new OnnxModel(graph).ir(10).opset(21);
  }

  /** x [2,3] → y by the nodes. */
  private static OnnxGraph graph(OnnxNode... nodes) {
    OnnxGraph graph =
        new OnnxGraph("g").input("x", DType.FLOAT32, 2, 3).output("y", DType.FLOAT32, 2, 3);
    for (OnnxNode node : nodes) {
      graph.node(node);
    }
    return graph;
  }

  private static OnnxNode node(String op, String in, String out) {
    return new OnnxNode(op).name(op + " of " + in).in(in).out(out);
  }

  private static Tensor floats(Shape shape) {
    return Tensor.allocate(DType.FLOAT32, shape);
  }

  private static Tensor floats(float... values) {
    return Tensor.of(Shape.of(values.length), values);
  }

  private static SequenceDatum sequence(Tensor element) {
    return new SequenceDatum(new SequenceType(element.type()), List.of(element));
  }

  private static byte[] relu() {
    return model(graph(node("Relu", "x", "y"))).toBytes();
  }

  private void files() {
    byte[] good = relu();
    bad("nothing", new byte[0], "MODEL_FORMAT", "not an ONNX model: there is no graph in it");
    bad(
        "zeros",
        new byte[100],
        "MODEL_FORMAT",
        "not a well-formed ONNX file: field 0 before byte 1 has field number 0");
    bad(
        "a page",
        "<!doctype html><p>Not found".getBytes(UTF_8),
        "MODEL_FORMAT",
        "not a well-formed ONNX file: field 7 before byte 1 has wire type 4 (allowed: 2)");
    bad(
        "half a model",
        Arrays.copyOf(good, good.length / 2),
        "MODEL_FORMAT",
        "not a well-formed ONNX file: field 7 before byte 17 has a field of 70 bytes with 28 "
            + "left");
    byte[] longer = Arrays.copyOf(good, good.length + 1);
    longer[good.length] = 0x3A;
    bad(
        "a byte too many",
        longer,
        "MODEL_FORMAT",
        "not a well-formed ONNX file: field 7 before byte 92 has a number beyond the end of "
            + "its message");
    bad(
        "a field of 2^63 bytes",
        bytes(0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F),
        "MODEL_FORMAT",
        "not a well-formed ONNX file: field 7 before byte 10 has a field of "
            + "9223372036854775807 bytes with 0 left");
    bad(
        "a number of eleven bytes",
        bytes(0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1),
        "MODEL_FORMAT",
        "not a well-formed ONNX file: field 1 before byte 11 has a number of more than ten "
            + "bytes");
    bad(
        "a group",
        bytes(0x3B),
        "MODEL_FORMAT",
        "not a well-formed ONNX file: field 7 before byte 1 has wire type 3 (allowed: 2)");
    byte[] deep = new byte[0];
    for (int i = 0; i < 150; i++) {
      byte[] inner = deep;
      int field = i % 3 == 0 ? 6 : i % 3 == 1 ? 5 : 1;
      deep = new ProtoWriter().bytes(field, inner).toBytes();
    }
    bad(
        "graphs 50 deep",
        new ProtoWriter().bytes(7, deep).toBytes(),
        "MODEL_FORMAT",
        "messages nested deeper than 100");
    bad(
        "opset 999",
        new OnnxModel(graph(node("Relu", "x", "y"))).opset(999).toBytes(),
        "UNSUPPORTED",
        "the model imports ai.onnx opset 999 (supported up to 28)");
    bad(
        "no opset",
        new OnnxModel(graph(node("Relu", "x", "y"))).toBytes(),
        "MODEL_FORMAT",
        "Relu at \"Relu of x\": the model does not import the operator set ai.onnx");
    bad(
        "opset 0",
        new OnnxModel(graph(node("Mish", "x", "y"))).opset(17).toBytes(),
        "UNSUPPORTED",
        "the model cannot be run: Mish at \"Mish of x\": opset 17 (supported from opset 18)");
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private void tensor(String name, String code, String message, Consumer<ProtoWriter> tensor) {
    ProtoWriter model = new ProtoWriter();
    model.message(7, graph -> graph.message(5, tensor));
    bad(name, model.toBytes(), code, message);
  }

  private void tensors() {
    tensor(
        "100 GB in 8 bytes",
        "MODEL_FORMAT",
        "tensor \"w\" of type float32[100000,250000] needs 100000000000 bytes of raw data, "
            + "there are 8",
        t ->
            t.integer(1, 100_000)
                .integer(1, 250_000)
                .integer(2, 1)
                .string(8, "w")
                .bytes(9, new byte[8]));
    tensor(
        "2^40 elements",
        "MODEL_FORMAT",
        "tensor \"w\" has the dimension 1099511627776 (allowed 0..2147483647)",
        t -> t.integer(1, 1L << 40).integer(2, 1).string(8, "w"));
    tensor(
        "a negative dimension",
        "MODEL_FORMAT",
        "tensor \"w\" has the dimension -5 (allowed 0..2147483647)",
        t -> t.integer(1, -5).integer(2, 1).string(8, "w"));
    tensor(
        "one byte too few",
        "MODEL_FORMAT",
        "tensor \"w\" of type int64[2] needs 16 bytes of raw data, there are 15",
        t -> t.integer(1, 2).integer(2, 7).string(8, "w").bytes(9, new byte[15]));
    tensor(
        "too few numbers",
        "MODEL_FORMAT",
        "tensor \"w\" of type float32[2] needs 8 bytes of raw data, there are 12",
        t -> t.integer(1, 2).integer(2, 1).string(8, "w").packedFloats(4, 1f, 2f, 3f));
    tensor(
        "element type 99",
        "MODEL_FORMAT",
        "tensor \"w\" has the unknown element type 99",
        t -> t.integer(1, 1).integer(2, 99).string(8, "w"));
    tensor(
        "complex",
        "UNSUPPORTED",
        "tensor \"w\" is complex, which Assam does not have",
        t -> t.integer(1, 1).integer(2, 14).string(8, "w"));
    OnnxGraph external = graph(new OnnxNode("Add").in("x", "w").out("y"));
    bad(
        "external data that is not there",
        external.externalInitializer(
            "w", new TensorType(DType.FLOAT32, Shape.of(2, 3)), "weights.bin"),
        "EXTERNAL_DATA",
        "tensor \"w\" of type float32[2,3]: external data \"weights.bin\" is needed and none "
            + "was given");
    OnnxGraph outside = graph(new OnnxNode("Add").in("x", "w").out("y"));
    bad(
        "external data elsewhere",
        outside.externalInitializer(
            "w", new TensorType(DType.FLOAT32, Shape.of(2, 3)), "../../etc/passwd"),
        "EXTERNAL_DATA",
        "tensor \"w\" of type float32[2,3] lies at \"../../etc/passwd\" (allowed: below the "
            + "model's folder)");
    memoryLimit = 1 << 20;
    ProtoWriter sparse = new ProtoWriter();
    sparse.message(
        7,
        g ->
            g.message(
                15,
                s ->
                    s.message(1, v -> v.integer(1, 0).integer(2, 1).string(8, "w"))
                        .message(2, i -> i.integer(1, 0).integer(2, 7))
                        .integer(3, 1 << 20)));
    bad(
        "a sparse tensor beyond the limit",
        sparse.toBytes(),
        "MEMORY",
        "sparse tensor \"w\": 4194304 bytes are needed, 128 are in use (allowed: 1048576)");
  }

  private void graphs() {
    bad(
        "an unknown operator",
        graph(node("Frobnicate", "x", "y")),
        "UNSUPPORTED",
        "the model cannot be run: operator Frobnicate (opset 21) is not known");
    bad(
        "an unknown domain",
        graph(node("Relu", "x", "y").domain("com.example")),
        "UNSUPPORTED",
        "the model cannot be run: operator com.example.Relu is not known");
    bad(
        "a cycle",
        graph(node("Relu", "b", "y"), node("Relu", "y", "b")),
        "MODEL_FORMAT",
        "graph \"g\" has a cycle through Relu at \"Relu of b\"");
    bad(
        "an input from nowhere",
        graph(node("Relu", "nowhere", "y")),
        "MODEL_FORMAT",
        "Relu at \"Relu of nowhere\": input \"nowhere\" is not defined");
    bad(
        "an output from nowhere",
        graph(node("Relu", "x", "z")),
        "MODEL_FORMAT",
        "graph \"g\": output \"y\" is not defined");
    bad(
        "a value defined twice",
        graph(node("Relu", "x", "y"), node("Neg", "x", "y")),
        "MODEL_FORMAT",
        "Neg at \"Neg of x\": value \"y\" is defined twice");
    bad(
        "too many inputs",
        graph(new OnnxNode("Relu").name("r").in("x", "x").out("y")),
        "MODEL_FORMAT",
        "Relu at \"r\": 2 inputs (allowed 1)");
    bad(
        "too many outputs",
        graph(new OnnxNode("Relu").name("r").in("x").out("y", "z")),
        "MODEL_FORMAT",
        "Relu at \"r\": 2 outputs (allowed 1)");
    bad(
        "no inputs",
        graph(new OnnxNode("Relu").name("r").out("y")),
        "MODEL_FORMAT",
        "Relu at \"r\": 0 inputs (allowed 1)");
    OnnxNode itself = new OnnxNode("F").domain("mine").in("a").out("b");
    bad(
        "a function that calls itself",
        model(graph(new OnnxNode("F").domain("mine").name("f").in("x").out("y")))
            .opset("mine", 1)
            .function("mine", "F", 21, List.of("a"), List.of("b"), List.of(), List.of(itself))
            .toBytes(),
        "MODEL_FORMAT",
        "mine.F at \"f/F_b\": function F calls itself");
  }

  private void operators() {
    bad(
        "an unknown attribute",
        graph(node("Relu", "x", "y").attr("alpha", 1)),
        "UNSUPPORTED",
        "the model cannot be run: Relu at \"Relu of x\": unknown attribute alpha (allowed: "
            + "none)");
    bad(
        "an attribute of another kind",
        graph(node("Softmax", "x", "y").attr("axis", "last")),
        "ATTRIBUTE",
        "Softmax at \"Softmax of x\": attribute axis is of another kind (allowed: an integer)");
    bad(
        "a missing attribute",
        graph(node("Cast", "x", "y")),
        "ATTRIBUTE",
        "Cast at \"Cast of x\": attribute to is missing");
    bad(
        "an axis out of range",
        graph(node("Softmax", "x", "y").attr("axis", 1L << 62)),
        "SHAPE",
        "Softmax(axis=2147483647, flattened=false) at \"Softmax of x\": axis 2147483647 out "
            + "of range for rank 2 (allowed -2..1)");
    bad(
        "shapes that do not multiply",
        graph(new OnnxNode("MatMul").name("mm").in("x", "x").out("y")),
        "SHAPE",
        "MatMul at \"mm\": shapes [2,3] and [2,3] do not multiply: 3 columns, 2 rows");
    bad(
        "an element type that is not allowed",
        graph(new OnnxNode("And").name("and").in("x", "x").out("y")),
        "TYPE",
        "And at \"and\": input 0 is float32[2,3] (allowed: [bool])");
    bad(
        "a float in the message",
        graph(new OnnxNode("LeakyRelu").name("leaky").in("i").out("y").attr("alpha", 0.01))
            .input("i", DType.INT64, 2),
        "TYPE",
        "LeakyRelu(alpha=0.01) at \"leaky\": input 0 is int64[2] (allowed: [float32, "
            + "float16, float64, bfloat16])");
    bad(
        "a large float in the message",
        graph(new OnnxNode("Elu").name("elu").in("i").out("y").attr("alpha", 3e30))
            .input("i", DType.INT64, 2),
        "TYPE",
        "Elu(alpha=3.0E30) at \"elu\": input 0 is int64[2] (allowed: [float32, float16, "
            + "float64, bfloat16])");
    bad(
        "no float in the message",
        graph(new OnnxNode("Elu").name("elu").in("i").out("y").attr("alpha", Double.NaN))
            .input("i", DType.INT64, 2),
        "TYPE",
        "Elu(alpha=NaN) at \"elu\": input 0 is int64[2] (allowed: [float32, float16, "
            + "float64, bfloat16])");
    given("x", floats(Shape.of(1, 1, 4, 4))).given("w", floats(Shape.of(1, 1, 9, 9)));
    bad(
        "a kernel that is too large",
        new OnnxNode("Conv"),
        "SHAPE",
        "Conv(window=WindowAttributes[autoPad=NOTSET, kernelShape=null, strides=null, "
            + "dilations=null, pads=null, ceilMode=false], group=1) at \"node\": the kernel spans "
            + "9 elements along spatial dimension 0 (allowed: up to 4, the padded input)");
    given("x", floats(Shape.of(1, 1, 4, 4))).given("w", floats(Shape.of(1, 1, 3, 3)));
    bad(
        "a stride of 0",
        new OnnxNode("Conv").ints("strides", 0, 1),
        "SHAPE",
        "Conv(window=WindowAttributes[autoPad=NOTSET, kernelShape=null, strides=[0, 1], "
            + "dilations=null, pads=null, ceilMode=false], group=1) at \"node\": strides has 0 "
            + "(allowed: 1 or more)");
    given("x", floats(Shape.of(1, 1, 4, 4))).given("w", floats(Shape.of(1, 1, 3, 3)));
    bad(
        "groups of nothing",
        new OnnxNode("Conv").attr("group", 0),
        "SHAPE",
        "Conv(window=WindowAttributes[autoPad=NOTSET, kernelShape=null, strides=null, "
            + "dilations=null, pads=null, ceilMode=false], group=0) at \"node\": group is 0 for X "
            + "[1,1,4,4] and W [1,1,3,3] (allowed: a divisor of M and C, with W [M, C/group, "
            + "kernel\u2026])");
    given("x", floats(Shape.of(2, 3)));
    bad(
        "an equation that is none",
        new OnnxNode("Einsum").attr("equation", "ij->k"),
        "SHAPE",
        "Einsum(equation=ij->k) at \"node\": equation ij->k: output k has an index twice or "
            + "one that no operand has");
    given("c", Tensor.ofBooleans(Shape.SCALAR, true));
    OnnxGraph branch = new OnnxGraph("b").input("z", FLOATS).output("z", FLOATS);
    bad(
        "a branch with an input",
        new OnnxNode("If").attr("then_branch", branch).attr("else_branch", branch),
        "SHAPE",
        "If at \"node\": a branch takes 1 inputs and yields 1 (allowed: 0 and 1)");
  }

  private void inputs() {
    bad("no input", relu(), "INPUT", "input \"x\" is missing: float32[2,3]");
    given("x", floats(Shape.of(2, 3))).given("z", floats(1));
    bad("an input that there is not", relu(), "INPUT", "no input \"z\" (there are: [x])");
    given("x", Tensor.allocate(DType.INT64, Shape.of(2, 3)));
    bad(
        "an input of another element type",
        relu(),
        "INPUT",
        "input \"x\" is int64[2,3] (allowed: float32[2,3])");
    given("x", floats(Shape.of(6)));
    bad(
        "an input of another rank",
        relu(),
        "INPUT",
        "input \"x\" is float32[6] (allowed: float32[2,3])");
    given("x", floats(Shape.of(2, 4)));
    bad(
        "an input of another shape",
        relu(),
        "INPUT",
        "input \"x\" is float32[2,4] (allowed: float32[2,3])");
    given("x", sequence(floats(1, 2)));
    bad(
        "a sequence for a tensor",
        relu(),
        "INPUT",
        "input \"x\" is seq(float32[2]) (allowed: float32[2,3])");
    given("x", Tensor.ofStrings(Shape.of(2, 3), "a", "b", "c", "d", "e", "f"));
    bad(
        "strings for numbers",
        relu(),
        "INPUT",
        "input \"x\" is string[2,3] (allowed: float32[2,3])");
  }

  private void data() {
    given("x", floats(1, 2, 3)).given("i", Tensor.ofLongs(3));
    bad(
        "an index out of range",
        new OnnxNode("Gather"),
        "SHAPE",
        "Gather(axis=0) at \"node\": index 3 out of range for axis 0 of [3] (allowed -3..2)");
    given("x", floats(1, 2, 3)).given("shape", Tensor.ofLongs(2, 2));
    bad(
        "a shape of another size",
        new OnnxNode("Reshape"),
        "SHAPE",
        "Reshape(allowZero=false) at \"node\": [3] does not fit into [2, 2]");
    given("x", floats(1, 2, 3)).given("shape", Tensor.ofLongs(-1, -1));
    bad(
        "two unknown dimensions",
        new OnnxNode("Reshape"),
        "SHAPE",
        "Reshape(allowZero=false) at \"node\": shape [-1, -1] has more than one -1");
    given("shape", Tensor.ofLongs(3, -2));
    bad(
        "a negative size",
        new OnnxNode("ConstantOfShape"),
        "SHAPE",
        "ConstantOfShape(value=null) at \"node\": dimension -2 (allowed 0..2147483647)");
    given("shape", Tensor.ofLongs(1 << 20, 1 << 20));
    bad(
        "2^40 elements at the run",
        new OnnxNode("ConstantOfShape"),
        "MEMORY",
        "ConstantOfShape(value=null) at \"node\": a tensor of shape [1048576,1048576] has "
            + "2^31 elements or more");
    given("from", Tensor.ofLongs(DType.INT64, Shape.SCALAR, 0))
        .given("to", Tensor.ofLongs(DType.INT64, Shape.SCALAR, 9))
        .given("step", Tensor.ofLongs(DType.INT64, Shape.SCALAR, 0));
    bad(
        "a step of nothing",
        new OnnxNode("Range"),
        "SHAPE",
        "Range at \"node\": range from 0 to 9 by 0");
    given("s", sequence(floats(1))).given("i", Tensor.ofLongs(DType.INT64, Shape.SCALAR, -2));
    bad(
        "a place that a sequence has not",
        new OnnxNode("SequenceAt"),
        "SHAPE",
        "SequenceAt at \"node\": position -2 (allowed -1..0)");
    given("x", Tensor.ofStrings(Shape.of(1), "12 apples"));
    bad(
        "a number that is none",
        new OnnxNode("Cast").attr("to", 1),
        "SHAPE",
        "Cast(to=float32, saturate=true, roundMode=up) at \"node\": element 0 is \"12 "
            + "apples\" (allowed: a float32)");
    given("x", Tensor.ofStrings(Shape.of(1), "a"));
    bad(
        "a pattern that is none",
        new OnnxNode("RegexFullMatch").attr("pattern", "(a"),
        "ATTRIBUTE",
        "RegexFullMatch at \"node\": attribute pattern is \"(a\": a missing ) at 2");
    given("x", Tensor.ofLongs(DType.UINT8, Shape.of(4), 0xFF, 0xD8, 0xFF, 0xC0));
    bad(
        "a picture that is none",
        new OnnxNode("ImageDecoder"),
        "INPUT",
        "ImageDecoder(pixelFormat=RGB) at \"node\": the picture is corrupt: an end after 4 "
            + "bytes");
    given("x", floats(Shape.of(1, 1, 2, 2)))
        .given("roi", floats())
        .given("scales", floats(1, 1, 1e20f, -0.5f));
    bad(
        "a scale without sense",
        new OnnxNode("Resize"),
        "SHAPE",
        "Resize(interpolation=Interpolation[mode=nearest, coordinates=half_pixel, "
            + "nearestMode=round_prefer_floor, cubicCoeffA=-0.75, excludeOutside=false, "
            + "extrapolationValue=0.0, antialias=false], axes=null, p\u2026 at \"node\": dimension "
            + "9223372036854775807 (allowed 0..2147483647)");
  }

  private void limits() {
    memoryLimit = 1000;
    given("shape", Tensor.ofLongs(10, 30));
    bad(
        "more than the memory limit",
        new OnnxNode("ConstantOfShape"),
        "MEMORY",
        "ConstantOfShape(value=null) at \"node\": 1200 bytes are needed, 0 are in use "
            + "(allowed: 1000)");
    timeLimit = 100;
    OnnxGraph body =
        new OnnxGraph("body")
            .input("i", DType.INT64)
            .input("go", DType.BOOL)
            .input("v", FLOATS)
            .output("go", DType.BOOL)
            .output("v", FLOATS);
    given("n", Tensor.ofLongs(DType.INT64, Shape.SCALAR, Long.MAX_VALUE))
        .given("c", Tensor.ofBooleans(Shape.SCALAR, true))
        .given("x", floats(1));
    bad(
        "a loop without end",
        new OnnxNode("Loop").attr("body", body),
        "TIMEOUT",
        "Loop at \"node\": the time limit of 100 ms is over");
  }
}
