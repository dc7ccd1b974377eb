/** The operator cases, a file per family of operators; {@code OpCases.all()} is all of them. */
package dev.assam.testing.cases;
