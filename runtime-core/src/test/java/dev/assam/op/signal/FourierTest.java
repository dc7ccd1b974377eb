package dev.assam.op.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assam.error.AssamException;
import dev.assam.memory.Doubles;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OpRun;
import org.junit.jupiter.api.Test;

class FourierTest {
  @Test
  void everyLengthByTheDefinition() {
    for (int n = 1; n <= 130; n++) {
      Doubles re = Fourier.allocate(n);
      Doubles im = Fourier.allocate(n);
      for (int i = 0; i < n; i++) {
        re.set(i, i * 7 % 5 - 2);
        im.set(i, i * 3 % 4 - 1);
      }
      new Fourier(n, false).transform(re, im);
      for (int k = 0; k < n; k++) {
        double sumRe = 0;
        double sumIm = 0;
        for (int i = 0; i < n; i++) {
          double angle = -2 * Math.PI * i * k / n;
          sumRe += (i * 7 % 5 - 2) * Math.cos(angle) - (i * 3 % 4 - 1) * Math.sin(angle);
          sumIm += (i * 7 % 5 - 2) * Math.sin(angle) + (i * 3 % 4 - 1) * Math.cos(angle);
        }
        assertEquals(sumRe, re.get(k), 1e-9, "real part " + k + " of " + n);
        assertEquals(sumIm, im.get(k), 1e-9, "imaginary part " + k + " of " + n);
      }
      new Fourier(n, true).transform(re, im);
      for (int i = 0; i < n; i++) {
        assertEquals(i * 7 % 5 - 2, re.get(i), 1e-9, "inverse " + i + " of " + n);
        assertEquals(i * 3 % 4 - 1, im.get(i), 1e-9, "inverse " + i + " of " + n);
      }
    }
  }

  @Test
  void onesidedThereAndBack() {
    for (int n = 1; n <= 9; n++) {
      Tensor x = Tensor.allocate(DType.FLOAT64, Shape.of(2, n, 1));
      for (int i = 0; i < x.size(); i++) {
        x.setDouble(i, i * i % 7);
      }
      Tensor spectrum = new OpRun("DFT", 20).with("onesided", 1).one(x);
      assertEquals(Shape.of(2, n / 2 + 1, 2), spectrum.shape());
      OpRun inverse = new OpRun("DFT", 20).with("onesided", 1).with("inverse", 1);
      Tensor back = inverse.one(spectrum, Tensor.ofLongs(DType.INT64, Shape.SCALAR, n));
      assertEquals(x.shape(), back.shape());
      for (int i = 0; i < x.size(); i++) {
        assertEquals(x.getDouble(i), back.getDouble(i), 1e-9);
      }
    }
  }

  @Test
  void refusals() {
    Tensor x = Tensor.allocate(DType.FLOAT32, Shape.of(1, 4, 3));
    assertThrows(AssamException.class, () -> new OpRun("DFT", 20).one(x));
    Tensor signal = Tensor.allocate(DType.FLOAT32, Shape.of(1, 4, 1));
    Tensor last = Tensor.ofLongs(DType.INT64, Shape.SCALAR, -1);
    assertThrows(AssamException.class, () -> new OpRun("DFT", 20).one(signal, null, last));
    assertThrows(AssamException.class, () -> new OpRun("DFT", 20).one(signal, last));
    assertThrows(AssamException.class, () -> new OpRun("STFT", 17).one(signal, last));
    Tensor five = Tensor.ofLongs(DType.INT64, Shape.SCALAR, 5);
    assertThrows(AssamException.class, () -> new OpRun("STFT", 17).one(signal, five, null, five));
  }
}
