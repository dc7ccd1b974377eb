package dev.assam.webgl;

/**
 * A texture of a plan, which is there once the plan is.
 *
 * @param id its number in the plan
 * @param layout of what lies there, which decides what a shader may read it as
 */
public record Place<L extends TexelLayout>(int id, L layout) {}
