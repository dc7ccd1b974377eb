package dev.assam.webgl;

import java.util.ArrayList;
import java.util.List;

/**
 * One draw of a shader.
 *
 * @param sources what it reads, in the order of its samplers
 * @param target what it writes as a whole
 * @param params its own parameters, in their order
 * @param line the target's first line that it writes
 * @param lines that it writes, 0 for all
 */
public record Pass(
    Shader shader,
    List<Place<?>> sources,
    Place<?> target,
    List<Integer> params,
    int line,
    int lines) {
  public Pass {
    sources = List.copyOf(sources);
    params = List.copyOf(params);
  }

  /** A pass that writes all of its target. */
  public Pass(Shader shader, List<Place<?>> sources, Place<?> target, List<Integer> params) {
    this(shader, sources, target, params, 0, 0);
  }

  /** A pass with these parameters. */
  public static Pass of(
      Shader shader, List<? extends Place<?>> sources, Place<?> target, int... own) {
    List<Integer> params = new ArrayList<>();
    for (int param : own) {
      params.add(param);
    }
    return new Pass(shader, new ArrayList<>(sources), target, params);
  }

  /**
   * All parameters, those of the target and the samplers first.
   *
   * @throws IllegalStateException if the shader wants other layouts or parameters
   */
  List<Integer> allParams(Glsl glsl) {
    List<Integer> all = new ArrayList<>();
    all.add(target.layout().row());
    boolean fits =
        glsl.samplers().size() == sources.size()
            && glsl.ownParams() == params.size()
            && glsl.targets() == target.layout().layers();
    for (int i = 0; fits && i < sources.size(); i++) {
      fits = glsl.samplers().get(i) == sources.get(i).layout().getClass();
      if (sources.get(i).layout() instanceof TexelLayout.Rows rows) {
        all.add(rows.row());
        all.add(rows.layerBits());
      }
    }
    if (!fits) {
      throw new IllegalStateException(
          shader
              + " reads "
              + glsl.samplers()
              + " with "
              + glsl.ownParams()
              + " parameters to "
              + glsl.targets()
              + " layers, not "
              + this);
    }
    all.addAll(params);
    return all;
  }
}
