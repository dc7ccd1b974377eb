package dev.assam.webgl;

import dev.assam.backend.Completion;
import dev.assam.backend.device.DeviceSource;
import dev.assam.error.UnsupportedException;
import dev.assam.memory.Storage;
import java.util.List;

/**
 * The device, as little of it as is needed: numbers stand for its objects. What is asked for is
 * done in the order in which it is asked for; nothing here waits. All textures are arrays of RGBA
 * float32.
 */
public interface Gl {
  /**
   * One draw of a program over lines of a texture, from their first texels on.
   *
   * @param target the texture drawn to, all layers at once
   * @param line the first
   * @param width in texels
   * @param height in lines
   * @param textures bound to the program's samplers in their order
   * @param params of the program
   */
  record Draw(
      int program,
      int target,
      int line,
      int width,
      int height,
      List<Integer> textures,
      List<Integer> params) {
    public Draw {
      textures = List.copyOf(textures);
      params = List.copyOf(params);
    }

    /**
     * The draw as words: program, target, line, width, height, number of textures and these, number
     * of parameters and these.
     */
    public void addWords(List<Integer> words) {
      words.addAll(List.of(program, target, line, width, height, textures.size()));
      words.addAll(textures);
      words.add(params.size());
      words.addAll(params);
    }
  }

  /**
   * Elements to be copied from a texture's first layer, row by row, to a storage of floats.
   *
   * @param width texels in a row
   */
  record Read(int texture, int width, Storage to) {}

  /** What the device is and allows. */
  GlLimits limits();

  /**
   * A texture to be read and drawn to.
   *
   * @throws dev.assam.error.DeviceException if there is no room for it
   */
  int createTexture(int width, int height, int layers);

  void deleteTexture(int texture);

  /** Copies floats into a layer, row by row from its first texel on. */
  void upload(int texture, int layer, Storage floats, int from, int count);

  /**
   * Puts what the page holds into a texture's first layer, dense, as {@link TexelLayout.Rows#flat}.
   *
   * @param held a {@link dev.assam.backend.device.DeviceSource}'s number
   * @param width texels in a row
   */
  default void take(int held, int texture, int width, int elements) {
    throw new UnsupportedException("this device takes nothing but uploads");
  }

  /**
   * Copies the first elements of a texture's first layer to one of their own, which the page holds.
   *
   * @param width texels in a row
   */
  default DeviceSource keep(int texture, int width, int elements) {
    throw new UnsupportedException("this device keeps nothing");
  }

  /** Begins to compile a fragment shader; its number. */
  int createProgram(Shader shader);

  void deleteProgram(int program);

  /** Done once these programs can be drawn with; fails with what the compiler has to say. */
  Completion<Boolean> ready(List<Integer> programs);

  /** Prepares draws, one after the other; a number for {@link #draw}. */
  int record(List<Draw> draws);

  /** Forgets a recording. */
  void forget(int recording);

  /** Does what was recorded. */
  void draw(int recording);

  /** Copies back, without waiting for the device; fails if it is lost. */
  Completion<Boolean> read(List<Read> reads);

  /**
   * Gets the context back after it was lost; true if it did, and all numbers are void then. False
   * if that has happened already.
   */
  Completion<Boolean> recover();
}
