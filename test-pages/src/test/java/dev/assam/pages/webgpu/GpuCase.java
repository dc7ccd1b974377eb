package dev.assam.pages.webgpu;

import dev.assam.Result;
import dev.assam.Session;
import dev.assam.SessionOptions;
import dev.assam.backend.Backend;
import dev.assam.backend.Profile;
import dev.assam.backend.device.DeviceBackend;
import dev.assam.memory.Storage;
import dev.assam.reference.ReferenceBackend;
import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxModel;
import dev.assam.testing.OnnxNode;
import dev.assam.webgpu.Gpu;
import dev.assam.webgpu.GpuLimits;
import dev.assam.webgpu.Tunings;
import dev.assam.webgpu.WebGpuDevice;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One node on a GPU, compared with its definition. */
final class GpuCase {
  private final OnnxNode node;
  private final Random random = new Random(7);
  private final OnnxGraph graph = new OnnxGraph("case");
  private final Map<String, Datum> inputs = new LinkedHashMap<>();
  private final List<String> names = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();
  private boolean written;

  GpuCase(OnnxNode node) {
    this.node = node;
  }

  /** The device with other limits: what it would do if it were another one. */
  static Gpu with(Gpu gpu, GpuLimits limits) {
    return with(gpu, limits, null);
  }

  /** The same, and the fastest programs are searched and kept there. */
  static Gpu with(Gpu gpu, GpuLimits limits, Tunings tunings) {
    return (Gpu)
        Proxy.newProxyInstance(
            Gpu.class.getClassLoader(),
            new Class<?>[] {Gpu.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("limits")) {
                return limits;
              }
              if (method.getName().equals("tunings")) {
                return tunings;
              }
              try {
                return method.invoke(gpu, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** An input of random elements between −1 and 1, or small integers. */
  GpuCase input(String name, DType dtype, int... dims) {
    Tensor tensor = random(dtype, dims);
    inputs.put(name, tensor);
    names.add(name);
    graph.input(name, tensor.type());
    return this;
  }

  GpuCase constant(String name, DType dtype, int... dims) {
    return constant(name, random(dtype, dims));
  }

  GpuCase constant(String name, Tensor tensor) {
    names.add(name);
    graph.initializer(name, tensor);
    return this;
  }

  GpuCase given(String name, Tensor tensor) {
    inputs.put(name, tensor);
    names.add(name);
    graph.input(name, tensor.type());
    return this;
  }

  /** An input that is not there. */
  GpuCase absent() {
    names.add("");
    return this;
  }

  GpuCase output(DType dtype, int... dims) {
    String name = "y" + outputs.size();
    outputs.add(name);
    graph.output(name, new TensorType(dtype, Shape.of(dims)));
    return this;
  }

  private Tensor random(DType dtype, int... dims) {
    Tensor tensor = Tensor.allocate(dtype, Shape.of(dims));
    tensor.retain();
    for (int i = 0; i < tensor.size(); i++) {
      if (dtype == DType.FLOAT32 || dtype == DType.FLOAT16) {
        tensor.setDouble(i, random.nextFloat() * 2 - 1);
      } else {
        int bits = Math.min(8, dtype.bits());
        int least = dtype.isUnsigned() ? 0 : -(1 << bits - 1);
        tensor.setLong(i, least + random.nextInt(1 << bits));
      }
    }
    return tensor;
  }

  /** Adds a node before the case's, which reads its result in place of the inputs so far. */
  GpuCase before(OnnxNode first, String result) {
    graph.node(first);
    names.clear();
    names.add(result);
    return this;
  }

  /** The case's node reads another value. */
  GpuCase reads(String value) {
    names.add(value);
    return this;
  }

  /**
   * Runs the case both ways.
   *
   * @param kernel what the profile must call it
   * @param tolerance of elements, times 1 and their size
   */
  void check(Gpu gpu, String kernel, double tolerance) {
    byte[] model = model();
    try (Session reference = open(model, new ReferenceBackend());
        Result expected = reference.run(inputs)) {
      List<String> kernels = new ArrayList<>();
      try (Result result = run(gpu, kernels)) {
        for (String output : outputs) {
          compare(output, (Tensor) expected.get(output), (Tensor) result.get(output), tolerance);
        }
      }
      if (!kernels.contains("webgpu " + kernel)) {
        throw new AssertionError("no " + kernel + " in " + kernels);
      }
    }
  }

  private byte[] model() {
    if (!written) {
      graph.node(node.in(names).out(outputs));
      written = true;
    }
    return new OnnxModel(graph).opset(23).opset("com.microsoft", 1).toBytes();
  }

  /**
   * Runs the case on the GPU only.
   *
   * @param kernels takes backends and kernels of all nodes
   */
  Result run(Gpu gpu, List<String> kernels) {
    DeviceBackend device = new DeviceBackend(new WebGpuDevice(gpu), new ReferenceBackend());
    try (Session session = open(model(), device)) {
      Result result = session.start(inputs).get();
      for (Profile.Entry entry : session.profile().nodes()) {
        kernels.add(entry.backend() + " " + entry.kernel());
      }
      return result;
    }
  }

  private static Session open(byte[] model, Backend backend) {
    return Session.open(Storage.ofBytes(model), SessionOptions.DEFAULT.withBackend(backend));
  }

  private static void compare(String name, Tensor expected, Tensor actual, double tolerance) {
    if (!expected.type().equals(actual.type())) {
      throw new AssertionError(name + " is " + actual.type() + " instead of " + expected.type());
    }
    for (int i = 0; i < expected.size(); i++) {
      double wanted = expected.getDouble(i);
      double got = actual.getDouble(i);
      if (!(Math.abs(wanted - got) <= tolerance * Math.max(1, Math.abs(wanted)))) {
        throw new AssertionError(name + "[" + i + "] is " + got + " instead of " + wanted);
      }
    }
  }
}
