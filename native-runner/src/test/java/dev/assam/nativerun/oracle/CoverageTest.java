package dev.assam.nativerun.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assam.op.OpType;
import dev.assam.op.Ops;
import dev.assam.testing.OpCase;
import dev.assam.testing.cases.NoOracle;
import dev.assam.testing.cases.OpCases;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every operator has cases or a reason why it has none, and every case its operator. */
class CoverageTest {
  private static Set<String> withCases() {
    Set<String> names = new TreeSet<>();
    for (OpCase opCase : OpCases.all()) {
      names.add((opCase.domain().isEmpty() ? "" : opCase.domain() + ".") + opCase.op());
    }
    return names;
  }

  @Test
  void everyOperatorHasCasesOrAReason() {
    Set<String> without =
        Ops.ALL.stream().map(OpType::toString).collect(Collectors.toCollection(TreeSet::new));
    without.removeAll(withCases());
    without.removeAll(NoOracle.REASONS.keySet());
    assertEquals(Set.of(), without, "add cases to dev.assam.testing.cases");
  }

  @Test
  void noReasonIsStale() {
    Set<String> both = withCases();
    both.retainAll(NoOracle.REASONS.keySet());
    assertEquals(Set.of(), both, "these have cases and need no reason");
  }

  @Test
  void everyCaseIsForAnOperatorThatExists() {
    Set<String> names = withCases();
    names.removeIf(name -> Ops.ALL.stream().anyMatch(type -> type.toString().equals(name)));
    assertEquals(Set.of(), names, "Assam does not have these");
  }
}
