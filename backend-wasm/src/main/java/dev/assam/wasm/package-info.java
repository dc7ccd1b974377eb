/** The page: entry points, JavaScript API, worker, linear memory and thread pool. */
package dev.assam.wasm;
