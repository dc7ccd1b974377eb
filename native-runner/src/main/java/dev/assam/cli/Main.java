package dev.assam.cli;

import dev.assam.error.AssamException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The command line. Results go to the standard output, progress and errors to the other one. Exit
 * codes: 0 done, 1 the model or a file is at fault, 2 the arguments are.
 */
@Command(
    name = "assam",
    description = "Runs trained neural networks on the JVM.",
    mixinStandardHelpOptions = true,
    version = "Assam 0.1",
    subcommands = {RunCommand.class, InspectCommand.class, CountCommand.class})
public final class Main {
  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print stack traces of errors.")
  private boolean debug;

  private Main() {}

  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = run(out, err, args);
    out.flush();
    err.flush();
    System.exit(code);
  }

  /** Runs a command with these writers and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    Main main = new Main();
    return new CommandLine(main)
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((error, command, _) -> main.report(error, command.getErr()))
        .execute(args);
  }

  private int report(Exception error, PrintWriter err) {
    err.println("assam: " + message(error));
    if (debug) {
      error.printStackTrace(err);
    }
    err.flush();
    return 1;
  }

  private static String message(Exception error) {
    return switch (error) {
      case AssamException e -> e.getMessage();
      case CommandException e -> e.getMessage();
      case NoSuchFileException e -> "no such file: " + e.getFile();
      case FileNotFoundException e -> "no such file: " + e.getMessage();
      case IOException e -> e.getMessage() + " (" + e.getClass().getSimpleName() + ")";
      default -> "unexpected " + error + "; --debug shows where";
    };
  }
}
