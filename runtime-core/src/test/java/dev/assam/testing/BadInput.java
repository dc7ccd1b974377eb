package dev.assam.testing;

import dev.assam.Session;
import dev.assam.SessionOptions;
import dev.assam.error.AssamException;
import dev.assam.tensor.Datum;
import java.util.Map;

/**
 * A model or inputs for it that are wrong, and what is said about it in every world.
 *
 * @param inputs to run it with once it is open
 * @param memoryLimitBytes as {@link SessionOptions} has it
 * @param timeLimitMillis as {@link SessionOptions} has it
 * @param code what the exception's code is
 * @param message what the exception says
 */
public record BadInput(
    String name,
    byte[] model,
    Map<String, Datum> inputs,
    long memoryLimitBytes,
    long timeLimitMillis,
    String code,
    String message) {
  /** Code and message of what happens here. */
  public String happens() {
    SessionOptions options =
        SessionOptions.DEFAULT.withMemoryLimit(memoryLimitBytes).withTimeLimit(timeLimitMillis);
    try (Session session = Sessions.open(model, options)) {
      session.run(inputs).close();
      return "nothing";
    } catch (AssamException e) {
      return e.code() + " " + e.getMessage();
    }
  }

  /** Code and message of what should happen. */
  public String expected() {
    return code + " " + message;
  }

  @Override
  public String toString() {
    return name;
  }
}
