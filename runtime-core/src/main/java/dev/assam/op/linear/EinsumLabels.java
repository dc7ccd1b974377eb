package dev.assam.op.linear;

import dev.assam.error.AssamException;
import dev.assam.op.Inputs;
import dev.assam.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * An equation applied to shapes: a number for each dimension of each operand and of the output.
 * Letters are their character codes; the dimensions under dots are −1, −2 … from the right.
 */
public final class EinsumLabels {
  final List<List<Integer>> operands = new ArrayList<>();
  final List<Integer> output = new ArrayList<>();
  private final Inputs in;
  private final String equation;
  private final List<Integer> all = new ArrayList<>();
  private final List<Integer> sizes = new ArrayList<>();
  private int dots;

  /**
   * The labels for these inputs.
   *
   * @throws dev.assam.error.ShapeException if they do not fit the equation
   */
  public EinsumLabels(Inputs in, String equation) {
    this.in = in;
    this.equation = equation.replace(" ", "");
    int arrow = this.equation.indexOf("->");
    String left = arrow < 0 ? this.equation : this.equation.substring(0, arrow);
    int at = 0;
    for (int i = 0; i < in.size(); i++) {
      int comma = left.indexOf(',', at);
      if ((comma < 0) != (i == in.size() - 1)) {
        throw error("its number of operands is not that of the inputs, " + in.size());
      }
      operand(i, left.substring(at, comma < 0 ? left.length() : comma));
      at = comma + 1;
    }
    if (arrow < 0) {
      implicitOutput();
    } else {
      explicitOutput(this.equation.substring(arrow + 2));
    }
  }

  /** Each dimension of an operand. */
  public List<Integer> operand(int i) {
    return operands.get(i);
  }

  /** Each dimension of the output. */
  public List<Integer> output() {
    return output;
  }

  /** Every label there is. */
  public List<Integer> all() {
    return all;
  }

  public int size(int label) {
    return sizes.get(all.indexOf(label));
  }

  Shape outputShape() {
    List<Integer> dims = new ArrayList<>();
    for (int label : output) {
      dims.add(sizes.get(all.indexOf(label)));
    }
    return Shape.of(dims);
  }

  /** The labels that other operands than {@code i}, or the output, use. */
  List<Integer> neededBeside(int i) {
    List<Integer> needed = new ArrayList<>(output);
    for (int j = 0; j < operands.size(); j++) {
      if (j != i) {
        needed.addAll(operands.get(j));
      }
    }
    return needed;
  }

  private void operand(int i, String text) {
    Shape shape = in.shape(i);
    int dotted = shape.rank() - letters(text);
    boolean hasDots = text.indexOf('.') >= 0;
    if (dotted < 0 || (dotted > 0 && !hasDots)) {
      throw error("operand " + text + " does not fit input " + i + " of shape " + shape);
    }
    dots = Math.max(dots, dotted);
    List<Integer> labels = labels(text, dotted);
    for (int d = 0; d < labels.size(); d++) {
      size(labels.get(d), shape.dim(d), i);
    }
    operands.add(labels);
  }

  private void size(Integer label, int dim, int input) {
    int known = all.indexOf(label);
    if (known < 0) {
      all.add(label);
      sizes.add(dim);
    } else if (sizes.get(known) == 1) {
      sizes.set(known, dim);
    } else if (dim != 1 && dim != sizes.get(known)) {
      throw error(
          "input "
              + input
              + " of shape "
              + in.shape(input)
              + " gives an index the size "
              + dim
              + " that has the size "
              + sizes.get(known));
    }
  }

  private void explicitOutput(String text) {
    letters(text);
    for (Integer label : labels(text, dots)) {
      if (!all.contains(label) || output.contains(label)) {
        throw error("output " + text + " has an index twice or one that no operand has");
      }
      output.add(label);
    }
  }

  private void implicitOutput() {
    for (int d = dots; d > 0; d--) {
      output.add(-d);
    }
    for (int letter = 'A'; letter <= 'z'; letter++) {
      int count = 0;
      for (List<Integer> operand : operands) {
        for (int label : operand) {
          count += label == letter ? 1 : 0;
        }
      }
      if (count == 1) {
        output.add(letter);
      }
    }
  }

  private static List<Integer> labels(String text, int dotted) {
    List<Integer> labels = new ArrayList<>();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '.') {
        for (int d = dotted; d > 0; d--) {
          labels.add(-d);
        }
        i += 2;
      } else {
        labels.add((int) text.charAt(i));
      }
    }
    return labels;
  }

  /** Number of letters; everything but letters and one ellipsis is an error. */
  private int letters(String text) {
    int letters = 0;
    boolean dotted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
        letters++;
      } else if (!dotted && text.startsWith("...", i)) {
        dotted = true;
        i += 2;
      } else {
        throw error("\"" + text + "\" is not made of letters and at most one ...");
      }
    }
    return letters;
  }

  private AssamException error(String what) {
    return in.shapeError("equation " + equation + ": " + what);
  }
}
