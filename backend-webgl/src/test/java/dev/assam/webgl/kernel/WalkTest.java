package dev.assam.webgl.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assam.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a texel is made of where tensors are walked through. */
class WalkTest {
  @Test
  void theSameOrderIsNoWalk() {
    assertEquals(Walk.Mode.SAME, Walk.broadcast(Shape.of(2, 3, 5), Shape.of(2, 3, 5)).mode());
    assertEquals(Walk.Mode.SAME, Walk.broadcast(Shape.of(3, 5), Shape.of(1, 3, 5)).mode());
  }

  @Test
  void wholeTexelsAreCountedInTexels() {
    Walk walk = Walk.broadcast(Shape.of(8), Shape.of(5, 8));
    assertEquals(new Walk(Walk.Mode.TEXEL, List.of(5, 2), List.of(0, 1), 0), walk);
  }

  @Test
  void oneElementForManyIsReadOnce() {
    Walk walk = Walk.broadcast(Shape.of(5, 1), Shape.of(5, 8));
    assertEquals(new Walk(Walk.Mode.SPLAT, List.of(5, 2), List.of(1, 0), 0), walk);
    assertEquals(Walk.Mode.SPLAT, Walk.broadcast(Shape.SCALAR, Shape.of(7)).mode());
  }

  @Test
  void otherLengthsAreWalkedByElements() {
    for (int length : new int[] {1, 2, 3, 5, 7, 9}) {
      Walk walk = Walk.broadcast(Shape.of(length), Shape.of(4, length));
      assertEquals(length == 1 ? Walk.Mode.SPLAT : Walk.Mode.ELEMENTS, walk.mode());
    }
    Walk turned = Walk.of(new int[] {4, 8}, new int[] {1, 4}, 0);
    assertEquals(Walk.Mode.ELEMENTS, turned.mode());
    assertEquals(Walk.Mode.ELEMENTS, Walk.of(new int[] {2, 8}, new int[] {16, 1}, 3).mode());
  }
}
