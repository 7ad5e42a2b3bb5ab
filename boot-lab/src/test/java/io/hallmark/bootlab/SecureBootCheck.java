package io.hallmark.bootlab;

import io.hallmark.baselines.secureboot.FirmwareKeys;
import io.hallmark.baselines.secureboot.Preflight;
import io.hallmark.baselines.source.FilesAtHand;
import io.hallmark.bootlab.chain.Staged;
import io.hallmark.bootlab.machine.BootResult;
import io.hallmark.measuredboot.prediction.HardwareProfile;
import java.util.List;

/** What Hallmark says before a boot about whether Secure Boot lets it start. */
final class SecureBootCheck {
    private SecureBootCheck() {}

    /**
     * Checks a boot that is made ready, as a proposal would be.
     *
     * @param reference a boot of a machine with the same firmware, whose log has the firmware's keys
     */
    static Preflight of(BootResult reference, Staged staged) {
        HardwareProfile profile = Profiles.of(reference, List.of());
        return Preflight.check(
                staged.chain(),
                Artifacts.of(staged),
                new FilesAtHand(staged.artifacts()),
                FirmwareKeys.of(Profiles.log(reference), profile.firmware()),
                profile.firmware().secureBoot());
    }
}
