package dev.assam.cli;

import dev.assam.ModelFile;
import dev.assam.Result;
import dev.assam.Session;
import dev.assam.SessionOptions;
import dev.assam.ValueInfo;
import dev.assam.simd.Backends;
import dev.assam.simd.Workers;
import dev.assam.simd.jvm.ThreadPool;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a model on given or made-up inputs. */
@Command(
    name = "run",
    description = "Runs a model and prints what comes out and how long it took.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
  private Path file;

  @Option(
      names = {"-i", "--input"},
      paramLabel = "NAME=VALUE",
      description = {
        "A value for an input: random, zeros, ones, numbers as in 1,2,3, or a file: .npy, .pb "
            + "(TensorProto), a picture, or text with numbers.",
        "Inputs that are not given are random."
      })
  private Map<String, String> inputs = new LinkedHashMap<>();

  @Option(
      names = "--shape",
      paramLabel = "NAME=1x3x224x224",
      description = "The shape of an input whose size the model leaves open.")
  private Map<String, String> shapes = new LinkedHashMap<>();

  @Option(
      names = "--dim",
      paramLabel = "NAME=SIZE",
      description = "The size of a dimension that the model names.")
  private Map<String, Integer> dimensions = new LinkedHashMap<>();

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "1",
      description = "How often to run; with more than one their median is printed too.")
  private int runs;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "What computes (default: ${DEFAULT-VALUE}).")
  private String backend;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many threads kernels run on (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of random inputs and random operators (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "Names of a classifier's classes: a JSON array, or a line for each.")
  private Path labelsFile;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many classes to print (default: ${DEFAULT-VALUE}).")
  private int top;

  @Option(names = "--softmax", description = "Print the classes' scores as probabilities.")
  private boolean softmax;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(
      names = "--save",
      paramLabel = "FOLDER",
      description = "Write each output there, as a .npy file.")
  private Path folder;

  @ArgGroup(validate = false, heading = "Pictures:%n")
  private PictureOptions pictures = new PictureOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (runs < 1 || top < 1 || threads < 1) {
      throw new CommandException("--runs, --top and --threads are at least 1");
    }
    List<String> labels = labelsFile == null ? null : TopClasses.readLabels(labelsFile);
    PrintWriter err = spec.commandLine().getErr();
    long start = System.nanoTime();
    Workers workers = ThreadPool.of(threads);
    SessionOptions options =
        SessionOptions.DEFAULT
            .withBackend(Backends.of(backend, workers))
            .withSeed(seed)
            .withDimensions(dimensions);
    try (workers;
        Session session = ModelFile.open(file, options)) {
      double loadMs = millisecondsSince(start);
      Map<String, String> sources = sources(session, err);
      Map<String, Datum> values = values(session, sources);
      start = System.nanoTime();
      try (Result result = session.run(values)) {
        double firstMs = millisecondsSince(start);
        double medianMs = median(session, values, err);
        Map<String, List<TopClasses>> classes = new LinkedHashMap<>();
        result
            .outputs()
            .forEach((name, value) -> {
              if (value instanceof Tensor tensor && TopClasses.areIn(tensor, labels)) {
                classes.put(name, TopClasses.of(tensor, labels, top, softmax));
              }
            });
        RunReport report =
            new RunReport(
                file.toString(),
                session.backend(),
                sources,
                result.outputs(),
                classes,
                loadMs,
                firstMs,
                medianMs,
                runs);
        if (json) {
          report.printJson(spec.commandLine().getOut());
        } else {
          report.print(spec.commandLine().getOut());
        }
        save(result);
      }
    }
    return 0;
  }

  /** Where the value of each required input comes from; those not given are random. */
  private Map<String, String> sources(Session session, PrintWriter err) {
    Map<String, String> sources = new LinkedHashMap<>();
    List<String> names = session.inputs().stream().map(ValueInfo::name).toList();
    requireKnown(inputs, names, "--input");
    requireKnown(shapes, names, "--shape");
    for (ValueInfo input : session.inputs()) {
      String given = inputs.get(input.name());
      if (given == null && input.required()) {
        err.println("input " + input + " is random");
        given = "random";
      }
      if (given != null) {
        sources.put(input.name(), given);
      }
    }
    return sources;
  }

  private static void requireKnown(Map<String, ?> given, List<String> names, String option) {
    for (String name : given.keySet()) {
      if (!names.contains(name)) {
        throw new CommandException(
            option + " " + name + ": the model has no such input (there are: " + names + ")");
      }
    }
  }

  private Map<String, Datum> values(Session session, Map<String, String> sources)
      throws IOException {
    InputValues maker = new InputValues(shapes, pictures, seed);
    Map<String, Datum> values = new LinkedHashMap<>();
    for (ValueInfo input : session.inputs()) {
      String source = sources.get(input.name());
      if (source != null) {
        values.put(input.name(), maker.make(input, source));
      }
    }
    return values;
  }

  private double median(Session session, Map<String, Datum> values, PrintWriter err) {
    double[] times = new double[runs - 1];
    for (int i = 0; i < times.length; i++) {
      long start = System.nanoTime();
      session.run(values).close();
      times[i] = millisecondsSince(start);
      if ((i + 2) % 10 == 0) {
        err.println("run " + (i + 2) + " of " + runs);
        err.flush();
      }
    }
    if (times.length == 0) {
      return Double.NaN;
    }
    Arrays.sort(times);
    int middle = times.length / 2;
    return times.length % 2 == 1 ? times[middle] : (times[middle - 1] + times[middle]) / 2;
  }

  private void save(Result result) throws IOException {
    if (folder == null) {
      return;
    }
    Files.createDirectories(folder);
    for (Map.Entry<String, Datum> output : result.outputs().entrySet()) {
      if (output.getValue() instanceof Tensor tensor) {
        String name = output.getKey().replaceAll("[^A-Za-z0-9._-]", "_");
        NpyFile.write(folder.resolve(name + ".npy"), tensor);
      }
    }
  }

  private static double millisecondsSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }
}
