package dev.assam.webgl;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Shares textures among values that are not in use at the same time; textures are shared whole. */
final class TexturePlan {
  /** A place in use from one node to another, inclusive. */
  record Region(int place, TexelLayout layout, int first, int last) {}

  /** A texture and who lies in it. */
  record Texture(int width, int height, int layers, List<Region> regions) {
    boolean takes(Region region) {
      TexelLayout layout = region.layout();
      if (layout.layers() != layers || layout.width() > width || layout.height() > height) {
        return false;
      }
      for (Region other : regions) {
        if (other.first() <= region.last() && region.first() <= other.last()) {
          return false;
        }
      }
      return true;
    }

    long bytes() {
      return 16L * width * height * layers;
    }
  }

  private TexturePlan() {}

  /** Places the largest first, each in the smallest texture that takes it. */
  static List<Texture> of(List<Region> regions) {
    List<Region> sorted = new ArrayList<>(regions);
    sorted.sort(
        Comparator.comparingLong((Region region) -> -region.layout().bytes())
            .thenComparingInt(Region::first));
    List<Texture> textures = new ArrayList<>();
    for (Region region : sorted) {
      Texture best = null;
      for (Texture texture : textures) {
        if (texture.takes(region) && (best == null || texture.bytes() < best.bytes())) {
          best = texture;
        }
      }
      if (best == null) {
        TexelLayout layout = region.layout();
        best = new Texture(layout.width(), layout.height(), layout.layers(), new ArrayList<>());
        textures.add(best);
      }
      best.regions().add(region);
    }
    return textures;
  }

  /** The most bytes that live at one time: no plan can do with less. */
  static long atLeast(List<Region> regions) {
    long most = 0;
    for (Region at : regions) {
      long bytes = 0;
      for (Region region : regions) {
        if (region.first() <= at.first() && at.first() <= region.last()) {
          bytes += region.layout().bytes();
        }
      }
      most = Math.max(most, bytes);
    }
    return most;
  }
}
