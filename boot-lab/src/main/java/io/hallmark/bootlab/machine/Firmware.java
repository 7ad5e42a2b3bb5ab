package io.hallmark.bootlab.machine;

import io.hallmark.bootlab.guest.DebianPackage;
import java.nio.file.Path;

/** A build of OVMF with a variable store to start from. */
public enum Firmware {
    /** Secure Boot is off, and no keys are enrolled. */
    PLAIN("OVMF_CODE_4M.fd", "OVMF_VARS_4M.fd", false),
    /** Secure Boot is on with Microsoft's keys. */
    MICROSOFT("OVMF_CODE_4M.ms.fd", "OVMF_VARS_4M.ms.fd", true),
    /** Secure Boot is on with the ovmf package's own key. */
    SNAKEOIL("OVMF_CODE_4M.snakeoil.fd", "OVMF_VARS_4M.snakeoil.fd", true);

    private final String code;
    private final String variables;
    private final boolean secureBoot;

    Firmware(String code, String variables, boolean secureBoot) {
        this.code = code;
        this.variables = variables;
        this.secureBoot = secureBoot;
    }

    Path code(DebianPackage ovmf) {
        return ovmf.file("usr/share/OVMF/" + code);
    }

    Path variables(DebianPackage ovmf) {
        return ovmf.file("usr/share/OVMF/" + variables);
    }

    /** Whether Secure Boot is on; such builds need system management mode. */
    public boolean secureBoot() {
        return secureBoot;
    }
}
