package dev.assam.pages.microbench;

import dev.assam.nativerun.bench.BenchShape;
import dev.assam.nativerun.bench.Meter;
import dev.assam.nativerun.bench.ShapeModel;
import dev.assam.nativerun.ort.OrtModel;
import dev.assam.nativerun.ort.OrtOptions;
import dev.assam.nativerun.ort.OrtRun;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.Map;

/** ONNX Runtime's native kernels: models of one node, inputs and outputs in place. */
final class OrtKernels implements KernelWorld {
  private final int warmMillis;

  OrtKernels(int warmMillis) {
    this.warmMillis = warmMillis;
  }

  @Override
  public String description() {
    return "ONNX Runtime, native CPU build, one node a model";
  }

  @Override
  public Timed time(BenchShape shape) {
    try (Tensor x = Tensor.allocate(DType.FLOAT32, Shape.of(ShapeModel.inputDims(shape)));
        OrtModel model = OrtModel.open(ShapeModel.onnx(shape), OrtOptions.fastest(1))) {
      for (int i = 0; i < x.size(); i++) {
        x.floats().set(i, shape.input(i));
      }
      try (OrtRun run = model.prepare(Map.of("x", x))) {
        double nanos = Meter.nanos(run::run, warmMillis);
        Tensor y = (Tensor) run.outputs().get("y");
        float[] sample = new float[shape.samples()];
        for (int i = 0; i < sample.length; i++) {
          sample[i] = y.floats().get(shape.place(i, false));
        }
        return new Timed(shape.operations() / nanos, sample);
      }
    }
  }

  @Override
  public void close() {}
}
