package dev.assam.pages;

/** A page did not answer in time, and its browser was ended. */
public final class PageTimeoutException extends RuntimeException {
  private static final long serialVersionUID = 1;

  PageTimeoutException(int seconds) {
    super("the page did not answer within " + seconds + " s and was ended");
  }
}
