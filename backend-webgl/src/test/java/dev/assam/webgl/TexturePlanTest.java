package dev.assam.webgl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.webgl.TexelLayout.Rows;
import dev.assam.webgl.TexturePlan.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Textures are shared by what is not in use at one time, and by nothing else. */
class TexturePlanTest {
  private static Region region(int place, int texels, int first, int last) {
    return new Region(place, new Rows(texels, texels, 1), first, last);
  }

  @Test
  void aChainTakesTwoTextures() {
    List<Region> regions = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      regions.add(region(i, 1024, i, i + 1));
    }
    assertEquals(2, TexturePlan.of(regions).size());
    assertEquals(2 * 16 * 1024, TexturePlan.atLeast(regions));
  }

  @Test
  void whatOverlapsIsApart() {
    Random random = new Random(1);
    List<Region> regions = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      int first = random.nextInt(100);
      int layers = 1 << random.nextInt(4);
      int row = 1 + random.nextInt(64);
      Rows layout = new Rows(row * (1 + random.nextInt(200)), row, layers);
      regions.add(new Region(i, layout, first, first + random.nextInt(10)));
    }
    int placed = 0;
    for (TexturePlan.Texture texture : TexturePlan.of(regions)) {
      List<Region> own = texture.regions();
      placed += own.size();
      for (int i = 0; i < own.size(); i++) {
        TexelLayout layout = own.get(i).layout();
        assertEquals(texture.layers(), layout.layers());
        assertTrue(layout.width() <= texture.width() && layout.height() <= texture.height());
        for (int j = 0; j < i; j++) {
          assertFalse(
              own.get(i).first() <= own.get(j).last() && own.get(j).first() <= own.get(i).last());
        }
      }
    }
    assertEquals(200, placed);
  }

  @Test
  void rowsFillTheirLayersInTurn() {
    for (int rows : new int[] {1, 3, 4, 5, 7, 8, 9, 31, 33}) {
      Rows layout = new Rows(rows * 6, 6, 4);
      assertEquals((rows + 3) / 4 * 6, layout.perLayer());
    }
    assertEquals(5, Rows.flat(17).texels());
    assertEquals(Rows.WIDTH, new Rows(3 * Rows.WIDTH + 1, 10, 1).width());
    assertEquals(4, new Rows(3 * Rows.WIDTH + 1, 10, 1).height());
  }
}
