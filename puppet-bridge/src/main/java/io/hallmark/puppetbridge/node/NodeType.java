package io.hallmark.puppetbridge.node;

/** What measures need to know of the nodes of a role. */
public record NodeType(Platform platform, Updates updates, AppliedIn appliedIn) {}
