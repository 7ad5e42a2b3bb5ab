package io.hallmark.measuredboot.grub;

import java.util.List;
import java.util.Optional;

/**
 * What GRUB does with a configuration.
 *
 * @param measurements in the order in which they are made
 * @param boot what it starts in the end
 */
public record GrubRun(List<GrubMeasurement> measurements, GrubBoot boot) {
    public GrubRun {
        measurements = List.copyOf(measurements);
    }

    /** The first thing that could not be known; without one the run is certain. */
    public Optional<String> doubt() {
        return measurements.stream()
                .filter(GrubMeasurement.Unknown.class::isInstance)
                .map(measurement -> ((GrubMeasurement.Unknown) measurement).reason())
                .findFirst();
    }
}
