package dev.assam.pages.conformance;

import dev.assam.ModelFile;
import dev.assam.Result;
import dev.assam.Session;
import dev.assam.SessionOptions;
import dev.assam.backend.Profile;
import dev.assam.backend.device.DeviceBackend;
import dev.assam.error.AssamException;
import dev.assam.simd.SimdBackend;
import dev.assam.tensor.Datum;
import dev.assam.tensor.ValueType;
import dev.assam.webgl.Glsl;
import dev.assam.webgl.RecordingGl;
import dev.assam.webgl.Shader;
import dev.assam.webgl.WebGlDevice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The WebGL backend over a device that computes nothing but remembers the shaders. */
final class WebGlRecordingWorld implements World {
  /** Shaders by their sources. */
  final Map<String, Glsl> shaders = new LinkedHashMap<>();

  /** Of each source the shader's name and the first model that has it. */
  final Map<String, String> names = new LinkedHashMap<>();

  /** Operators that were run on the device at least once. */
  final Set<String> operators = new TreeSet<>();

  /** What the device would have refused. */
  final Set<String> refused = new LinkedHashSet<>();

  @Override
  public String name() {
    return "webgl-recording";
  }

  @Override
  public String description() {
    return "WebGL, recorded";
  }

  @Override
  public List<Datum> run(Path model, Map<String, Datum> inputs, List<ValueType> types) {
    RecordingGl gl = new RecordingGl();
    DeviceBackend backend = new DeviceBackend(new WebGlDevice(gl), new SimdBackend());
    SessionOptions options = SessionOptions.DEFAULT.withBackend(backend);
    String of = model.getParent().getFileName().toString();
    try (Session session = ModelFile.open(model, options);
        Result result = session.start(inputs).get()) {
      for (Shader shader : gl.shaders()) {
        Glsl glsl = shader.write();
        shaders.putIfAbsent(glsl.source(), glsl);
        names.putIfAbsent(glsl.source(), shader.name() + " of " + of);
      }
      for (Profile.Entry node : session.profile().nodes()) {
        if (node.backend().equals("webgl")) {
          operators.add(node.op());
        }
      }
      result.outputs().values().forEach(Datum::retain);
      return new ArrayList<>(result.outputs().values());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (AssamException e) {
      throw new WorldException(e.code() + " " + e.getMessage());
    } catch (IllegalStateException e) {
      refused.add(of + ": " + e.getMessage());
      throw new WorldException(e.getMessage());
    }
  }

  @Override
  public void close() {}
}
