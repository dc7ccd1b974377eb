package dev.assam.fuzz;

import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.OptionalDatum;
import dev.assam.tensor.OptionalType;
import dev.assam.tensor.SequenceDatum;
import dev.assam.tensor.SequenceType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Values of given types, of few elements. */
final class InputValues {
  private static final int MOST_ELEMENTS = 4096;

  private InputValues() {}

  static Datum make(ValueType type, Dice dice) {
    return switch (type) {
      case null -> tensor(new TensorType(null, Shape.UNKNOWN), dice);
      case TensorType tensor -> tensor(tensor, dice);
      case SequenceType sequence -> {
        List<Datum> elements = new ArrayList<>();
        for (int left = dice.below(4); left > 0; left--) {
          elements.add(make(sequence.element(), dice));
        }
        yield new SequenceDatum(sequence, elements);
      }
      case OptionalType optional ->
          new OptionalDatum(optional, dice.oneIn(3) ? null : make(optional.element(), dice));
    };
  }

  /** A value like this one, of a shape or with elements that may not fit any more. */
  static Datum vary(Datum known, Dice dice) {
    return switch (known) {
      case Tensor tensor -> vary(tensor, dice);
      case SequenceDatum sequence -> {
        List<Datum> elements = new ArrayList<>();
        for (Datum element : sequence.elements()) {
          if (!dice.oneIn(4)) {
            elements.add(vary(element, dice));
          }
        }
        yield new SequenceDatum(loose(sequence.type()), elements);
      }
      case OptionalDatum optional ->
          new OptionalDatum(
              loose(optional.type()), optional.isPresent() ? vary(optional.value(), dice) : null);
    };
  }

  private static SequenceType loose(SequenceType type) {
    return new SequenceType(looseElement(type.element()));
  }

  private static OptionalType loose(OptionalType type) {
    return new OptionalType(looseElement(type.element()));
  }

  /** The type without what it says about shapes. */
  private static ValueType looseElement(ValueType type) {
    return switch (type) {
      case null -> null;
      case TensorType tensor -> new TensorType(tensor.dtype(), Shape.UNKNOWN);
      case SequenceType sequence -> loose(sequence);
      case OptionalType optional -> loose(optional);
    };
  }

  private static Tensor vary(Tensor known, Dice dice) {
    List<Integer> dims = new ArrayList<>();
    for (int dim : known.shape().toArray()) {
      dims.add(dim);
    }
    if (dice.oneIn(2)) {
      int at = dice.below(dims.size() + 1);
      switch (dice.below(6)) {
        case 0 -> dims.add(at, dice.below(4));
        case 1 -> dims.add(at, 1);
        case 2 -> java.util.Collections.shuffle(dims, dice.random);
        case 3 -> dims.removeIf(dim -> dice.oneIn(2));
        default -> {
          if (at < dims.size()) {
            dims.set(
                at, dice.oneIn(3) ? dice.below(3) : Math.max(0, dims.get(at) + dice.below(3) - 1));
          }
        }
      }
    }
    Shape shape = shape(Shape.of(dims), dice);
    Tensor made = tensor(new TensorType(known.dtype(), shape), dice);
    if (dice.oneIn(2)) {
      made.copyFrom(0, known, 0, Math.min(made.size(), known.size()));
      boolean change = made.size() > 0 && known.dtype() != DType.STRING;
      for (int left = change ? dice.below(5) : 0; left > 0; left--) {
        int at = dice.below(made.size());
        if (known.dtype().isFloat()) {
          made.setDouble(at, dice.real());
        } else {
          made.setLong(at, dice.integer());
        }
      }
    }
    return made;
  }

  private static Tensor tensor(TensorType type, Dice dice) {
    DType dtype = type.dtype() == null ? DType.FLOAT32 : type.dtype();
    Shape shape = shape(type.shape(), dice);
    Tensor tensor = Tensor.allocate(dtype, shape);
    boolean wild = dice.oneIn(4);
    for (int i = 0; i < tensor.size(); i++) {
      if (dtype == DType.STRING) {
        tensor.strings()[i] =
            List.of("", "a", "Straße", "-1.5e3", "\uD83D\uDE00x").get(dice.below(5));
      } else if (dtype.isFloat()) {
        tensor.setDouble(i, wild ? dice.real() : dice.random.nextGaussian());
      } else {
        tensor.setLong(i, wild ? dice.integer() : dice.below(5));
      }
    }
    return tensor;
  }

  /** Where that many elements are declared that none can be made, one that does not fit. */
  private static Shape shape(Shape declared, Dice dice) {
    if (!declared.hasRank()) {
      int[] dims = new int[dice.below(4)];
      for (int i = 0; i < dims.length; i++) {
        dims[i] = dice.below(4);
      }
      return Shape.of(dims);
    }
    int[] dims = declared.toArray();
    long elements = 1;
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] < 0) {
        dims[i] = dice.oneIn(6) ? 0 : 1 + dice.below(5);
      }
      if (elements * dims[i] > MOST_ELEMENTS) {
        dims[i] = (int) (MOST_ELEMENTS / elements);
      }
      elements *= dims[i];
    }
    return Shape.of(dims);
  }
}
