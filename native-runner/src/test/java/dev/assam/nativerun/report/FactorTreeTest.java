package dev.assam.nativerun.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The tree finds the factor that decides. */
class FactorTreeTest {
  @Test
  void theFactorThatDecidesIsAskedForFirst() {
    List<FactorTree.Case> cases = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String simd = i % 2 == 0 ? "simd=none" : "simd=relaxed";
      double ratio = i % 2 == 0 ? 40 : 2;
      cases.add(new FactorTree.Case(Map.of(simd, 1.0, "depth", (double) (i % 5)), ratio));
    }
    FactorTree.Node.Split root =
        assertInstanceOf(FactorTree.Node.Split.class, FactorTree.of(cases));
    assertEquals(true, root.factor().startsWith("simd="), root.factor());
    boolean none = root.factor().equals("simd=none");
    assertEquals(none ? 2 : 40, leaf(root.below()).ratio(), 1e-3);
    assertEquals(none ? 40 : 2, leaf(root.above()).ratio(), 1e-3);
  }

  private static FactorTree.Node.Leaf leaf(FactorTree.Node node) {
    return switch (node) {
      case FactorTree.Node.Leaf leaf -> leaf;
      case FactorTree.Node.Split split -> leaf(split.below());
    };
  }

  @Test
  void tooFewRowsMakeNoTree() {
    assertNull(FactorTree.of(List.of(new FactorTree.Case(Map.of("depth", 1.0), 2))));
  }
}
