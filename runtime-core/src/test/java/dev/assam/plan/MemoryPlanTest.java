package dev.assam.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.error.MemoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryPlanTest {
  private static final int ALIGNMENT = 16;

  private static List<MemoryPlan.Region> random(Random random) {
    int steps = 1 + random.nextInt(40);
    List<MemoryPlan.Region> regions = new ArrayList<>();
    for (int i = random.nextInt(60); i > 0; i--) {
      int first = random.nextInt(steps);
      int last = Math.min(steps - 1, first + random.nextInt(6));
      regions.add(new MemoryPlan.Region("r" + i, random.nextInt(1000), first, last));
    }
    return regions;
  }

  @Test
  void regionsThatLiveAtOneTimeLieApartInAnArenaNotFarFromTheLeast() {
    double worst = 1;
    for (int seed = 0; seed < 2000; seed++) {
      List<MemoryPlan.Region> regions = random(new Random(seed));
      MemoryPlan plan = MemoryPlan.of(regions, ALIGNMENT);
      assertEquals(plan, MemoryPlan.of(regions, ALIGNMENT));
      assertTrue(plan.arena() >= plan.lowerBound());
      for (int i = 0; i < regions.size(); i++) {
        int at = plan.offsets().get(i);
        assertEquals(0, at % ALIGNMENT);
        assertTrue(at + regions.get(i).size() <= plan.arena());
        for (int j = 0; j < i; j++) {
          int other = plan.offsets().get(j);
          assertTrue(
              !regions.get(i).meets(regions.get(j))
                  || at + regions.get(i).size() <= other
                  || other + regions.get(j).size() <= at,
              () -> plan.toString());
        }
      }
      worst =
          Math.max(worst, plan.lowerBound() == 0 ? 1 : (double) plan.arena() / plan.lowerBound());
    }
    assertTrue(worst < 1.1, "" + worst);
  }

  @Test
  void aChainNeedsTwoPlaces() {
    List<MemoryPlan.Region> chain = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      chain.add(new MemoryPlan.Region("x" + i, 64, i, i + 1));
    }
    assertEquals(128, MemoryPlan.of(chain, ALIGNMENT).arena());
  }

  @Test
  void whatNoArrayHoldsIsRefused() {
    List<MemoryPlan.Region> large =
        List.of(
            new MemoryPlan.Region("a", 1 << 30, 0, 1), new MemoryPlan.Region("b", 1 << 30, 0, 1));
    assertThrows(MemoryException.class, () -> MemoryPlan.of(large, ALIGNMENT));
  }
}
