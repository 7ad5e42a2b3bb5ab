package io.hallmark.bootlab.chain;

import io.hallmark.bootlab.guest.BootFiles;
import io.hallmark.bootlab.guest.Payload;
import io.hallmark.bootlab.machine.Firmware;
import io.hallmark.bootlab.machine.KeyVariable;
import java.nio.file.Path;

/**
 * A unified kernel image on a machine whose owner goes from one key to another: db has both, the log is recorded with an
 * image that the first has signed, the next image is signed by the second, and the machine has taken an update of dbx that
 * revokes the recorded one.
 */
record OtherKeyChain(BootFiles files) implements LabChain {
    @Override
    public Staged stage(Payload payload, Path folder) {
        Path recorded = files.unifiedImage(files.recorded(), files.snakeoil());
        return payload.equals(files.recorded())
                ? keyed(recorded, folder)
                : keyed(
                        files.unifiedImage(payload, files.ownKey()),
                        folder,
                        KeyVariable.revokingDigest(Refused.digest(recorded)));
    }

    /** With an image that is made already, on a machine whose keys have come further. */
    Staged keyed(Path image, Path folder, KeyVariable... more) {
        Staged staged = new UnifiedImageChain(files, Firmware.SNAKEOIL).stage(image, folder);
        return staged.on(staged.machine()
                .keyed(KeyVariable.db(files.ownKey().certificate()))
                .keyed(more));
    }
}
