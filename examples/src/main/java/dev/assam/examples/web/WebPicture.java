package dev.assam.examples.web;

import dev.assam.examples.image.Image;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.typedarrays.Int8Array;
import org.teavm.jso.typedarrays.Uint8ClampedArray;

/** A canvas's ImageData. */
public interface WebPicture extends JSObject {
  @JSProperty
  int getWidth();

  @JSProperty
  int getHeight();

  @JSProperty
  Uint8ClampedArray getData();

  /** The picture in Java, transparent parts on white. */
  static Image image(WebPicture picture) {
    Uint8ClampedArray data = picture.getData();
    Int8Array rgba = new Int8Array(data.getBuffer(), data.getByteOffset(), data.getByteLength());
    return Image.ofRgba(picture.getWidth(), picture.getHeight(), rgba.toJavaArray());
  }
}
