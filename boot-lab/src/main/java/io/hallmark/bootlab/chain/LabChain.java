package io.hallmark.bootlab.chain;

import io.hallmark.bootlab.guest.Payload;
import java.nio.file.Path;

/** A way from firmware to the guest's kernel that the lab can boot. */
public interface LabChain {

    /**
     * Makes ready one boot.
     *
     * @param payload what is booted
     * @param folder empty, for the medium; must last as long as the boot
     */
    Staged stage(Payload payload, Path folder);
}
