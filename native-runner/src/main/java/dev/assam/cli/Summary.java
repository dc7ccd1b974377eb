package dev.assam.cli;

import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.OptionalDatum;
import dev.assam.tensor.SequenceDatum;
import dev.assam.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A value in a few words: type, range, first elements. */
final class Summary {
  private static final int FIRST = 8;

  private Summary() {}

  /**
   * The range of a tensor's elements; NaN are counted and otherwise left out.
   *
   * @param mean of all but NaN; NaN where there is nothing else
   */
  record Range(double min, double mean, double max, int nans) {
    static Range of(Tensor tensor) {
      double min = Double.NaN;
      double max = Double.NaN;
      double sum = 0;
      int nans = 0;
      for (int i = 0; i < tensor.size(); i++) {
        double value = tensor.getDouble(i);
        if (Double.isNaN(value)) {
          nans++;
        } else {
          min = i == nans ? value : Math.min(min, value);
          max = i == nans ? value : Math.max(max, value);
          sum += value;
        }
      }
      int counted = tensor.size() - nans;
      return new Range(min, counted == 0 ? Double.NaN : sum / counted, max, nans);
    }
  }

  /** Lines about a value, the first beginning with its type. */
  static List<String> lines(Datum datum) {
    List<String> lines = new ArrayList<>();
    switch (datum) {
      case Tensor tensor -> {
        lines.add(tensor.type().toString());
        if (tensor.dtype() != DType.STRING && tensor.size() > 0) {
          Range range = Range.of(tensor);
          lines.add(
              "min "
                  + number(range.min())
                  + "  mean "
                  + number(range.mean())
                  + "  max "
                  + number(range.max())
                  + (range.nans() == 0 ? "" : "  NaN " + range.nans()));
        }
        lines.add(first(tensor));
      }
      case SequenceDatum sequence -> {
        lines.add(sequence.toString());
        for (int i = 0; i < Math.min(FIRST, sequence.elements().size()); i++) {
          for (String line : lines(sequence.elements().get(i))) {
            lines.add("  " + line);
          }
        }
      }
      case OptionalDatum optional -> {
        lines.add(optional.toString());
        if (optional.isPresent()) {
          lines.addAll(lines(optional.value()));
        }
      }
    }
    return lines;
  }

  private static String first(Tensor tensor) {
    StringBuilder text = new StringBuilder("[");
    int shown = Math.min(FIRST, tensor.size());
    for (int i = 0; i < shown; i++) {
      text.append(i == 0 ? "" : ", ").append(element(tensor, i));
    }
    return text.append(shown < tensor.size() ? ", …]" : "]").toString();
  }

  /** Element {@code i} as text. */
  static String element(Tensor tensor, int i) {
    return switch (tensor.dtype()) {
      case STRING -> '"' + tensor.strings()[i] + '"';
      case BOOL -> "" + tensor.getBoolean(i);
      case UINT64 -> Long.toUnsignedString(tensor.getLong(i));
      default -> tensor.dtype().isFloat() ? number(tensor.getDouble(i)) : "" + tensor.getLong(i);
    };
  }

  /** Six significant digits. */
  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e6) {
      return Long.toString((long) value);
    }
    return String.format(Locale.ROOT, "%.6g", value);
  }
}
