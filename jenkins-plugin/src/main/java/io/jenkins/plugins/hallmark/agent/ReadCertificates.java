package io.jenkins.plugins.hallmark.agent;

import hudson.remoting.VirtualChannel;
import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.pe.CertificateTable;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import jenkins.MasterToSlaveFileCallable;

/** Reads the certificate table of a file of the agent. */
final class ReadCertificates extends MasterToSlaveFileCallable<ReadCertificates.Table> {
    private static final long serialVersionUID = 1L;

    private final String file;

    ReadCertificates(String file) {
        this.file = file;
    }

    /** The bytes of the table, or that it is too large. */
    record Table(byte[] bytes, boolean tooLarge) implements Serializable {}

    @Override
    public Table invoke(File workspace, VirtualChannel channel) throws IOException, InterruptedException {
        try {
            CertificateTable table = CertificateTable.read(Path.of(file));
            return new Table(table.content().bytes(), table.tooLarge());
        } catch (MeasuredBootException e) {
            throw Unusable.of(e);
        }
    }
}
