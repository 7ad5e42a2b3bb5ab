package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.artifact.ArtifactSet;

/**
 * What a boot is predicted in, besides its chain and the facts of its artifacts: stages see it by asking ({@link
 * Boot#ask}).
 *
 * @param firmware what the firmware's variables say when the boot begins
 * @param reference what the node measured when it booted something similar
 * @param artifacts asked for the digests of compositions
 */
public record Surroundings(FirmwareState firmware, Reference reference, ArtifactSet artifacts) {}
