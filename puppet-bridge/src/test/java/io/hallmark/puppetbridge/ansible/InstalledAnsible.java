package io.hallmark.puppetbridge.ansible;

import io.hallmark.testsupport.PythonPackages;
import java.nio.file.Path;
import java.util.List;

/** Ansible and ansible-runner as PyPI has them. */
public final class InstalledAnsible {
    private InstalledAnsible() {}

    /** The folder with their programs; the calling test is skipped where they can't be had. */
    public static Path programs() {
        return PythonPackages.programs(
                "ansible-2.16.14-runner-2.4.1", List.of("ansible-core==2.16.14", "ansible-runner==2.4.1"));
    }
}
