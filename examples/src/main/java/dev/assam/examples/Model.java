package dev.assam.examples;

import java.util.List;
import java.util.Map;

/**
 * A neural network that is ready to run, whatever runs it: the only thing a pipeline has to know of
 * it. {@link SessionModel} makes one of an Assam session.
 */
public interface Model {
  /** The inputs' names in the model's own order. */
  List<String> inputs();

  /** Runs on one value per input name; gives the outputs by name, in the model's own order. */
  Map<String, Values> run(Map<String, Values> inputs);

  /** Runs a model of one input and gives its first output, which has to be of floats. */
  default Values.Floats run(Values input) {
    return first(run(Map.of(inputs().get(0), input)));
  }

  /** The first output, which has to be of floats. */
  static Values.Floats first(Map<String, Values> outputs) {
    return (Values.Floats) outputs.values().iterator().next();
  }
}
