package dev.assam.nativerun.ort;

import dev.assam.tensor.Datum;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.onnxruntime.AllocatorWithDefaultOptions;
import org.bytedeco.onnxruntime.Env;
import org.bytedeco.onnxruntime.OrtAllocator;
import org.bytedeco.onnxruntime.OrtCUDAProviderOptions;
import org.bytedeco.onnxruntime.Session;
import org.bytedeco.onnxruntime.SessionOptions;
import org.bytedeco.onnxruntime.StringVector;
import org.bytedeco.onnxruntime.global.onnxruntime;

/** A model open in ONNX Runtime's CPU provider. Not for use by several threads at once. */
public final class OrtModel implements AutoCloseable {
  private static final String CUDA = "CUDAExecutionProvider";

  private final BytePointer bytes;
  private final Session session;
  private final List<String> inputNames;
  private final List<String> outputNames;

  private OrtModel(BytePointer bytes, Session session) {
    this.bytes = bytes;
    this.session = session;
    try (PointerScope _ = new PointerScope()) {
      inputNames = names(session.GetInputNames());
      outputNames = names(session.GetOutputNames());
    }
  }

  /** Loads the native library, which else happens when the first model is opened. */
  public static void load() {
    guarded(() -> Library.ENV);
  }

  /**
   * Opens a model in ONNX's wire format.
   *
   * @throws OrtException if ONNX Runtime does not take it
   */
  public static OrtModel open(byte[] model, OrtOptions options) {
    BytePointer bytes = new BytePointer(model);
    try {
      return guarded(() ->
          new OrtModel(
              bytes, open(o -> new Session(Library.ENV, bytes, model.length, o), options)));
    } catch (OrtException e) {
      bytes.close();
      throw e;
    }
  }

  /**
   * Opens a model file; its external data is looked for beside it.
   *
   * @throws OrtException if ONNX Runtime does not take it
   */
  public static OrtModel open(Path model, OrtOptions options) {
    BytePointer path = new BytePointer(model.toString());
    try {
      return guarded(
          () -> new OrtModel(path, open(o -> new Session(Library.ENV, path, o), options)));
    } catch (OrtException e) {
      path.close();
      throw e;
    }
  }

  /** Names of the inputs in the model's order, without those that initialisers give. */
  public List<String> inputNames() {
    return inputNames;
  }

  /** Names of the outputs in the model's order. */
  public List<String> outputNames() {
    return outputNames;
  }

  /**
   * Runs once: every input by name → every output by name, in the model's order. The caller owns
   * the outputs.
   *
   * @throws OrtException if ONNX Runtime fails
   */
  public Map<String, Datum> run(Map<String, ? extends Datum> inputs) {
    try (OrtRun run = prepare(inputs)) {
      run.run();
      return run.outputs();
    }
  }

  /** Copies the inputs in, for several runs without a copy. */
  public OrtRun prepare(Map<String, ? extends Datum> inputs) {
    return guarded(() -> new OrtRun(session, inputs, outputNames));
  }

  @Override
  public void close() {
    session.close();
    bytes.close();
  }

  static <T> T guarded(Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      throw new OrtException(String.valueOf(e.getMessage()), e);
    }
  }

  private interface Opener {
    Session open(SessionOptions options);
  }

  private static Session open(Opener opener, OrtOptions wanted) {
    try (SessionOptions options = new SessionOptions()) {
      options.SetIntraOpNumThreads(wanted.intraOpThreads());
      options.SetInterOpNumThreads(1);
      options.SetGraphOptimizationLevel(wanted.optimization().level());
      if (wanted.cuda()) {
        requireCuda();
        options.AppendExecutionProvider_CUDA(new OrtCUDAProviderOptions());
      }
      if (wanted.profile() != null) {
        options.EnableProfiling(new BytePointer(wanted.profile().toString()));
      }
      return opener.open(options);
    }
  }

  private static void requireCuda() {
    List<String> providers = names(onnxruntime.GetAvailableProviders());
    if (!providers.contains(CUDA)) {
      throw new OrtException(
          "absent: this build of ONNX Runtime has no CUDA provider, only "
              + String.join(", ", providers)
              + " (build with the Maven profile gpu)",
          null);
    }
  }

  /**
   * Ends the profile that the options asked for; its file.
   *
   * @throws OrtException if there is none
   */
  public Path endProfile() {
    return guarded(() -> {
      try (PointerScope _ = new PointerScope()) {
        OrtAllocator allocator =
            new OrtAllocator(new AllocatorWithDefaultOptions().asUnownedAllocator());
        return Path.of(session.EndProfilingAllocated(allocator).getString());
      }
    });
  }

  private static List<String> names(StringVector names) {
    List<String> list = new ArrayList<>();
    for (long i = 0; i < names.size(); i++) {
      list.add(names.get(i).getString());
    }
    return List.copyOf(list);
  }

  /** The one environment of the process, which lives as long as it does. */
  private static final class Library {
    static final Env ENV =
        new Env(onnxruntime.ORT_LOGGING_LEVEL_ERROR, new BytePointer("assam")).retainReference();
  }
}
