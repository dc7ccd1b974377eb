/** Networks of any depth and width, made by the project, as ONNX files and as JSON. */
package dev.assam.nativerun.grid;
