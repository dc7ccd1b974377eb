package dev.assam.wasm;

import dev.assam.memory.Storage;
import java.util.ArrayList;
import java.util.List;

/** The storages that JavaScript knows, each by a small number. */
final class Storages {
  private final List<Storage> storages = new ArrayList<>();
  private final List<Integer> unused = new ArrayList<>();

  /** Takes over one owner's share of a storage. */
  int add(Storage storage) {
    if (unused.isEmpty()) {
      storages.add(storage);
      return storages.size() - 1;
    }
    int handle = unused.removeLast();
    storages.set(handle, storage);
    return handle;
  }

  Storage get(int handle) {
    Storage storage = storages.get(handle);
    if (storage == null) {
      throw new IllegalStateException("storage " + handle + " was already given back");
    }
    return storage;
  }

  void release(int handle) {
    Storage storage = get(handle);
    storages.set(handle, null);
    unused.add(handle);
    storage.release();
  }
}
