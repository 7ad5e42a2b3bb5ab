package io.hallmark.bootlab;

import io.hallmark.bootlab.chain.LabChain;
import io.hallmark.bootlab.chain.Staged;
import io.hallmark.bootlab.guest.BootFiles;
import io.hallmark.bootlab.guest.DebianPackages;
import io.hallmark.bootlab.guest.Payload;
import io.hallmark.bootlab.host.BootLabException;
import io.hallmark.bootlab.host.Workspace;
import io.hallmark.bootlab.machine.BootResult;
import io.hallmark.bootlab.machine.GuestReport;
import io.hallmark.bootlab.machine.VirtualMachine;
import java.util.SortedMap;

/** Everything that boots need, made once: packages of the day, kernels, initramfs images. */
final class Lab implements AutoCloseable {
    private final Workspace workspace = Workspace.create();
    private final DebianPackages packages = new DebianPackages(DebianPackages.usualCache());
    private final BootFiles files = new BootFiles(packages, workspace);
    private final VirtualMachine machine = new VirtualMachine(packages);

    BootFiles files() {
        return files;
    }

    /**
     * Makes a boot ready in a folder that lasts as long as the lab.
     *
     * @param name not used before
     */
    Staged stage(LabChain chain, Payload payload, String name) {
        return chain.stage(payload, workspace.folder(name));
    }

    /**
     * Gets all packages that any chain boots, so that one which can't be had shows before a machine is on.
     *
     * @throws BootLabException that names the package
     */
    void download() {
        files.download();
    }

    /** Boots, and sees to it that what ran is what was meant to run. */
    BootResult boot(Staged staged, Payload payload) {
        BootResult result = machine.boot(staged.machine());
        GuestReport report =
                result.report().orElseThrow(() -> new BootLabException("a guest without a report is taken for booted"));
        if (!report.tag().equals(payload.tag())
                || !report.kernel().equals(payload.kernel().release())) {
            throw new BootLabException("the guest booted kernel " + report.kernel() + " with initramfs '" + report.tag()
                    + "', not " + payload.kernel().release() + " with '" + payload.tag() + "'");
        }
        return result;
    }

    /** Boots a machine that must refuse to. */
    BootResult refuse(Staged staged) {
        return machine.boot(staged.machine());
    }

    /** The versions of the packages that were booted, by name. */
    SortedMap<String, String> versions() {
        return packages.versions();
    }

    @Override
    public void close() {
        workspace.close();
    }
}
