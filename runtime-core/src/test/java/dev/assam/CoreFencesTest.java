package dev.assam;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The arrows between the packages of runtime-core, and what its classes may ask of the JDK. */
class CoreFencesTest {
  /** A package, the packages it may use beside {@code java}, and what lives there. */
  private record Layer(String name, List<String> uses, String home) {}

  private static final List<String> VALUES = List.of("error", "memory", "tensor");

  private static final List<Layer> LAYERS =
      List.of(
          new Layer("error", List.of(), "exceptions, which know nothing of what throws them"),
          new Layer("memory", List.of("error"), "typed memory"),
          new Layer("tensor", List.of("error", "memory"), "types and values, no computation"),
          new Layer("op", VALUES, "operators: declaration, inference, reference"),
          new Layer("graph", with(VALUES, "op"), "values, nodes, graphs"),
          new Layer("onnx", with(VALUES, "op", "graph"), "the wire format and nothing else"),
          new Layer("optimize", with(VALUES, "op", "graph"), "passes from graph to graph"),
          new Layer("plan", with(VALUES, "op", "graph"), "plans: pure data, printable"),
          new Layer("backend", with(VALUES, "op", "graph", "plan"), "what a backend promises"),
          new Layer(
              "reference",
              with(VALUES, "op", "graph", "plan", "backend"),
              "the backend that calls Op.reference"));

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.assam");

  @TestFactory
  Stream<DynamicTest> arrows() {
    return LAYERS.stream()
        .map(layer ->
            DynamicTest.dynamicTest(
                layer.name() + " uses " + layer.uses(), () -> checkArrows(layer)));
  }

  private static void checkArrows(Layer layer) {
    String[] allowed =
        Stream.concat(Stream.of(layer.name()), layer.uses().stream())
            .map(name -> "dev.assam." + name + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage("dev.assam." + layer.name() + "..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("dev.assam..").and(not(resideInAnyPackage(allowed))))
        .because(
            "dev.assam."
                + layer.name()
                + " holds "
                + layer.home()
                + " and may use "
                + layer.uses()
                + ". Move the code up to the package it reaches for, or move what both need down")
        .allowEmptyShould(true)
        .check(CORE);
  }

  @Test
  void everyPackageHasItsPlace() {
    classes()
        .should()
        .resideInAnyPackage(
            Stream.concat(
                    Stream.of("dev.assam"),
                    LAYERS.stream().map(layer -> "dev.assam." + layer.name() + ".."))
                .toArray(String[]::new))
        .because(
            "a package outside the arrows may be used by none of them: choose one of these, or give"
                + " the new one a line in CoreFencesTest.LAYERS")
        .check(CORE);
  }

  @Test
  void onlyTheJdk() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.assam..", "java..", "jdk.incubator.vector..")
        .because(
            "runtime-core has no dependencies. Code for a library belongs into native-runner (JVM)"
                + " or backend-wasm (browser)")
        .check(CORE);
  }

  @Test
  void vectorsOnlyInMemory() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.assam.memory..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jdk.incubator.vector..")
        .because(
            "kernels live in kernels-simd; in runtime-core only dev.assam.memory loads vectors")
        .check(CORE);
  }

  @Test
  void nothingThatTheBrowserLacks() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(ModelFile.class)
        .should()
        .dependOnClassesThat(MISSING_IN_THE_BROWSER)
        .because(
            "TeaVM compiles runtime-core and has no such class, or pays for it in kilobytes. What"
                + " needs it belongs into native-runner; plain loops, arrays, maps and"
                + " java.util.concurrent.atomic are at hand")
        .check(CORE);
  }

  @Test
  void filesOnlyAtTheDoor() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.assam")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..")
        .because(
            "a page has no files: only Session.open(Path) and its ExternalFiles, which a page never"
                + " calls, know them, and everything below gets bytes")
        .check(CORE);
  }

  @Test
  void noCallThatTheBrowserLacks() {
    noClasses()
        .should()
        .callCodeUnitWhere(
            DescribedPredicate.describe(
                "the method is none that the browser has", CoreFencesTest::banned))
        .because(
            "TeaVM has no such method, gives another answer, or brings the whole of regex or"
                + " Formatter into the page. Join strings with +, walk them with indexOf, and see"
                + " dev.assam.tensor for half floats")
        .check(CORE);
  }

  /** Classes of java.util.concurrent that TeaVM has and that a single thread has a use for. */
  private static final Set<String> CONCURRENT =
      Set.of(
          "java.util.concurrent.ConcurrentHashMap",
          "java.util.concurrent.CopyOnWriteArrayList",
          "java.util.concurrent.atomic.AtomicBoolean",
          "java.util.concurrent.atomic.AtomicInteger",
          "java.util.concurrent.atomic.AtomicLong",
          "java.util.concurrent.atomic.AtomicReference");

  private static final DescribedPredicate<JavaClass> MISSING_IN_THE_BROWSER =
      resideInAnyPackage(
              "java.util.concurrent..",
              "java.util.regex..",
              "java.lang.foreign..",
              "java.lang.reflect..",
              "java.net..",
              "java.nio.channels..",
              "com.google.gson..",
              "org.teavm..")
          .and(not(DescribedPredicate.describe("at hand", c -> CONCURRENT.contains(c.getName()))))
          .as("are missing in the browser");

  /**
   * Methods by class; none of them behaves in the page as on the JVM, or none is worth its size.
   */
  private static final Map<String, Set<String>> BANNED =
      Map.of(
          "java.lang.String",
          Set.of("format", "formatted", "lines", "matches", "replaceAll", "replaceFirst", "split"),
          "java.lang.Math",
          Set.of("fma", "multiplyHigh", "rint"),
          "java.lang.StrictMath",
          Set.of("fma", "multiplyHigh", "rint"),
          "java.lang.Float",
          Set.of("float16ToFloat", "floatToFloat16"),
          "java.util.ServiceLoader",
          Set.of("load"),
          "java.lang.Class",
          Set.of("forName"));

  private static boolean banned(JavaCall<?> call) {
    return BANNED.getOrDefault(call.getTargetOwner().getName(), Set.of()).contains(call.getName());
  }

  private static List<String> with(List<String> some, String... more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }
}
