package dev.assam.pages;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The arrows between the modules. Those inside runtime-core are in its CoreFencesTest. */
class ModuleFencesTest {
  /** A module, the modules that it must not use, and where code that does should go. */
  private record Fence(String module, List<String> forbidden, String where) {}

  private static final String CORE = "runtime-core";
  private static final String SIMD = "kernels-simd";
  private static final String WEBGL = "backend-webgl";
  private static final String WEBGPU = "backend-webgpu";
  private static final String PLUGIN = "backend-wasm/plugin";
  private static final String WASM = "backend-wasm";
  private static final String NATIVE = "native-runner";
  private static final String EXAMPLES = "examples";
  private static final String PAGES = "test-pages";

  private static final List<String> MODULES =
      List.of(CORE, SIMD, WEBGL, WEBGPU, PLUGIN, WASM, NATIVE, EXAMPLES, PAGES);

  private static final String ALONE =
      "backends never use each other: what two of them need belongs into runtime-core, and what"
          + " joins them into backend-wasm (browser) or native-runner (JVM)";
  private static final String TOP =
      "programs and pages are nobody's library: move what others need into the module that owns"
          + " the idea";

  private static final List<Fence> FENCES =
      List.of(
          new Fence(
              CORE,
              List.of(SIMD, WEBGL, WEBGPU, PLUGIN, WASM, NATIVE, EXAMPLES, PAGES),
              "runtime-core knows no backend: a backend is handed to the session from outside"),
          new Fence(SIMD, List.of(WEBGL, WEBGPU, PLUGIN, WASM), ALONE),
          new Fence(WEBGL, List.of(SIMD, WEBGPU, PLUGIN, WASM), ALONE),
          new Fence(WEBGPU, List.of(SIMD, WEBGL, PLUGIN, WASM), ALONE),
          new Fence(
              PLUGIN,
              List.of(SIMD, WEBGL, WEBGPU, WASM),
              "the plugin is there before what it compiles and names classes by text"),
          new Fence(SIMD, List.of(NATIVE, EXAMPLES, PAGES), TOP),
          new Fence(WEBGL, List.of(NATIVE, EXAMPLES, PAGES), TOP),
          new Fence(WEBGPU, List.of(NATIVE, EXAMPLES, PAGES), TOP),
          new Fence(PLUGIN, List.of(NATIVE, EXAMPLES, PAGES), TOP),
          new Fence(WASM, List.of(NATIVE, EXAMPLES, PAGES), TOP),
          new Fence(
              NATIVE,
              List.of(PLUGIN, WASM, PAGES),
              "native-runner is for the JVM: what runs in a page belongs into backend-wasm, and"
                  + " what drives a browser into test-pages"),
          new Fence(EXAMPLES, List.of(PAGES), TOP));

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.assam");

  @TestFactory
  Stream<DynamicTest> arrows() {
    return FENCES.stream()
        .map(fence ->
            DynamicTest.dynamicTest(
                fence.module() + " without " + fence.forbidden(), () -> check(fence)));
  }

  private static void check(Fence fence) {
    noClasses()
        .that(areIn(fence.module()))
        .should()
        .dependOnClassesThat(areIn(fence.forbidden().toArray(String[]::new)))
        .because(fence.where())
        .allowEmptyShould(true)
        .check(ALL);
  }

  @Test
  void everyModuleIsSeen() {
    classes()
        .should()
        .onlyDependOnClassesThat(not(resideInAPackage("dev.assam..")).or(areIn(MODULES)))
        .because("a class of Assam lies in one of the modules that ModuleFencesTest knows")
        .check(ALL);
  }

  @Test
  void teaVmOnlyInTheBrowserHalves() {
    noClasses()
        .that(
            areIn(CORE, SIMD, NATIVE)
                .or(areIn(EXAMPLES).and(not(resideInAPackage("dev.assam.examples.web.."))))
                .or(areIn(WEBGL, WEBGPU).and(not(resideInAPackage("dev.assam.*.jso..")))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.teavm..")
        .because(
            "org.teavm is for the browser halves: put the code into backend-wasm, into the jso"
                + " package of its backend behind the thin device interface, or into the plugin")
        .allowEmptyShould(true)
        .check(ALL);
  }

  @Test
  void vectorsOnlyInKernels() {
    noClasses()
        .that(not(areIn(SIMD, PLUGIN)).and(not(resideInAPackage("dev.assam.memory.."))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator.vector..")
        .because("code over vectors is a kernel and belongs into dev.assam.simd.kernel")
        .check(ALL);
  }

  @Test
  void kernelsOnlyWithWhatTheBrowserHas() {
    noClasses()
        .that(
            areIn(SIMD, WEBGL, WEBGPU)
                .and(not(resideInAnyPackage("dev.assam.simd.jvm..", "dev.assam.*.jso.."))))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.lang.foreign..",
            "java.lang.reflect..",
            "java.net..",
            "java.nio.channels..",
            "java.nio.file..",
            "java.util.concurrent",
            "java.util.concurrent.locks..",
            "java.util.regex..")
        .because(
            "TeaVM compiles kernels and shaders, too. What only the JVM has, such as its pool of"
                + " threads, belongs into dev.assam.simd.jvm or native-runner")
        .allowEmptyShould(true)
        .check(ALL);
  }

  private static DescribedPredicate<JavaClass> areIn(List<String> modules) {
    return areIn(modules.toArray(String[]::new));
  }

  /** Asks where the class file lies: in the jar or the folder of classes of a module's build. */
  private static DescribedPredicate<JavaClass> areIn(String... modules) {
    return describe(
        "are in " + String.join(", ", modules),
        c ->
            c.getBaseComponentType()
                .getSource()
                .map(source -> source.getUri().toString())
                .filter(uri ->
                    Stream.of(modules).anyMatch(module -> uri.contains("/" + module + "/target/")))
                .isPresent());
  }
}
